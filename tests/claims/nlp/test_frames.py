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
