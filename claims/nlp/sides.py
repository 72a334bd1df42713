"""Targets that follow from who speaks: own sides, and what an exchange leaves unsaid.

Who accuses means others; who denies or claims an act means himself or his side.
"""

from dataclasses import replace

from spacy.tokens import Span

from claims.nlp.antecedents import FEMALE, MALE, PLURAL, THING
from claims.nlp.lexicon import MEMBERS
from claims.nlp.mentions import head_of
from claims.nlp.names import nation_of
from claims.nlp.readings import CharSpan, PartyReading

OWN_ACT = frozenset({"claim_of_responsibility", "admission"})
#: Kinds in which "he", "it" or "its troops" are the speaker or his side.
OWN_WORDS = OWN_ACT | {"denial"}
PERSONAL = MALE | FEMALE
COLLECTIVE = PLURAL | THING


def own_target(kind: str, span: Span, speaker: PartyReading) -> PartyReading | None:
    """The speaker, or his side, where a denial or an own act names a pronoun."""
    if kind not in OWN_WORDS:
        return None
    word = pronoun_in(span)
    own = None
    if word in PERSONAL and speaker.label == "PERSON":
        own = speaker
    elif word in COLLECTIVE and (speaker.affiliation or not is_person(speaker)):
        own = side_of(speaker) if is_person(speaker) else speaker
    if own is None:
        return None
    return replace(own, span=CharSpan(span.start_char, span.end_char), text=span.text)


def pronoun_in(span: Span) -> str:
    """The pronoun that a phrase is, or whose people it names ("its fighters")."""
    head = head_of(span)
    if head.lower_ in MEMBERS:
        owners = (child for child in head.children if child.dep_ == "nmod:poss")
        return next((owner.lower_ for owner in owners), "")
    return head.lower_


def is_person(party: PartyReading) -> bool:
    return party.label == "PERSON" or party.is_anonymous


def side_of(speaker: PartyReading) -> PartyReading:
    """The body that a person stands for, else the speaker."""
    if is_person(speaker) and speaker.affiliation:
        return PartyReading(None, "", speaker.affiliation)
    return speaker


def own_names(speakers: tuple[PartyReading, ...]) -> frozenset[str]:
    """What the speakers and their sides are called: whom they don't accuse."""
    names = {speaker.name for speaker in speakers}
    names |= {speaker.affiliation for speaker in speakers}
    return frozenset(nation_of(name) for name in names if name)


def implied_targets(
    kind: str,
    speakers: tuple[PartyReading, ...],
    last_accused: tuple[PartyReading, ...],
) -> tuple[PartyReading, ...]:
    """Who a claim without a named target is about, by the exchange it stands in.

    Of training accusations that name nobody 30 of 77 are of whom was accused last.
    """
    own = {speaker.name for speaker in speakers}
    if kind in OWN_ACT:
        return speakers
    if kind == "denial":
        return tuple(
            side_of(speaker) if speaker.is_anonymous else speaker
            for speaker in speakers
        )
    return tuple(unanchored(party) for party in last_accused if party.name not in own)


def unanchored(party: PartyReading) -> PartyReading:
    return replace(party, span=None, text="")
