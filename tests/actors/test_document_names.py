import pytest

from actors.document_names import DocumentNames


def test_a_surname_stands_for_the_full_name_before_it() -> None:
    names = DocumentNames([("Khawaja Asif", "PERSON"), ("Asif", "PERSON")])
    assert names.canonical("Asif") == "Khawaja Asif"
    assert names.canonical("Mr. Asif") == "Khawaja Asif"


def test_titles_are_not_part_of_a_full_name() -> None:
    names = DocumentNames([("Gen. Joseph Dunford", "PERSON")])
    assert names.canonical("General Dunford") == "Joseph Dunford"


def test_two_persons_of_one_surname_are_not_mixed_up() -> None:
    mentions = [("Daniel Ortega", "PERSON"), ("Humberto Ortega", "PERSON")]
    assert DocumentNames(mentions).canonical("Ortega") == "Ortega"


@pytest.mark.parametrize("later", ["Ben Rhodes", "Benjamin J. Rhodes"])
def test_shorter_forms_of_one_name_are_one_person(later: str) -> None:
    mentions = [("Benjamin Rhodes", "PERSON"), (later, "PERSON")]
    names = DocumentNames(mentions)
    assert names.canonical("Rhodes") == "Benjamin Rhodes"
    assert names.people == ["Benjamin Rhodes"]


def test_a_second_surname_may_be_left_out() -> None:
    names = DocumentNames([("Bernardo Jaramillo Ossa", "PERSON")])
    assert names.canonical("Jaramillo Ossa") == "Bernardo Jaramillo Ossa"


@pytest.mark.parametrize(
    "text",
    [
        "the Movement for the Emancipation of the Niger Delta (MEND) said",
        "the Movement for the Emancipation of the Niger Delta, or MEND, said",
        "THE MOVEMENT FOR THE EMANCIPATION OF THE NIGER DELTA [MEND] SAID",
    ],
)
def test_an_acronym_stands_for_the_words_before_it(text: str) -> None:
    full = DocumentNames([], text).canonical("MEND")
    assert full.casefold() == "movement for the emancipation of the niger delta"


def test_letters_that_do_not_spell_the_words_are_no_acronym() -> None:
    assert DocumentNames([], "Police in Karachi (ABC) said").canonical("ABC") == "ABC"


def test_unknown_names_come_back_as_they_are() -> None:
    assert DocumentNames([]).canonical("Jane Roe") == "Jane Roe"


def test_a_long_text_in_capitals_is_read_in_no_time() -> None:
    text = "THE NATIONAL FRONT OF THE PEOPLE " * 20_000
    assert DocumentNames([], text).canonical("NFP") == "NFP"
