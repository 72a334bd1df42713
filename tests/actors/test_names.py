import pytest

from actors.names import key_with_title, normalise, skeleton


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the ISI", "isi"),
        ("U.S.", "us"),
        ("US", "us"),
        ("Pakistan's", "pakistan"),
        ("Al-Aqsa Martyrs’ Brigades", "aqsa martyrs brigades"),
        ("al-Qaeda", "qaeda"),
        ("AL QA'IDA", "qaida"),
        ("El Salvador", "el salvador"),
        ("Erdoğan", "erdogan"),
        ("Lashkar-e-Taiba", "lashkar taiba"),
        ("Lashkar e-Taiba", "lashkar taiba"),
        ("Jaish-ul-Adl", "jaish adl"),
        ("Hay’at Tahrir al-Sham", "hayat tahrir sham"),
        ("R&AW", "r&aw"),
        ("  ", ""),
        ("…", ""),
    ],
)
def test_a_name_gives_one_key_however_it_is_written(name: str, key: str) -> None:
    assert normalise(name) == key


@pytest.mark.parametrize(
    "name",
    [
        "Joseph Dunford",
        "Gen. Joseph Dunford",
        "Marine General Joseph Dunford",
        "JOSEPH DUNFORD",
        "Mr Joseph Dunford",
    ],
)
def test_titles_before_a_name_are_dropped(name: str) -> None:
    assert normalise(name) == "joseph dunford"


@pytest.mark.parametrize("name", ["General Security", "the president's office"])
def test_a_title_that_is_part_of_a_body_name_stays(name: str) -> None:
    assert len(normalise(name).split()) == 2


def test_a_title_that_stands_alone_stays() -> None:
    assert normalise("the President") == "president"


def test_a_key_can_keep_its_title() -> None:
    assert key_with_title("Mullah Omar") == "mullah omar"


def test_a_key_is_its_own_key() -> None:
    assert normalise(normalise("Sheikh Hassan al-Turabi")) == "hassan turabi"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qassem", "qasim"),
        ("mohammed", "muhammad"),
        ("qaeda", "qaida"),
        ("hezbollah", "hizbullah"),
        ("haqqani", "haqani"),
        ("zelensky", "zelenskyy"),
        ("lashkar tayyiba", "lashkar toiba"),
    ],
)
def test_transliterations_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_names_of_other_sounds_have_other_skeletons() -> None:
    assert skeleton("iran") != skeleton("iraq")
