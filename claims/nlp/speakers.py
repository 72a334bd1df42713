"""Who a mention means: coreference as far as speakers and targets need it.

Reads sentences, tags, dependencies, entities and attributions; writes `doc._.cast`.
"""

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from claims.nlp.lexicon import MEMBERS, ROLES
from claims.nlp.names import Name, NameBook, main_place, read_names
from claims.nlp.phrases import SUBJECTS, marker_of, phrase_of
from claims.nlp.readings import CharSpan, PartyReading

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves", "theirs"})
THING = frozenset({"it", "its", "itself"})
FIRST_SINGULAR = frozenset({"i", "me", "my", "myself", "mine"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
FIRST = FIRST_SINGULAR | FIRST_PLURAL
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
DEMONSTRATIVE = frozenset({"this", "these", "those", "that"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "its", "their"})
#: How many sentences back a pronoun is looked for.
REACH = 4
#: Chains longer than this are a loop or a mistake.
LONGEST_CHAIN = 4
ORGANISED = frozenset({"ORG", "GPE", "NORP", "GROUP"})


@dataclass(frozen=True)
class Mention:
    """A possible antecedent: a name, or a noun phrase with a role noun at its head."""

    token: int
    sentence: int
    role: str
    is_plural: bool
    is_subject: bool
    name: Name | None
    head: str


class Cast:
    """The parties of one text and what is said to describe them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.book: NameBook = read_names(doc)
        self.place = main_place(self.book)
        self.sentences = sentence_numbers(doc)
        self.sources = source_tokens(doc)
        self.attributions_at = attributions_by_token(doc)
        self.mentions = self._read_mentions()
        self.sides = self._read_sides()

    def _read_mentions(self) -> list[Mention]:
        found = []
        for token in self.doc:
            name = self.book.at_token.get(token.i)
            if name is not None:
                if token.i == name_head(self.doc, name).i:
                    found.append(self._mention(token, name))
            elif token.lower_ in ROLES and token.pos_ in ("NOUN", "PROPN", "ADJ"):
                if not names_its_bearer(token, self.book):
                    found.append(self._mention(token, None))
        return found

    def _mention(self, token: Token, name: Name | None) -> Mention:
        role = ROLES.get(token.lower_, "group")
        if name is not None:
            role = "person" if name.label == "PERSON" else "group"
        return Mention(
            token.i,
            self.sentences[token.i],
            role,
            is_plural(token),
            token.dep_ in SUBJECTS,
            name,
            token.lower_,
        )

    def party(self, span: Span, speaker: PartyReading | None = None) -> PartyReading:
        """Resolve a mention; `speaker` is whose words it stands in, for I and we."""
        reading = self._resolve(span.root, speaker, 0)
        return replace(
            reading, span=CharSpan(span.start_char, span.end_char), text=span.text
        )

    def _resolve(
        self, token: Token, speaker: PartyReading | None, depth: int
    ) -> PartyReading:
        word = token.lower_
        if depth > LONGEST_CHAIN:
            return self._described(token)
        if word in FIRST:
            return first_person(word, token, speaker)
        if word in RELATIVE and token.pos_ != "NOUN":
            return self._relative(token, speaker, depth)
        if self.book.at_token.get(token.i) is None:
            antecedent = self._antecedent(token, speaker)
            if antecedent is not None:
                return self._resolve(self.doc[antecedent.token], speaker, depth + 1)
        return self._described(token)

    def _relative(
        self, token: Token, speaker: PartyReading | None, depth: int
    ) -> PartyReading:
        verb = token.head
        while verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_.startswith("acl") and verb.head.i != verb.i:
            return self._resolve(verb.head, speaker, depth + 1)
        return self._described(token)

    def _antecedent(self, token: Token, speaker: PartyReading | None) -> Mention | None:
        word = token.lower_
        if word in MALE or word in FEMALE:
            return self._person_before(token, word, speaker)
        if word in PLURAL:
            return self._group_before(token, plural=True)
        if word in THING:
            return self._group_before(token, plural=False)
        if word in ROLES and is_definite(token):
            return self._bearer_before(token)
        return None

    def _before(self, token: Token, reach: int = REACH) -> list[Mention]:
        """Mentions before the token in the last sentences, the nearest first."""
        sentence = self.sentences[token.i]
        found = []
        for mention in reversed(self.mentions[: self._index(token)]):
            if mention.sentence < sentence - reach:
                break
            found.append(mention)
        return found

    def _index(self, token: Token) -> int:
        low, high = 0, len(self.mentions)
        while low < high:
            middle = (low + high) // 2
            if self.mentions[middle].token < token.i:
                low = middle + 1
            else:
                high = middle
        return low

    def _person_before(
        self, token: Token, word: str, speaker: PartyReading | None
    ) -> Mention | None:
        wrong_gender = self.book.male if word in FEMALE else self.book.female
        candidates = [
            mention
            for mention in self._before(token)
            if mention.role == "person"
            and not mention.is_plural
            and not (mention.name and mention.name.full in wrong_gender)
            and not (speaker and mention.name and mention.name.full == speaker.name)
        ]
        return self._best(token, candidates)

    def _group_before(self, token: Token, *, plural: bool) -> Mention | None:
        candidates = [
            mention
            for mention in self._before(token)
            if (
                mention.is_plural or mention.role == "group"
                if plural
                else mention.role == "group" and not mention.is_plural
            )
            and not (mention.name and mention.name.label in ("LOC", "FAC"))
        ]
        return self._best(token, candidates)

    def _best(self, token: Token, candidates: list[Mention]) -> Mention | None:
        """Near beats far, subjects and earlier speakers beat the rest."""
        sentence = self.sentences[token.i]

        def weight(mention: Mention) -> tuple[float, int]:
            score = -2.0 * (sentence - mention.sentence)
            score += 1.5 * mention.is_subject + 1.5 * (mention.token in self.sources)
            return score + 1.0 * (mention.name is not None), mention.token

        return max(candidates, key=weight, default=None)

    def _bearer_before(self, token: Token) -> Mention | None:
        """The last name described by the same noun ("the minister"), or the same noun."""
        word = token.lower_
        role = ROLES[word]
        if self.book.inside(phrase_of(token).start, phrase_of(token).end):
            return None
        for mention in self._before(token, reach=30):
            if mention.name is not None and word in self._descriptors(mention):
                return mention
        if word in ("group", "organization", "organisation", "movement"):
            return self._last_organisation(token)
        if role == "person" and not is_plural(token) and word not in ("source",):
            for mention in self._before(token, reach=12):
                if mention.head == word and mention.token != token.i:
                    return mention
        return None

    def _last_organisation(self, token: Token) -> Mention | None:
        for mention in self._before(token):
            if mention.name is not None and mention.name.label in ("ORG", "GROUP"):
                return mention
        return None

    def _descriptors(self, mention: Mention) -> set[str]:
        """Lower-case words that the text puts beside this name: titles, appositions."""
        token = self.doc[mention.token]
        words = {child.lower_ for child in self.doc[max(0, token.i - 6) : token.i]}
        words &= {part.lower_ for part in phrase_of(token)}
        for child in token.children:
            if child.dep_ in ("appos", "parataxis", "nmod:desc", "amod", "compound"):
                words.add(child.lower_)
        if token.dep_ in ("appos", "nmod:desc", "flat", "nsubj"):
            words.add(token.head.lower_)
        return words

    def _described(self, token: Token) -> PartyReading:
        """A mention read by itself: by its name, or by its words."""
        phrase = phrase_of(token)
        own = self.book.at_token.get(token.i)
        names = self.book.inside(phrase.start, phrase.end)
        if own is not None:
            return PartyReading(
                None, "", own.full, own.label, affiliation=self._side(own)
            )
        bearer = next((name for name in names if name.label == "PERSON"), None)
        if bearer is not None and is_title_of(token, bearer, self.doc):
            return PartyReading(
                None,
                "",
                bearer.full,
                bearer.label,
                affiliation=self._side(bearer),
            )
        return self._unnamed(token, phrase, names)

    def _unnamed(self, token: Token, phrase: Span, names: list[Name]) -> PartyReading:
        text = without_article(phrase)
        role = ROLES.get(token.lower_, "")
        organised = [name for name in names if name.label in ORGANISED]
        side = organised[0] if organised else None
        if role == "document":
            return self._issuer(token, text, side)
        affiliation = side.full if side else ""
        if side is not None and token.lower_ in MEMBERS and role != "person":
            label = side.label
            return PartyReading(
                None, "", text, label, description=text, affiliation=affiliation
            )
        if not affiliation and role == "group":
            affiliation = self.place
        return PartyReading(
            None,
            "",
            text,
            is_anonymous=role == "person",
            description=text,
            affiliation=affiliation,
        )

    def _issuer(self, token: Token, text: str, side: Name | None) -> PartyReading:
        """Who put a statement out: named in its phrase, else the last speaker."""
        if side is not None:
            return PartyReading(None, "", side.full, side.label, description=text)
        for mention in self._before(token):
            if mention.name is not None and mention.token in self.sources:
                return PartyReading(
                    None, "", mention.name.full, mention.name.label, description=text
                )
        return PartyReading(None, "", text, description=text)

    def _read_sides(self) -> dict[str, str]:
        """Full name of a person → the body behind it, from the first mention that tells."""
        sides: dict[str, str] = {}
        for mention in self.mentions:
            name = mention.name
            if name is None or name.label != "PERSON" or name.full in sides:
                continue
            side = self._side_at(self.doc[mention.token], name)
            if side:
                sides[name.full] = side
        return sides

    def _side(self, own: Name) -> str:
        return self.sides.get(own.full, "") if own.label == "PERSON" else ""

    def _side_at(self, token: Token, own: Name) -> str:
        near = self.book.inside(
            max(token.sent.start, own.start_token - 5), own.end_token
        )
        before = [
            name
            for name in near
            if name.label in ORGANISED
            and in_same_phrase(self.doc, name.end_token, own.start_token)
        ]
        if before:
            return before[-1].full
        for child in token.children:
            if child.dep_ in ("appos", "nmod", "parataxis"):
                inner = self.book.inside(child.left_edge.i, child.right_edge.i + 1)[:2]
                for name in inner:
                    if name.label in ORGANISED:
                        return name.full
        return ""


def in_same_phrase(doc: Doc, start_token: int, end_token: int) -> bool:
    """Whether only titles and the like stand between a body and a person's name."""
    return all(
        token.pos_ in ("NOUN", "PROPN", "ADJ", "PART") or token.lower_ in ("'s", "of")
        for token in doc[start_token:end_token]
    )


def first_person(word: str, token: Token, speaker: PartyReading | None) -> PartyReading:
    if speaker is None:
        return PartyReading(None, "", token.text)
    if word in FIRST_PLURAL and speaker.affiliation:
        return PartyReading(None, "", speaker.affiliation)
    return replace(speaker, span=None, text="")


def name_head(doc: Doc, name: Name) -> Token:
    return doc[name.start_token : name.end_token].root


def is_plural(token: Token) -> bool:
    if token.lower_ in ROLES:
        return token.lower_.endswith(("s", "men")) and not token.lower_.endswith("ss")
    return token.tag_ in ("NNS", "NNPS")


def is_definite(token: Token) -> bool:
    phrase = phrase_of(token, with_nmod=False)
    return phrase[0].lower_ in DEFINITE


def names_its_bearer(token: Token, book: NameBook) -> bool:
    """Whether a title stands before its bearer's name ("President Duarte")."""
    following = book.at_token.get(token.i + 1)
    return following is not None and following.label == "PERSON"


def is_title_of(token: Token, bearer: Name, doc: Doc) -> bool:
    """Whether the phrase is a title and the name ("Foreign Minister Asif")."""
    return (
        token.i < bearer.start_token
        and in_same_phrase(doc, token.i, bearer.start_token)
        and not marker_of(doc[bearer.start_token : bearer.end_token].root)
    )


def without_article(phrase: Span) -> str:
    text = " ".join(phrase.text.split())
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else text


def sentence_numbers(doc: Doc) -> list[int]:
    """The sentence number of each token."""
    numbers = [0] * len(doc)
    for number, sent in enumerate(doc.sents):
        numbers[sent.start : sent.end] = [number] * len(sent)
    return numbers


def source_tokens(doc: Doc) -> frozenset[int]:
    return frozenset(
        token.i
        for attribution in doc._.attributions
        for span in attribution.source
        for token in span
    )


def attributions_by_token(doc: Doc) -> dict[int, list[int]]:
    """Token → indices of the attributions whose content holds it."""
    found: dict[int, list[int]] = {}
    for index, attribution in enumerate(doc._.attributions):
        for content in attribution.content:
            for token in range(content.start, content.end):
                found.setdefault(token, []).append(index)
    return found


@Language.factory("speakers", assigns=["doc._.cast"])
def make_speakers(nlp: Language, name: str) -> "Speakers":
    return Speakers()


class Speakers:
    """Component that reads the cast of a text."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.cast = Cast(doc)
        return doc


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=())
    Doc.set_extension("claim_frames", default=())
Doc.set_extension("cast", default=None, force=True)
