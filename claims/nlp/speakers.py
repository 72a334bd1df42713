"""Who a mention means: coreference as far as speakers and targets need it.

Reads sentences, tags, dependencies, entities and attributions; writes `doc._.cast`.
"""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from actors.gazetteer.words import word_list
from claims.nlp.antecedents import (
    FEMALE,
    MALE,
    PLURAL,
    THING,
    find_antecedent,
    same_body_before,
)
from claims.nlp.attribution import AttributionSpans
from claims.nlp.lexicon import MEMBERS, ROLES
from claims.nlp.mentions import MentionList, head_of
from claims.nlp.names import Name, after_description, main_place, read_names
from claims.nlp.phrases import phrase_of
from claims.nlp.readings import CharSpan, PartyReading
from claims.nlp.turns import find_turns, turn_at

FACTORY = "speakers"

FIRST_SINGULAR = frozenset({"i", "me", "my", "myself", "mine"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
FIRST = FIRST_SINGULAR | FIRST_PLURAL
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
#: Chains longer than this are a loop or a mistake.
LONGEST_CHAIN = 4
ORGANISED = frozenset({"ORG", "GPE", "NORP", "GROUP"})
ACTING = frozenset({"PERSON", "ORG", "NORP", "GROUP"})
PARTY_PRONOUNS = FIRST | MALE | FEMALE | PLURAL | THING | frozenset({"who", "whom"})
#: "The army" is one that was named before, "the government" the country's.
FORCES = frozenset({"military", "army", "police", "troops", "forces", "soldiers"})
#: "Al-Qaeda's offshoot" is another than al-Qaeda.
OTHERS = word_list("qualifier")
#: Between a title and a name: "foreign minister", "leader of the group".
TITLE_PARTS = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "X"})


class Cast:
    """The parties of one text and what is said to describe them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.book = read_names(doc)
        self.place = main_place(self.book)
        self.attributions: list[AttributionSpans] = doc._.attributions
        self.attributions_at = attributions_by_token(self.attributions)
        self.cues = cue_tokens(self.attributions)
        self.mentions = MentionList(doc, self.book, source_tokens(self.attributions))
        self.sides = self._read_sides()
        self.turns = find_turns(doc.text)

    def party(
        self,
        span: Span,
        speaker: PartyReading | None = None,
        *,
        not_meant: frozenset[str] = frozenset(),
    ) -> PartyReading:
        """Resolve a mention; `speaker` is whose words it stands in, for I and we.

        No pronoun stands for a name in `not_meant` (states by their own names).
        """
        span = without_marks(span)
        reading = self._resolve(span, speaker, not_meant, 0)
        return replace(
            reading, span=CharSpan(span.start_char, span.end_char), text=span.text
        )

    def turn_party(self, char: int) -> PartyReading | None:
        """Who has the word here in a transcript or a signed text."""
        turn = turn_at(self.turns, char)
        if turn is None:
            return None
        span = self.doc.char_span(
            turn.label_start, turn.label_end, alignment_mode="expand"
        )
        assert span is not None  # expanded to whole tokens, there always is one
        party = replace(self.party(span), span=None, text="")
        return party if party.label else replace(party, label=label_of_turn(span))

    def is_party(self, token: Token) -> bool:
        """Whether something that can act is meant: a name, a role, a pronoun of one."""
        word = token.lower_
        if word in RELATIVE and token.pos_ == "PRON":
            noun = relative_noun(token)
            return noun is not None and self.is_party(noun)
        name = self.book.at_token.get(token.i)
        return (
            name is not None
            or word in ROLES
            or word in MEMBERS
            or word in PARTY_PRONOUNS
        )

    def named_heads(self, span: Span) -> list[Token]:
        """The first named person or body in a span, as a last resort."""
        names = self.book.inside(span.start, span.end)
        name = next((name for name in names if name.label in ACTING), None)
        return (
            [] if name is None else [self.doc[name.start_token : name.end_token].root]
        )

    def _resolve(
        self,
        span: Span,
        speaker: PartyReading | None,
        not_meant: frozenset[str],
        depth: int,
    ) -> PartyReading:
        head = head_of(span)
        word = head.lower_
        if word in FIRST:
            return first_person(word, head, speaker)
        if word in RELATIVE and depth < LONGEST_CHAIN:
            noun = relative_noun(head)
            if noun is not None:
                return self._resolve(phrase_of(noun), speaker, not_meant, depth + 1)
        named = self._own_name(span, head)
        if named is not None:
            return self._named(named)
        if depth < LONGEST_CHAIN:
            if speaker is not None and speaker.label == "PERSON":
                not_meant |= {speaker.name}
            antecedent = find_antecedent(head, self.mentions, self.book, not_meant)
            if antecedent is not None:
                phrase = phrase_of(self.doc[antecedent.token])
                return self._resolve(phrase, speaker, not_meant, depth + 1)
        return self._described(span, head)

    def _own_name(self, span: Span, head: Token) -> Name | None:
        """The name that the phrase is: its head, or what its titles lead to."""
        own = self.book.at_token.get(head.i)
        if own is not None and own.start_token <= head.i < span.end:
            return own
        for name in self.book.inside(span.start, span.end):
            between = self.doc[head.i : name.start_token]
            if (
                name.label != "NORP"
                and head.i < name.start_token
                and all(token.pos_ in TITLE_PARTS for token in between)
            ):
                return name
        return self._apposed_name(head)

    def _apposed_name(self, head: Token) -> Name | None:
        """The person whom a title introduces: "the foreign minister, Ana Ruiz"."""
        if ROLES.get(head.lower_) != "person":
            return None
        for child in head.children:
            name = self.book.at_token.get(child.i)
            if child.dep_ == "appos" and name is not None and name.label == "PERSON":
                return name
        return None

    def _named(self, name: Name) -> PartyReading:
        side = self.sides.get(name.full, "") if name.label == "PERSON" else ""
        return PartyReading(None, "", name.full, name.label, affiliation=side)

    def _described(self, span: Span, head: Token) -> PartyReading:
        """A party without a name of its own: its words, and the body behind it."""
        name_token = after_description(span, span.start)
        text = without_article(self.doc[name_token : span.end])
        role = ROLES.get(head.lower_, "")
        names = self.book.inside(span.start, span.end)
        organised = [name for name in names if name.label in ORGANISED]
        side = organised[0] if organised else None
        if role == "document":
            return self._issuer(span, head, text, side)
        if side and side.label == "ORG" and head.lower_ in MEMBERS:
            return PartyReading(None, "", side.full, side.label, description=text)
        if role == "" and names and is_deed(head, names[0]):
            return replace(self._named(names[0]), description=text)
        if head.lower_ in FORCES and text.lower() == head.lower_:
            earlier = same_body_before(head, self.mentions, self.book)
            if earlier is not None:
                return self._described(phrase_of(earlier), earlier)
        affiliation = side.full if side else self.place if role == "group" else ""
        return PartyReading(
            None,
            "",
            text,
            is_anonymous=role == "person",
            description=text,
            affiliation=affiliation,
        )

    def _issuer(
        self, span: Span, head: Token, text: str, side: Name | None
    ) -> PartyReading:
        """Who put a statement out: named in its phrase, else the last speaker."""
        if side is not None:
            return PartyReading(None, "", side.full, side.label, description=text)
        bodies = [token for token in span if ROLES.get(token.lower_) == "group"]
        if bodies and bodies[0].i < head.i:  # "a military statement"
            return self._described(span.doc[bodies[0].i : head.i], bodies[0])
        for mention in self.mentions.before(head, 4):
            if mention.name is not None and mention.is_source:
                return replace(self._named(mention.name), description=text)
        return PartyReading(None, "", text, description=text)

    def _read_sides(self) -> dict[str, str]:
        """Full name of a person → the body behind it, by the first mention of one."""
        sides: dict[str, str] = {}
        for mention in self.mentions.mentions:
            name = mention.name
            if name is None or name.label != "PERSON" or name.full in sides:
                continue
            side = self._side_at(self.doc[mention.token], name)
            if side:
                sides[name.full] = side
        return sides

    def _side_at(self, token: Token, own: Name) -> str:
        """The body in a person's title, apposition or possessor."""
        start = phrase_of(token, with_nmod=False).start
        before = [
            name
            for name in self.book.inside(min(start, own.start_token), own.start_token)
            if name.label in ORGANISED
        ]
        if before:
            return before[-1].full
        for child in token.children:
            if child.dep_ in ("appos", "nmod", "parataxis"):
                for name in self.book.inside(child.left_edge.i, child.right_edge.i + 1):
                    if name.label in ORGANISED:
                        return name.full
        return ""


