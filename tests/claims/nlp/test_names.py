import pytest

from claims.nlp.names import (
    full_person,
    long_form,
    nation_of,
    read_acronyms,
    shares_initials,
    surnames_of,
)


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        ("the Red Star Front (RSF) said", "RSF", "Red Star Front"),
        ("THE RSF [RED STAR FRONT] SAID", "RSF", "RED STAR FRONT"),
        (
            "from the Armed Forces of Freedonia (AFF)",
            "AFF",
            "Armed Forces of Freedonia",
        ),
    ],
)
def test_a_text_explains_its_acronyms(text: str, acronym: str, name: str) -> None:
    assert read_acronyms(text) == {acronym: name}


def test_a_bracket_that_is_no_acronym_explains_nothing() -> None:
    assert read_acronyms("the Mayor (Ind.) of Springfield [OHIO]") == {}


def test_small_words_do_not_count_as_initials() -> None:
    assert long_form("the Bank of the Republic", "BR") == "Bank of the Republic"


def test_one_letter_in_common_is_not_enough() -> None:
    assert not shares_initials("RSF", "Rural Bank")


@pytest.mark.parametrize(
    ("word", "nation"),
    [("Iranian", "Iran"), ("TEHRAN", "Iran"), ("Israelis", "Israel"), ("Roe", "Roe")],
)
def test_words_for_a_state_lead_to_its_name(word: str, nation: str) -> None:
    assert nation_of(word) == nation


def test_the_first_of_two_surnames_is_one_too() -> None:
    assert full_person("Perez", {}, {"perez": "Ana Perez Beltran"}) == (
        "Ana Perez Beltran"
    )
    assert surnames_of("Ana Perez Beltran") == ["beltran", "perez"]
    assert surnames_of("Ana Ruiz") == ["ruiz"]
