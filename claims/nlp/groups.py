"""Known armed groups are organisations, whatever the model took their names for."""

from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from actors.gazetteer.read import read_gazetteer
from actors.gazetteer.records import ARMED_GROUP

FACTORY = "groups"
LABEL = "ORG"
#: Shorter names ("IS", "AQ") are other words too often.
SHORTEST_NAME = 5


class Groups:
    """Mends entities that are, or lie inside, the name of an armed group.

    Only names that the model found in part are touched, so that a group called "Base"
    makes no entity of every base.
    """

    def __init__(self, nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._matcher.add(LABEL, [nlp.make_doc(name) for name in group_names()])

    def __call__(self, doc: Doc) -> Doc:
        inside = {token.i for ent in doc.ents for token in ent}
        known = [
            Span(doc, start, end, label=LABEL)
            for _, start, end in self._matcher(doc)
            if inside.intersection(range(start, end))
            and not any(token.text == "\n\n" for token in doc[start:end])
        ]
        kept = [ent for ent in doc.ents if not _is_longer_name(ent, known)]
        doc.set_ents(filter_spans([*_outermost(known, doc), *kept]))
        return doc


def _outermost(known: list[Span], doc: Doc) -> list[Span]:
    """Names that are no part of a longer entity ("the Taliban Five trial")."""
    return [
        span
        for span in known
        if not any(
            ent.start <= span.start and span.end <= ent.end and len(ent) > len(span)
            for ent in doc.ents
        )
    ]


def _is_longer_name(ent: Span, known: list[Span]) -> bool:
    """Whether a known name covers the entity, which then is only a part of it."""
    return any(span.start <= ent.start and ent.end <= span.end for span in known)


@cache
def group_names() -> tuple[str, ...]:
    """Names that mean an armed group and nobody else."""
    groups = [a for a in read_gazetteer().actors if a.kind == ARMED_GROUP]
    aliases = [alias for group in groups for alias in group.aliases if not alias.shared]
    names = {group.name for group in groups} | {alias.text for alias in aliases}
    return tuple(sorted(name for name in names if len(name) >= SHORTEST_NAME))


@Language.factory(
    FACTORY, requires=["doc.ents"], assigns=["doc.ents", "token.ent_type"]
)
def make_groups(nlp: Language, name: str) -> Groups:
    return Groups(nlp)
