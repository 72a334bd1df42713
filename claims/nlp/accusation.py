"""From drafts to claims: speaker, target, category, date, confidence and explanation.

Reads attributions, learned frames, the cast and the dates; writes `doc._.proposals`.
"""

from spacy.language import Language
from spacy.tokens import Doc

from claims.nlp.merging import propose

FACTORY = "accusation"


@Language.factory(FACTORY, assigns=["doc._.proposals"])
def make_accusation(nlp: Language, name: str) -> "Accusation":
    return Accusation()


class Accusation:
    """Component that proposes claims, each from all finders that saw it."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.proposals = propose(doc)
        return doc


Doc.set_extension("proposals", default=None, force=True)
