import numpy as np
import pytest
from encodings_by_hand import VOCAB, encode
from spacy.tokens import Doc

from claims.nlp.parsing import LONGEST_SENTENCE, cut_long, maximum_tree, parse

START = ["inside", "start"]


def parsed(
    words: list[str], starts: list[int], heads: dict[int, int], relations: list[str]
) -> Doc:
    """Positions count words, without white space; a root is its own head."""
    doc = Doc(VOCAB, words=words)
    size = sum(not word.isspace() for word in words)
    answers = [START[place in starts] for place in range(size)]
    doc._.encoded = encode(
        doc,
        labels={"sentence_start": (START, answers)},
        pointers={"heads": heads},
        relations=relations,
    )
    return parse(doc)


def test_words_hang_on_their_heads() -> None:
    doc = parsed(
        ["He", "denied", "it"], [0], {0: 1, 1: 1, 2: 1}, ["nsubj", "dep", "obj"]
    )
    assert [token.head.i for token in doc] == [1, 1, 1]
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj"]


def test_a_sentence_starts_where_it_is_likely() -> None:
    doc = parsed(["Yes", ".", "No", "."], [2], {0: 0, 1: 0, 2: 2, 3: 2}, ["punct"] * 4)
    assert [sent.text for sent in doc.sents] == ["Yes .", "No ."]


def test_an_empty_line_ends_a_sentence() -> None:
    doc = parsed(["Talks", "\n\n", "Envoys"], [], {0: 0, 1: 1}, ["dep", "dep"])
    assert [sent.text.strip() for sent in doc.sents] == ["Talks", "Envoys"]


def test_a_line_break_alone_does_not() -> None:
    doc = parsed(["Talks", "\n", "failed"], [], {0: 1, 1: 1}, ["nsubj", "dep"])
    assert len(list(doc.sents)) == 1


@pytest.mark.parametrize("words", [[], [" "], ["\n\n", " "]])
def test_a_text_without_words_has_a_tree_all_the_same(words: list[str]) -> None:
    doc = parsed(words, [], {}, [])
    assert len(list(doc.sents)) == bool(words)


def test_the_best_tree_has_no_cycle() -> None:
    # The first two words prefer one another, the third is the root.
    scores = np.array([[-9.0, 5, 4], [5, -9, 1], [0, 0, 9.0]])
    assert maximum_tree(scores).tolist() == [2, 0, 2]


def test_the_best_tree_has_one_root() -> None:
    scores = np.array([[5.0, 1, 1], [2, 6.0, 1], [1, 1, 7.0]])
    heads = maximum_tree(scores)
    assert sum(head == word for word, head in enumerate(heads)) == 1


def all_lead_to_the_root(heads: np.ndarray) -> bool:
    for start in range(len(heads)):
        word = start
        for _ in heads:
            word = heads[word]
        if heads[word] != word:
            return False
    return True


def test_any_scores_give_a_tree() -> None:
    chance = np.random.default_rng(3)
    for size in (1, 2, 3, 7, 40):
        for _ in range(20):
            assert all_lead_to_the_root(maximum_tree(chance.normal(size=(size, size))))


def test_a_long_sentence_is_cut_where_one_may_start() -> None:
    likely = np.full(200, -5.0)
    likely[90] = -1
    assert cut_long(0, 200, likely) == [(0, 90), (90, 200)]


def test_no_part_of_a_long_sentence_is_too_long() -> None:
    parts = cut_long(0, 5000, np.zeros(5000))
    assert max(end - start for start, end in parts) <= LONGEST_SENTENCE
    assert sum(end - start for start, end in parts) == 5000
