import pytest
from docs_by_hand import parsed

from claims.nlp.phrases import completed

TRYING = (
    "they|PRON|nsubj|2 tried|VERB|ROOT|2 to|PART|mark|4 bomb|VERB|xcomp|2 "
    "the|DET|det|7 old|ADJ|amod|7 mill|NOUN|obj|4 and|CCONJ|cc|9 fled|VERB|conj|2"
)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (2, "they tried"),
        (3, "they tried to bomb the old mill"),
        (5, "they tried to bomb the old mill"),
        (7, "they tried to bomb the old mill"),
        (8, "they tried to bomb the old mill"),
    ],
    ids=["whole", "at to", "at an article", "at the noun", "at and"],
)
def test_words_cut_short_go_on_to_the_end_of_their_phrase(
    end: int, expected: str
) -> None:
    doc = parsed(TRYING)
    assert completed(doc[0:end], len(doc)).text == expected


def test_they_go_on_only_to_the_limit() -> None:
    doc = parsed(TRYING)
    assert completed(doc[0:3], 4).text == "they tried to bomb"
