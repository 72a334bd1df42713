import pytest
from encodings_by_hand import VOCAB, encode
from spacy.tokens import Doc, Span

from claims.nlp.attribution import AttributionSpans, find_attributions

ROLES = [
    "O",
    *("B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"),
]


def read(
    text: str,
    answers: str,
    cue_of: dict[int, int] | None = None,
    source_of: dict[int, int] | None = None,
) -> Doc:
    """`answers` has a letter a word: s source, q cue, c content, capital to begin."""
    names = {"s": "I-source", "q": "I-cue", "c": "I-content", ".": "O"}
    names |= {"S": "B-source", "Q": "B-cue", "C": "B-content"}
    words = text.split(" ")
    doc = Doc(
        VOCAB, words=words, sent_starts=[place == 0 for place in range(len(words))]
    )
    doc._.encoded = encode(
        doc,
        labels={"roles": (ROLES, [names[letter] for letter in answers])},
        pointers={"cue_of": cue_of or {}, "source_of": source_of or {}},
    )
    return find_attributions(doc)


def texts(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans]


def test_content_cue_and_source_are_joined() -> None:
    doc = read("She said it rained", "SQCc", {2: 1}, {1: 0, 2: 0})
    (found,) = doc._.attributions
    assert [texts(part) for part in (found.source, found.cue, found.content)] == [
        ["She"],
        ["said"],
        ["it rained"],
    ]


def test_contents_around_their_cue_are_one_attribution() -> None:
    doc = read("Rain she said all week", "CSQCc", {0: 2, 3: 2}, {0: 1, 2: 1, 3: 1})
    (found,) = doc._.attributions
    assert texts(found.content) == ["Rain", "all week"]


def test_two_cues_are_two_attributions() -> None:
    cue_of, source_of = {2: 1, 5: 4}, {1: 0, 2: 0, 4: 3, 5: 3}
    doc = read("He denied all she accused him", "SQCSQC", cue_of, source_of)
    assert [texts(part.source) for part in doc._.attributions] == [["He"], ["she"]]


def test_a_content_that_points_to_nothing_stands_alone() -> None:
    doc = read("Reportedly it rained", ".Cc")
    (found,) = doc._.attributions
    assert (found.source, found.cue, texts(found.content)) == ((), (), ["it rained"])


def test_a_cue_chooses_its_source() -> None:
    doc = read("He and she said rain", "S.SQC", {4: 3}, {3: 0})
    assert texts(doc._.attributions[0].source) == ["He"]


def test_without_a_cue_the_content_chooses_its_source() -> None:
    doc = read("Rain to her and him", "C.S.S", {}, {0: 4})
    assert texts(doc._.attributions[0].source) == ["him"]


def test_where_the_encoder_is_at_a_loss_the_same_line_counts() -> None:
    doc = read("He said \n it rained she said", "SQCcSQ", {}, {1: 0, 5: 4})
    assert texts(doc._.attributions[0].source) == ["she"]


def test_a_cue_without_content_is_no_attribution() -> None:
    assert read("He said nothing", "SQ.")._.attributions == []


def test_confidence_is_a_probability() -> None:
    (found,) = read("She said rain", "SQC", {2: 1}, {1: 0, 2: 0})._.attributions
    assert 0.9 < found.confidence <= 1


@pytest.mark.parametrize(
    ("words", "content", "quotation"),
    [
        ('" It rained , " she said', (1, 3), "direct"),
        ("She said it rained", (2, 4), "indirect"),
        ('It " rained " , she said', (0, 4), "mixed"),
        ("“ It rained ” , she said", (0, 4), "direct"),
        ("`` It rained '' , she said", (1, 3), "direct"),
        ("“ It \n rained", (3, 4), "indirect"),
    ],
)
def test_quotation_is_read_from_the_marks(
    words: str, content: tuple[int, int], quotation: str
) -> None:
    doc = Doc(VOCAB, words=words.split(" "))
    found = AttributionSpans((), (), (doc[slice(*content)],), 1.0)
    assert found.quotation == quotation


def test_attributions_survive_being_written_to_bytes() -> None:
    doc = read("She said rain", "SQC", {2: 1}, {1: 0, 2: 0})
    doc._.encoded = None
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert texts(again._.attributions[0].content) == ["rain"]