def first_person(word: str, token: Token, speaker: PartyReading | None) -> PartyReading:
    if speaker is None:
        return PartyReading(None, "", token.text)
    if word in FIRST_PLURAL and speaker.affiliation:
        return PartyReading(None, "", speaker.affiliation)
    return replace(speaker, span=None, text="")


def label_of_turn(span: Span) -> str:
    """What an unknown name that opens a turn may be: a body has a long name."""
    is_body = any(token.lower_ in ROLES for token in span) or len(span) > 3
    return "ORG" if is_body else "PERSON"


def relative_noun(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    verb = token.head
    while verb.dep_ in ("conj", "xcomp", "ccomp", "advcl") and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_.startswith("acl") and verb.head.i != verb.i:
        return verb.head
    before = token.nbor(-1) if token.i else None
    while before is not None and before.is_punct and before.i:
        before = before.nbor(-1)
    return before if before is not None and before.pos_ in ("NOUN", "PROPN") else None


def is_deed(head: Token, name: Name) -> bool:
    """Whether a phrase names what somebody did: "X's policy", "the Israeli action"."""
    is_deed_word = head.pos_ == "NOUN" and head.lower_ not in OTHERS
    return is_deed_word and name.end_token <= head.i + 1


#: What a mention never begins or ends with.
MARKS = " \n,;:.!?\u2026-\u2013\u2014\"\u201c\u201d'`\u2018\u2019"


def without_marks(span: Span) -> Span:
    """The span without commas and the like at its ends; brackets stay in pairs."""
    words = [token.i for token in span if token.text.strip(MARKS)]
    return span.doc[words[0] : words[-1] + 1] if words else span


def without_article(phrase: Span) -> str:
    text = " ".join(phrase.text.split())
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else text


def attributions_by_token(
    attributions: list[AttributionSpans],
) -> dict[int, list[int]]:
    """Token → indices of the attributions whose content holds it."""
    found: dict[int, list[int]] = {}
    for index, attribution in enumerate(attributions):
        for content in attribution.content:
            for token in range(content.start, content.end):
                found.setdefault(token, []).append(index)
    return found


def cue_tokens(attributions: list[AttributionSpans]) -> frozenset[int]:
    return frozenset(
        token.i
        for attribution in attributions
        for span in attribution.cue
        for token in span
    )


def source_tokens(attributions: list[AttributionSpans]) -> frozenset[int]:
    return frozenset(
        token.i
        for attribution in attributions
        for span in attribution.source
        for token in span
    )


@Language.factory(FACTORY, assigns=["doc._.cast"])
def make_speakers(nlp: Language, name: str) -> "Speakers":
    return Speakers()


class Speakers:
    """Component that reads the cast of a text."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.cast = Cast(doc)
        return doc


Doc.set_extension("cast", default=None, force=True)
