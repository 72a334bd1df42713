"""What changed between two versions of a text."""

import time

from claims.textdiff import Paragraph, changed_words, compare


def shown(paragraphs: list[Paragraph]) -> str:
    """The changes in marks: -old- +new+."""
    signs = {"same": "", "old": "-", "new": "+"}
    return " | ".join(
        "".join(signs[p.side] + p.text + signs[p.side] for p in paragraph.pieces)
        for paragraph in paragraphs
    )


def test_the_same_text_has_no_changes() -> None:
    assert not any(p.is_changed for p in compare("One.\n\nTwo.", "One.\n\nTwo."))


def test_words_that_changed_are_told_from_those_that_stayed() -> None:
    old, new = "It may have armed the rebels.", "It has armed the rebels."
    assert shown(compare(old, new)) == "It -may have-+has+ armed the rebels."


def test_paragraphs_that_came_and_went_are_whole() -> None:
    old = "First.\n\nSecond one here.\n\nThird."
    new = "First.\n\nThird.\n\nA correction was added."
    assert shown(compare(old, new)) == (
        "First. | -Second one here.- | Third. | +A correction was added.+"
    )


def test_paragraphs_with_little_in_common_are_not_picked_apart() -> None:
    pieces = changed_words("shells fell on the coast", "a minister resigned today")
    assert [(piece.side, piece.text) for piece in pieces] == [
        ("old", "shells fell on the coast"),
        ("new", "a minister resigned today"),
    ]


def test_both_versions_can_be_read_off() -> None:
    old = "A “b” c-d.\n\nE f, g & <h>.\n\nI."
    new = "A “b” c.\n\nE f; g & <h> j.\n\nI.\n\nK."
    paragraphs = compare(old, new)
    for side, text in (("old", old), ("new", new)):
        lines = (
            "".join(p.text for p in par.pieces if p.side in ("same", side))
            for par in paragraphs
        )
        assert [line for line in lines if line] == text.split("\n\n")


def test_long_texts_take_time_in_proportion() -> None:
    def seconds(paragraphs: int) -> float:
        old = "\n".join(f"Line {n} of the long report." for n in range(paragraphs))
        new = old.replace("Line", "Row").replace("7", "8")
        start = time.process_time()
        compare(old, new)
        return time.process_time() - start

    assert seconds(4_000) < 12 * max(seconds(1_000), 0.05)


def test_a_paragraph_too_long_to_compare_is_replaced() -> None:
    old, new = "word " * 5_000, "word " * 5_000 + "end"
    assert [piece.side for piece in changed_words(old, new)] == ["old", "new"]
