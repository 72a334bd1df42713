from datetime import date

import pytest
from docs_by_hand import parsed
from spacy.tokens import Doc

from claims.nlp.dates import find_times
from claims.nlp.saying import SaidDates

#: A Thursday.
PUBLISHED = date(2017, 10, 5)
RELEASED = (
    "in|ADP|case|3 a|DET|det|3 statement|NOUN|obl|7 released|VERB|acl|3 "
    "Monday|PROPN|obl|4 Iran|PROPN|nsubj|7 blamed|VERB|ROOT|7 Israel|PROPN|obj|7"
)
KILLED = (
    "Iran|PROPN|nsubj|2 blamed|VERB|ROOT|2 Israel|PROPN|obj|2 for|ADP|case|5 "
    "deaths|NOUN|obl|2 that|PRON|nsubj|7 followed|VERB|acl:relcl|5 Monday|PROPN|obl|7"
)


def dated(sentence: str, *, content: tuple[int, int]) -> str:
    """The date of a statement whose cue is "blamed"."""
    doc: Doc = parsed(sentence)
    doc._.times = find_times(doc.text)
    (cue,) = [token for token in doc if token.text == "blamed"]
    said = SaidDates(doc, PUBLISHED)
    return said.of([], doc[cue.i : cue.i + 1], doc[content[0] : content[1]])


@pytest.mark.parametrize(
    ("sentence", "content", "expected"),
    [
        (RELEASED, (7, 8), "2017-10-02"),
        (KILLED, (2, 8), "2017-10-05"),
    ],
    ids=["date of the statement", "date of the deed"],
)
def test_a_statement_has_the_date_of_the_occasion_not_of_the_deed(
    sentence: str, content: tuple[int, int], expected: str
) -> None:
    assert dated(sentence, content=content) == expected
