import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.highlighting import Mark, Paragraph, excerpt, paragraphs

TEXT = "First line\nof one.\n\n  Second one.  \n \nThird."


def texts(found: list[Paragraph]) -> list[str]:
    return ["".join(s.text for s in paragraph.segments) for paragraph in found]


def marked(paragraph: Paragraph) -> list[tuple[str, str]]:
    return [(s.text, s.roles) for s in paragraph.segments]


def test_blank_lines_end_paragraphs() -> None:
    assert texts(paragraphs(TEXT)) == ["First line\nof one.", "Second one.", "Third."]


def test_a_text_without_words_has_no_paragraph() -> None:
    assert paragraphs(" \n\n \t\n") == []
    assert paragraphs("") == []


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(0, 5)], [("abcde", "a"), ("fghij", "")]),
        ([(0, 10), (2, 4)], [("ab", "a"), ("cd", "a b"), ("efghij", "a")]),
        ([(0, 6), (4, 10)], [("abcd", "a"), ("ef", "a b"), ("ghij", "b")]),
        ([(2, 4), (2, 4)], [("ab", ""), ("cd", "b a"), ("efghij", "")]),
        ([(0, 3), (3, 6)], [("abc", "a"), ("def", "b"), ("ghij", "")]),
    ],
    ids=["one", "nested", "overlapping", "same", "adjacent"],
)
def test_it_cuts_at_the_borders_of_marks(
    marks: list[tuple[int, int]], expected: list[tuple[str, str]]
) -> None:
    named = [Mark(*span, role) for span, role in zip(marks, "ab", strict=False)]
    assert marked(paragraphs("abcdefghij", named)[0]) == expected


def test_the_narrowest_mark_is_the_innermost() -> None:
    wide, narrow = Mark(0, 10, "wide"), Mark(4, 6, "narrow")
    segments = paragraphs("abcdefghij", [narrow, wide])[0].segments
    assert [s.innermost for s in segments] == [wide, narrow, wide]


def test_a_mark_over_two_paragraphs_begins_and_ends_once() -> None:
    mark = Mark(2, 9, "claim", owner=7)
    found = paragraphs("abcd\n\nefghij", [mark])
    segments = [s for paragraph in found for s in paragraph.segments]
    assert [s.text for s in segments if mark in s.marks] == ["cd", "efg"]
    assert [s.text for s in segments if mark in s.starting] == ["cd"]
    assert [s.text for s in segments if mark in s.ending] == ["efg"]


@pytest.mark.parametrize("span", [(4, 6), (40, 50), (12, 12)])
def test_marks_without_a_visible_character_are_left_out(span: tuple[int, int]) -> None:
    found = paragraphs("abcd\n\nefghij", [Mark(*span, "claim")])
    assert not any(paragraph.is_marked for paragraph in found)


def test_an_excerpt_has_only_marked_paragraphs() -> None:
    (run,) = excerpt(TEXT, [Mark(23, 29, "claim")])
    assert texts(run) == ["Second one."]


def test_an_excerpt_tells_where_something_is_left_out() -> None:
    runs = excerpt("a\n\nb\n\nc\n\nd", [Mark(0, 4, "claim"), Mark(9, 10, "speaker")])
    assert [texts(run) for run in runs] == [["a", "b"], ["d"]]


@given(
    st.text(alphabet="ab \n\r\u2028", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_no_character_is_lost_or_moved(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(*span, "m", owner=n) for n, span in enumerate(spans)]
    found = paragraphs(text, marks)
    for paragraph, words in zip(found, texts(found), strict=True):
        assert words == text[paragraph.start_char : paragraph.end_char]
    assert "".join("".join(texts(found)).split()) == "".join(text.split())
