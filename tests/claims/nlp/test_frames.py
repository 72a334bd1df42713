import pytest
from encodings_by_hand import VOCAB, encode
from spacy.tokens import Doc

from claims.nlp.frames import find_frames

WORDS = ["Iran", "accused", "rebels", "of", "bombing"]
KINDS = ["O", "B-accusation", "I-accusation", "B-denial", "I-denial"]


def begin_inside(name: str) -> list[str]:
    return ["O", f"B-{name}", f"I-{name}"]


@pytest.fixture
def doc() -> Doc:
    """Iran's accusation of the rebels; the words of the claim start at "rebels"."""
    doc = Doc(VOCAB, words=WORDS, sent_starts=[True, *[False] * 4])
    accusation = ["O", "O", "B-accusation", "I-accusation", "I-accusation"]
    doc._.encoded = encode(
        doc,
        labels={
            "kinds": (KINDS, accusation),
            "claim_cues": (begin_inside("cue"), ["O", "B-cue", "O", "O", "O"]),
            "speakers": (begin_inside("speaker"), ["B-speaker", "O", "O", "O", "O"]),
            "targets": (begin_inside("target"), ["O", "O", "B-target", "O", "O"]),
            "category": (["commits_attack", "other"], ["commits_attack"] * 5),
            "quotation": (["direct", "indirect"], ["indirect"] * 5),
            "hedged": (["plain", "hedged"], ["plain"] * 5),
        },
        pointers={"claim_cue_of": {2: 1}, "speaker_of": {2: 0}, "target_of": {}},
    )
    return find_frames(doc)


def test_a_frame_has_its_kind_and_words(doc: Doc) -> None:
    (frame,) = doc._.claim_frames
    assert (frame.kind, frame.content.text) == ("accusation", "rebels of bombing")


def test_a_frame_has_the_parts_it_points_to(doc: Doc) -> None:
    (frame,) = doc._.claim_frames
    assert (frame.speaker.text, frame.cue.text) == ("Iran", "accused")


def test_a_frame_has_no_part_that_it_does_not_point_to(doc: Doc) -> None:
    assert doc._.claim_frames[0].target is None


def test_a_frame_has_its_labels(doc: Doc) -> None:
    (frame,) = doc._.claim_frames
    labels = frame.category, frame.quotation, frame.hedged
    assert labels == ("commits_attack", "indirect", False)


def test_a_frame_says_how_likely_each_part_is(doc: Doc) -> None:
    (frame,) = doc._.claim_frames
    assert set(frame.scores) == {
        *("kind", "category", "quotation", "hedged"),
        *("cue", "speaker", "target"),
    }
    assert all(0 <= score <= 1 for score in frame.scores.values())


def test_the_encoders_outputs_are_let_go(doc: Doc) -> None:
    assert doc._.encoded is None


def test_frames_survive_being_written_to_bytes(doc: Doc) -> None:
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert again._.claim_frames[0].speaker.text == "Iran"


def contents_of(doc: Doc, kinds: list[str]) -> list[str]:
    """The words of the claims that are found with these labels."""
    nothing = ["O"] * len(kinds)
    doc._.encoded = encode(
        doc,
        labels={
            "kinds": (KINDS, kinds),
            "claim_cues": (begin_inside("cue"), nothing),
            "speakers": (begin_inside("speaker"), nothing),
            "targets": (begin_inside("target"), nothing),
            "category": (["other"], ["other"] * len(kinds)),
            "quotation": (["direct"], ["direct"] * len(kinds)),
            "hedged": (["plain"], ["plain"] * len(kinds)),
        },
        pointers={"claim_cue_of": {}, "speaker_of": {}, "target_of": {}},
    )
    return [frame.content.text for frame in find_frames(doc)._.claim_frames]


BEGIN, INSIDE = "B-accusation", "I-accusation"
DENY, DENYING = "B-denial", "I-denial"


def test_a_claim_that_begins_anew_where_it_stands_is_one() -> None:
    words = ["it", "never", "once", "took", "part", "in", "that"]
    doc = Doc(VOCAB, words=words, sent_starts=[True, *[False] * 6])
    kinds = [DENY, DENYING, DENYING, DENYING, DENY, DENYING, DENYING]
    assert contents_of(doc, kinds) == ["it never once took part in that"]


def test_the_cue_right_before_an_accusation_is_no_part_of_it() -> None:
    doc = Doc(VOCAB, words=WORDS, sent_starts=[True, *[False] * 4])
    kinds = ["O", BEGIN, BEGIN, INSIDE, INSIDE]
    assert contents_of(doc, kinds) == ["rebels of bombing"]


def test_claims_of_two_sentences_stay_two() -> None:
    starts = [True, False, True, False]
    doc = Doc(VOCAB, words=["they", "bombed", "it", "burned"], sent_starts=starts)
    assert contents_of(doc, [BEGIN, INSIDE, BEGIN, INSIDE]) == [
        "they bombed",
        "it burned",
    ]


def test_no_claim_goes_on_behind_the_end_of_a_line() -> None:
    words = ["Iran", "bombed", "it", "\n\n", "Teheran", "denied"]
    starts = [True, False, False, False, True, False]
    doc = Doc(VOCAB, words=words, sent_starts=starts)
    kinds = [BEGIN, INSIDE, INSIDE, INSIDE, INSIDE]
    assert contents_of(doc, kinds) == ["Iran bombed it", "Teheran denied"]
