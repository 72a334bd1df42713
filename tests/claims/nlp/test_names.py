import pytest

from claims.nlp.names import long_form, read_acronyms, shares_initials


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
