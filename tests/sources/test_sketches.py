import pytest

from sources.sketches import share, shingles, sketch

STORY = (
    "The minister of Southland said on Tuesday that Northland had armed the rebels who "
    "attacked the port, and that the weapons had come over the mountains by night in "
    "trucks which border guards had been told to let pass without a search. "
)
OTHER = (
    "Prices of grain rose again last week after a dry spring, traders said, and the "
    "harvest along the river is expected to be the poorest since records were kept."
)


def measured(one: str, other: str) -> float:
    return share(shingles(one), shingles(other))


def test_a_text_shares_everything_with_itself_and_nothing_with_another() -> None:
    assert measured(STORY, STORY) == 1
    assert measured(STORY, OTHER) == 0


@pytest.mark.parametrize(
    "changed",
    [
        STORY.upper(),
        STORY.replace(",", " –").replace(".", "!"),
        STORY.replace(" ", "\n"),
    ],
    ids=["capitals", "punctuation", "line ends"],
)
def test_case_punctuation_and_white_space_do_not_count(changed: str) -> None:
    assert measured(STORY, changed) == 1


def test_a_part_is_contained_in_the_whole() -> None:
    assert measured(STORY[: len(STORY) // 3], STORY + OTHER) > 0.9


def test_what_is_quoted_does_not_count() -> None:
    speech = f"“{STORY}”"
    assert measured(f"A {speech} B c d e", f"F {speech} G h i j") == 0


@pytest.mark.parametrize("text", ["", "three words only"])
def test_a_text_of_few_words_shares_nothing(text: str) -> None:
    assert measured(text, STORY) == 0
    assert sketch(shingles(text)) == []


def test_the_sketch_of_a_part_is_part_of_the_sketch() -> None:
    whole = set(sketch(shingles(STORY + OTHER)))
    assert whole
    assert set(sketch(shingles(STORY))) <= whole


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert sketch(shingles(STORY)) == KNOWN


#: Stored sketches are compared with new ones, so how they are made must not change.
KNOWN = [1195201085, 1234565692, 1653909214]
