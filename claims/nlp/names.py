"""The names of a text: which short name means which full one, which acronym what."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Span

from actors.gazetteer.read import read_gazetteer
from claims.nlp.lexicon import MEMBERS, ROLES

PARTY_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "GROUP"})
TITLES = frozenset(
    [
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "sen",
        "sen.",
        "rep",
        "rep.",
        "gen",
        "gen.",
        "general",
        "col",
        "col.",
        "colonel",
        "lt",
        "lt.",
        "lieutenant",
        "maj",
        "maj.",
        "major",
        "capt",
        "capt.",
        "captain",
        "sgt",
        "sgt.",
        "sergeant",
        "msgr",
        "msgr.",
        "president",
        "minister",
        "senator",
        "governor",
        "judge",
        "bishop",
        "archbishop",
        "father",
        "sir",
        "lord",
        "king",
        "prince",
        "sheikh",
        "ayatollah",
        "mullah",
        "imam",
        "commander",
        "deputy",
        "chief",
        "secretary",
        "ambassador",
        "prosecutor",
        "chairman",
        "director",
        "spokesman",
        "spokeswoman",
        "former",
        "ex",
        "the",
        "a",
        "an",
        "foreign",
        "defense",
        "defence",
        "prime",
        "vice",
        "attorney",
        "interior",
        "leader",
        "don",
        "congressman",
        "mayor",
    ]
)
FEMALE_TITLES = frozenset({"mrs", "mrs.", "ms", "ms.", "spokeswoman", "madam"})
MALE_TITLES = frozenset({"mr", "mr.", "sir", "lord", "king", "father", "sheikh"})
POSSESSIVE = re.compile(r"(['’]s?|['’])$", re.IGNORECASE)
#: "Farabundo Marti National Liberation Front (FMLN)" and "FMLN [Farabundo Marti ...]".
SHORT_AFTER_LONG = re.compile(
    r"((?:[A-Z][\w.'’-]+|of|de|for|the|and|y|la|del|al|in|OF|DE|FOR|THE|AND|Y)"
    r"(?:[ -](?:[A-Z][\w.'’-]*|of|de|for|the|and|y|la|del|al|in)){1,9})"
    r",? ?[\[(]([A-Z][A-Za-z0-9-]{1,9})[\])]"
)
LONG_AFTER_SHORT = re.compile(
    r"\b([A-Z][A-Z0-9-]{1,9}) ?[\[(]([A-Z][\w'’.-]+(?: [\w'’.-]+){1,9})[\])]"
)
SMALL_WORDS = frozenset(
    [
        "of",
        "de",
        "for",
        "the",
        "and",
        "y",
        "la",
        "del",
        "los",
        "las",
        "al",
        "in",
        "a",
        "e",
    ]
)


@dataclass(frozen=True)
class Name:
    """A named mention of a possible party; tokens are half-open."""

    start_token: int
    end_token: int
    label: str
    #: The mention without title, article and possessive.
    written: str
    #: The fullest name that the text gives this party.
    full: str


@dataclass
class NameBook:
    """All names of a text, in text order, and what the short ones stand for."""

    names: list[Name] = field(default_factory=list)
    at_token: dict[int, Name] = field(default_factory=dict)
    female: set[str] = field(default_factory=set)
    male: set[str] = field(default_factory=set)

    def inside(self, start_token: int, end_token: int) -> list[Name]:
        """Names within these tokens, in text order."""
        found: list[Name] = []
        for token in range(start_token, end_token):
            name = self.at_token.get(token)
            if name is not None and (not found or found[-1] is not name):
                found.append(name)
        return found


def read_names(doc: Doc) -> NameBook:
    entities = [
        ent
        for ent in doc.ents
        if ent.label_ in PARTY_LABELS and not only_qualifies(ent)
    ]
    acronyms = read_acronyms(doc.text) | bracketed_names(entities)
    bare = [bare_name(ent) for ent in entities]
    persons = [
        name
        for ent, name in zip(entities, bare, strict=True)
        if ent.label_ == "PERSON" and len(name.split()) > 1
    ]
    book = NameBook()
    by_surname: dict[str, str] = {}
    later = {
        surname: name for name in reversed(persons) for surname in surnames_of(name)
    }
    for ent, written in zip(entities, bare, strict=True):
        if not written:
            continue
        if ent.label_ == "PERSON":
            full = full_person(written, by_surname, later)
            note_gender(book, ent, full)
        else:
            full = acronyms.get(written.upper(), written)
        add_name(book, Name(ent.start, ent.end, ent.label_, written, full))
    return book


def only_qualifies(ent: Span) -> bool:
    """Whether a name only tells of what kind another is: "al-Qaida-linked"."""
    after = "".join(token.text for token in ent.doc[ent.end : ent.end + 2])
    return after.startswith("-") and after[1:2].islower()


def add_name(book: NameBook, name: Name) -> None:
    book.names.append(name)
    for token in range(name.start_token, name.end_token):
        book.at_token[token] = name


def bare_name(ent: Span) -> str:
    """The entity without leading titles and articles and without a final possessive."""
    start, end = ent.start, ent.end
    doc = ent.doc
    while start < end - 1 and doc[start].lower_ in TITLES:
        start += 1
    if ent.label_ == "ORG":
        start = after_description(ent, start)
    text = " ".join(doc[start:end].text.split())
    return POSSESSIVE.sub("", text).strip(" ,.\"“”'’")


def after_description(ent: Span, start: int) -> int:
    """Where the name begins in "Basque separatist group ETA": behind the plain noun."""
    plain = [
        token.i + 1
        for token in ent[:-1]
        if token.text.islower() and (token.text in ROLES or token.text in MEMBERS)
    ]
    is_name = plain and not ent.doc[plain[-1]].text.islower()
    return max(start, plain[-1]) if is_name else start


def surnames_of(name: str) -> list[str]:
    """The last word; of a long name also the one before ("Eduardo Perez Beltran")."""
    words = [word for word in name.lower().split() if word not in ("jr.", "jr", "sr")]
    return [*words[-1:], *words[-2:-1]] if len(words) > 2 else words[-1:]


def full_person(written: str, by_surname: dict[str, str], later: dict[str, str]) -> str:
    """The nearest earlier full name with this surname, else the first later one."""
    surname = next(iter(surnames_of(written)), "")
    known = by_surname.get(surname) or later.get(surname) or written
    words = set(written.lower().split())
    if len(written.split()) > 1 and not words <= set(known.lower().split()):
        known = written
    full = max(known, written, key=len)
    by_surname.update(dict.fromkeys(surnames_of(full), full))
    return full


def note_gender(book: NameBook, ent: Span, full: str) -> None:
    first = ent.doc[max(0, ent.start - 1) : ent.start + 1]
    words = {token.lower_ for token in first}
    if words & FEMALE_TITLES:
        book.female.add(full)
    elif words & MALE_TITLES:
        book.male.add(full)


def read_acronyms(text: str) -> dict[str, str]:
    """Acronym in capitals → the long name that the text gives beside it."""
    found: dict[str, str] = {}
    for match in SHORT_AFTER_LONG.finditer(text):
        long_name = long_form(match.group(1), match.group(2))
        if long_name:
            found.setdefault(match.group(2).upper(), long_name)
    for match in LONG_AFTER_SHORT.finditer(text):
        if shares_initials(match.group(1), match.group(2)):
            found.setdefault(match.group(1).upper(), match.group(2))
    return found


def bracketed_names(entities: list[Span]) -> dict[str, str]:
    """Acronym → the organisation named right before it: "National Army (ELN)"."""
    found: dict[str, str] = {}
    for long_one, short_one in zip(entities, entities[1:], strict=False):
        between = long_one.doc[long_one.end : short_one.start]
        is_acronym = len(short_one) == 1 and short_one.text.isupper()
        is_long = len(long_one) > 1 and long_one.label_ == "ORG"
        if between.text in ("(", "[") and is_acronym and is_long:
            found.setdefault(short_one.text, bare_name(long_one))
    return found


def long_form(words: str, acronym: str) -> str:
    """The tail of the words whose initials spell the acronym, or ""."""
    parts = words.split()
    for start in reversed(range(len(parts))):
        if parts[start].lower() in SMALL_WORDS:
            continue
        tail = " ".join(parts[start:])
        if tail[0].lower() == acronym[0].lower() and shares_initials(acronym, tail):
            return tail
    return ""


def shares_initials(acronym: str, long_name: str) -> bool:
    """Whether at least two thirds of the acronym's letters begin words in order."""
    letters = [letter for letter in acronym.lower() if letter.isalpha()]
    initials = [word[0].lower() for word in re.split(r"[ -]", long_name) if word]
    position, matched = 0, 0
    for letter in letters:
        if letter in initials[position:]:
            position = initials.index(letter, position) + 1
            matched += 1
    return matched >= 2 and matched * 3 >= len(letters) * 2


def nation_of(name: str) -> str:
    """The state that a word for its people or capital means, else the name itself."""
    return nations().get(name.casefold(), name)


@cache
def nations() -> dict[str, str]:
    """Lower-case words for a state → its name."""
    return {
        word.casefold(): state.name
        for state in read_gazetteer().states
        for word in (*state.places, *state.adjectives, *state.people)
    }


def main_place(book: NameBook) -> str:
    """The country, people or place that the text names most, or ""."""
    counts = Counter(name.full for name in book.names if name.label in ("GPE", "NORP"))
    return counts.most_common(1)[0][0] if counts else ""
