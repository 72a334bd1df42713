"""What a pronoun or a definite noun phrase points back to."""

from spacy.tokens import Doc, Token

from claims.nlp.lexicon import ROLES
from claims.nlp.mentions import FEMALE_ROLES, Mention, MentionList, is_plural
from claims.nlp.names import NameBook, nation_of
from claims.nlp.phrases import ancestors, marker_of, phrase_of

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "themselves", "theirs"})
THING = frozenset({"it", "its", "itself"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
#: How many sentences back a pronoun, a repeated noun and a title are looked for.
PRONOUN_REACH, NOUN_REACH, TITLE_REACH = 4, 12, 40
GROUP_NOUNS = frozenset({"group", "organization", "organisation", "movement"})
CLAUSES = frozenset({"ccomp", "advcl", "xcomp", "acl", "conj", "parataxis"})
NO_PARTY = frozenset({"LOC", "FAC"})
PLACING = frozenset({"in", "at", "near", "to", "from", "into", "inside", "across"})


def find_antecedent(
    token: Token, mentions: MentionList, book: NameBook, not_meant: frozenset[str]
) -> Mention | None:
    """The mention that this word stands for; no pronoun means a name in `not_meant`."""
    word = token.lower_
    if word in MALE or word in FEMALE:
        return person_before(token, mentions, book, not_meant)
    if word in PLURAL or word in THING:
        return group_before(token, mentions, not_meant)
    if word in ROLES and is_definite(token):
        return bearer_before(token, mentions, book)
    return None


def person_before(
    token: Token, mentions: MentionList, book: NameBook, not_meant: frozenset[str]
) -> Mention | None:
    is_she = token.lower_ in FEMALE
    wrong = book.male if is_she else book.female
    candidates = [
        mention
        for mention in mentions.before(token, PRONOUN_REACH)
        if mention.role == "person"
        and not mention.is_plural
        and not (mention.name and mention.name.full in wrong | not_meant)
        and not (not is_she and mention.head in FEMALE_ROLES)
    ]
    return best(token, candidates, mentions)


def group_before(
    token: Token, mentions: MentionList, not_meant: frozenset[str]
) -> Mention | None:
    wants_many = token.lower_ in PLURAL
    candidates = [
        mention
        for mention in mentions.before(token, PRONOUN_REACH)
        if mention.label not in NO_PARTY
        and not is_place(token.doc[mention.token], mention)
        and not (mention.name and nation_of(mention.name.full) in not_meant)
        and (
            mention.is_plural or mention.role == "group"
            if wants_many
            else mention.role == "group" and not mention.is_plural
        )
    ]
    return best(token, candidates, mentions)


def is_place(token: Token, mention: Mention) -> bool:
    """Whether a country is only where something is: "troops in Iraq"."""
    return mention.label == "GPE" and marker_of(token) in PLACING


def best(
    token: Token, candidates: list[Mention], mentions: MentionList
) -> Mention | None:
    """Near beats far; subjects, speakers and names beat the rest.

    Who goes on speaking spoke before; the subject of the clause above ("Iran denied
    that it ...") beats all.
    """
    sentence = mentions.sentences[token.i]
    above = governing_subjects(token)
    as_source = 3.0 if token.i in mentions.sources else 1.5

    def weight(mention: Mention) -> tuple[float, int]:
        score = -2.0 * (sentence - mention.sentence)
        score += 1.5 * mention.is_subject + as_source * mention.is_source
        score += 1.0 * (mention.name is not None) + 3.0 * (mention.token in above)
        return score, mention.token

    return max(candidates, key=weight, default=None)


def governing_subjects(token: Token) -> frozenset[int]:
    """Subjects of the clauses above the pronoun's own."""
    found = set()
    below = token
    for head in ancestors(token):
        if below.dep_ in CLAUSES:
            found |= {
                child.i
                for child in head.children
                if child.dep_ in ("nsubj", "nsubj:pass") and child.i != token.i
            }
        below = head
    return frozenset(found)


def is_definite(token: Token) -> bool:
    return phrase_of(token, with_nmod=False)[0].lower_ in DEFINITE


def bearer_before(
    token: Token, mentions: MentionList, book: NameBook
) -> Mention | None:
    """The last name described by the same noun ("the minister"), or the same noun."""
    word = token.lower_
    phrase = phrase_of(token)
    if book.inside(phrase.start, phrase.end):
        return None
    doc = token.doc
    for mention in mentions.before(token, TITLE_REACH):
        if mention.name is not None and word in descriptors(doc, mention):
            return mention
    if word in GROUP_NOUNS:
        return last_organisation(token, mentions)
    if ROLES[word] == "person" and not is_plural(token):
        for mention in mentions.before(token, NOUN_REACH):
            if mention.head == word:
                return mention
    return None


def same_body_before(
    token: Token, mentions: MentionList, book: NameBook
) -> Token | None:
    """The last head of the same noun with a name: "the Colombian army", "the army"."""
    for mention in mentions.before(token, TITLE_REACH):
        if mention.head == token.lower_ and mention.name is None:
            earlier = token.doc[mention.token]
            phrase = phrase_of(earlier, with_nmod=False)
            if book.inside(phrase.start, phrase.end):
                return earlier
    return None


def last_organisation(token: Token, mentions: MentionList) -> Mention | None:
    for mention in mentions.before(token, PRONOUN_REACH):
        if mention.label in ("ORG", "GROUP"):
            return mention
    return None


def descriptors(doc: Doc, mention: Mention) -> set[str]:
    """Lower-case words that the text puts beside a name: titles and appositions."""
    token = doc[mention.token]
    start = phrase_of(token, with_nmod=False).start
    words = {part.lower_ for part in doc[max(start, token.i - 6) : token.i]}
    for child in token.children:
        if child.dep_ in ("appos", "parataxis", "nmod:desc", "amod", "compound"):
            words.add(child.lower_)
    if token.dep_ in ("appos", "nmod:desc", "flat"):
        words.add(token.head.lower_)
    if token.dep_ == "nsubj" and any(
        child.dep_ == "cop" for child in token.head.children
    ):
        words.add(token.head.lower_)
    return words
