"""Everything in a text that a pronoun or "the minister" can mean, in text order."""

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from claims.nlp.lexicon import ROLES
from claims.nlp.names import Name, NameBook
from claims.nlp.phrases import SUBJECTS

#: Dependencies of a word that only modifies another: no party of its own.
MODIFYING = frozenset({"amod", "compound", "nmod:desc", "flat", "det", "nummod"})
FEMALE_ROLES = frozenset(
    [
        "wife",
        "mother",
        "woman",
        "widow",
        "daughter",
        "sister",
        "spokeswoman",
        "congresswoman",
        "queen",
        "girl",
    ]
)


@dataclass(frozen=True)
class Mention:
    """A possible antecedent: a name, or a noun phrase with a role noun at its head."""

    token: int
    sentence: int
    #: person, group or document.
    role: str
    is_plural: bool
    is_subject: bool
    #: Whether it is the source of an attribution.
    is_source: bool
    name: Name | None
    head: str

    @property
    def label(self) -> str:
        return self.name.label if self.name else ""


#: No more candidates than this: a list of names that never ends stays cheap.
MOST_MENTIONS = 200


class MentionList:
    """Mentions in text order, found by what stands before a token."""

    def __init__(self, doc: Doc, book: NameBook, source_tokens: frozenset[int]) -> None:
        self.sentences = sentence_numbers(doc)
        self.sources = source_tokens
        self.mentions = [
            self._mention(token, name)
            for token, name in parties_in(doc, book)
            if name is not None or token.dep_ not in MODIFYING
        ]
        self.tokens = [mention.token for mention in self.mentions]

    def _mention(self, token: Token, name: Name | None) -> Mention:
        role = ROLES.get(token.lower_, "group")
        if name is not None:
            role = "person" if name.label == "PERSON" else "group"
        return Mention(
            token.i,
            self.sentences[token.i],
            role,
            name is None and is_plural(token),
            token.dep_ in SUBJECTS,
            token.i in self.sources,
            name,
            token.lower_,
        )

    def before(self, token: Token, reach: int) -> list[Mention]:
        """Mentions no more than `reach` sentences before the token, nearest first."""
        first = self.sentences[token.i] - reach
        found: list[Mention] = []
        for index in range(bisect_left(self.tokens, token.i) - 1, -1, -1):
            mention = self.mentions[index]
            if mention.sentence < first or len(found) == MOST_MENTIONS:
                break
            found.append(mention)
        return found

    def at(self, token: Token) -> Mention | None:
        index = bisect_left(self.tokens, token.i)
        found = index < len(self.tokens) and self.tokens[index] == token.i
        return self.mentions[index] if found else None


def parties_in(doc: Doc, book: NameBook) -> list[tuple[Token, Name | None]]:
    """Heads of names, and role nouns that are no title before a name."""
    found: list[tuple[Token, Name | None]] = []
    for token in doc:
        name = book.at_token.get(token.i)
        if name is not None:
            if token.i == doc[name.start_token : name.end_token].root.i:
                found.append((token, name))
        elif token.lower_ in ROLES and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            following = book.at_token.get(token.i + 1)
            if following is None or following.label != "PERSON":
                found.append((token, None))
    return found


def is_plural(token: Token) -> bool:
    if token.lower_ in ROLES:
        return token.lower_.endswith(("s", "men")) and not token.lower_.endswith("ss")
    return token.tag_ in ("NNS", "NNPS")


def head_of(span: Span) -> Token:
    """The noun that a phrase is about, read from left to right.

    The last noun before a preposition, comma or relative clause; a wrong parse of a
    long title then does no harm.
    """
    last = None
    for token in span:
        is_noun = token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X")
        if last is not None and (
            token.pos_ in ("ADP", "SCONJ", "PUNCT", "CCONJ", "AUX", "VERB")
            or token.dep_ in ("acl", "acl:relcl")
        ):
            break
        if is_noun:
            last = token
    return last if last is not None else span.root


def sentence_numbers(doc: Doc) -> list[int]:
    """The sentence number of each token."""
    numbers = [0] * len(doc)
    for number, sent in enumerate(doc.sents):
        numbers[sent.start : sent.end] = [number] * len(sent)
    return numbers
