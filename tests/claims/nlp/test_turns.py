import pytest

from claims.nlp.turns import find_turns, turn_at


def speaker_at(text: str, words: str) -> str | None:
    turn = turn_at(find_turns(text), text.index(words))
    return text[turn.label_start : turn.label_end] if turn else None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("[REPORTER] Why?\n\n[CEPEDA] We deny it.", "CEPEDA"),
        ("MS. RICE: We deny it.", "MS. RICE"),
        ("[STATEMENT] [RED FRONT] [TEXT] We deny it.", "RED FRONT"),
        ("[CEPEDA] Yes. [PASSAGE OMITTED] We deny it.", "CEPEDA"),
        ("[CEPEDA] Yes. [END RECORDING] We deny it.", None),
        ("[REPORT] [ANA RUIZ] We deny it.", None),
        ("The Red Front [RF] said: We deny it.", None),
        ("We deny it.", None),
        ("[STATEMENT] [TEXT] We deny it.\n\nRED FRONT", "RED FRONT"),
        ("It said:\n\nWe deny it.\n\n[SIGNED] Ana Ruiz", "Ana Ruiz"),
        ("We deny it.\n\nSIGNED: RED FRONT\n\nDATED: MAY 8", "RED FRONT"),
        ("We deny it.\n\nAna Ruiz", None),
        ("IN CONCLUSION: We deny it.", None),
        ("QUESTION: Why?\nANSWER: We deny it.", None),
    ],
)
def test_a_turn_lasts_until_somebody_else_has_the_word(
    text: str, speaker: str | None
) -> None:
    assert speaker_at(text, "We deny") == speaker
