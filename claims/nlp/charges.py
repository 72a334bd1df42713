"""Whether words state an act in scope, of which category, and who is said to do it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.nlp.lexicon import CHARGES, CONTEXT, Charge
from claims.nlp.phrases import conjuncts, is_passive, marker_of

PartyTest = Callable[[Token], bool]
BY_AGENT = frozenset({"obl:agent", "obl", "nmod", "nmod:agent"})
#: A verb so attached has the subject of the verb above it.
SHARING = frozenset({"conj", "xcomp", "advcl", "ccomp"})
VERBAL = frozenset({"VERB", "AUX"})
AGENT_MARKERS = frozenset({"by"})
#: Where two categories are found, the rarer and more telling one names the claim.
TELLING = {
    "harbours": 3.0,
    "supports_terrorism": 1.6,
    "belongs_collaborates": 1.3,
    "fails_to_act": 1.3,
    "commits_attack": 1.0,
    "other": 0.5,
}
OBJECT_OF_AID = frozenset(
    [
        "terrorist",
        "terrorists",
        "terrorism",
        "militant",
        "militants",
        "guerrilla",
        "guerrillas",
        "rebel",
        "rebels",
        "insurgent",
        "insurgents",
        "insurgency",
        "extremist",
        "extremists",
        "group",
        "groups",
        "attack",
        "attacks",
        "bombing",
        "bombings",
        "network",
        "organization",
        "organizations",
        "isis",
        "isil",
        "taliban",
        "taleban",
        "al-qaida",
        "al-qaeda",
        "fmln",
        "farc",
        "contras",
        "death",
        "squad",
        "squads",
        "violence",
    ]
)


@dataclass(frozen=True)
class Hit:
    """A word that can state an act, with its reading."""

    token: Token
    charge: Charge


@dataclass(frozen=True)
class Scope:
    """What the charge words in a stretch of text add up to."""

    hits: tuple[Hit, ...]
    strong: int
    weak: int
    context: int
    #: commits_attack, supports_terrorism, ... the most telling; "other" without any.
    category: str

    @property
    def is_stated(self) -> bool:
        return self.strong > 0 or (self.weak > 0 and self.context > 0)


def read_scope(span: Span) -> Scope:
    hits = tuple(hit for token in span for hit in hits_of(token))
    context = sum(token.lower_ in CONTEXT for token in span)
    weights: defaultdict[str, float] = defaultdict(float)
    aids = any(token.lower_ in OBJECT_OF_AID for token in span)
    for hit in hits:
        weight = TELLING[hit.charge.category] * (2.0 if hit.charge.is_strong else 1.0)
        if hit.charge.category == "supports_terrorism" and not aids:
            weight *= 0.5
        weights[hit.charge.category] += weight
    strong = len({hit.token.i for hit in hits if hit.charge.is_strong})
    return Scope(
        hits,
        strong,
        len({hit.token.i for hit in hits}) - strong,
        context,
        max(weights, key=weights.__getitem__) if weights else "other",
    )


def hits_of(token: Token) -> list[Hit]:
    charges = CHARGES.get(token.lower_, ())
    if len({charge.part for charge in charges}) > 1:
        part = "verb" if token.pos_ in VERBAL else "noun"
        charges = tuple(charge for charge in charges if charge.part == part)
    return [Hit(token, charge) for charge in charges]


def find_agents(scope: Scope, content: Span, is_party: PartyTest) -> list[Token]:
    """Heads of the phrases said to do the act, by the first charge that has one.

    A thing can't be accused: only what `is_party` accepts counts.
    """
    ranked = sorted(scope.hits, key=lambda hit: (not hit.charge.is_strong, hit.token.i))
    for hit in ranked:
        for agent in agents_of(hit.token, hit.charge.part == "verb"):
            if is_within(agent, content) and is_party(agent):
                return conjuncts(agent)
    return [
        token
        for token in main_subject(content)
        if is_within(token, content) and is_party(token)
    ]


def is_within(token: Token, span: Span) -> bool:
    return span.start <= token.i < span.end


def agents_of(token: Token, is_verb: bool) -> Iterator[Token]:
    """Possible doers of an act, the likeliest first."""
    for child in token.children:
        if child.dep_ in BY_AGENT and marker_of(child) in AGENT_MARKERS:
            yield child
    yield from verb_agents(token) if is_verb else noun_agents(token)


def verb_agents(token: Token) -> Iterator[Token]:
    """The subject of an active verb, also when shared with the verb above it."""
    verb = token
    for _ in range(5):
        shared = verb is not token
        for child in verb.children:
            does_it = child.dep_ == "nsubj" and not is_passive(verb)
            if does_it or (shared and child.dep_ in ("nsubj", "nsubj:pass")):
                yield child
        if verb.dep_ in ("acl", "acl:relcl") and not verb.lower_.endswith("ed"):
            yield verb.head
        if verb.dep_ not in SHARING or verb.head.i == verb.i:
            return
        verb = verb.head


def noun_agents(token: Token) -> Iterator[Token]:
    """The possessor or adjective of an act ("X's attack", "the guerrilla attack")."""
    for child in token.children:
        if child.dep_ in ("nmod:poss", "compound", "amod", "nmod"):
            yield child
            yield from (part for part in child.children if part.dep_ == "nmod:poss")
    if token.dep_ in ("obj", "nsubj", "obl", "xcomp", "ccomp", "ROOT"):
        yield from (child for child in token.head.children if child.dep_ == "nsubj")


def main_subject(content: Span) -> list[Token]:
    root = content.root
    subject = next(
        (child for child in root.children if child.dep_ in ("nsubj", "nsubj:pass")),
        None,
    )
    return conjuncts(subject) if subject is not None else []
