import time
from pathlib import Path

import numpy as np
import pytest
from encodings_by_hand import VOCAB, encode
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from claims import nlp as claims_nlp
from claims.nlp.encoder import FILES, Encoder

STORED = {name: name.encode() for name in FILES}
ARTICLE = (
    "Pakistan rejected the charge on Tuesday.\n\nIts foreign minister, speaking in"
    ' Islamabad, said: "We have lost thousands of people to terrorism." India accused'
    " Pakistan of sheltering the gunmen who attacked Mumbai.\n\n"
)
MEGABYTE = 1024 * 1024
LARGEST_PACKAGE = 40 * MEGABYTE


def empty_encoder() -> Encoder:
    return Encoder(English(), "encoder", window=256, context=32, threads=1)


def opened_encoder(folder: Path) -> Encoder:
    for name, content in STORED.items():
        (folder / name).write_bytes(content)
    return empty_encoder().from_disk(folder)


def test_an_encoder_survives_bytes(tmp_path: Path) -> None:
    stored = opened_encoder(tmp_path).to_bytes()
    assert empty_encoder().from_bytes(stored).files == STORED


def test_an_encoder_survives_the_disk(tmp_path: Path) -> None:
    opened_encoder(tmp_path).to_disk(tmp_path / "encoder")
    assert empty_encoder().from_disk(tmp_path / "encoder").files == STORED


def test_probabilities_of_labels_sum_to_one() -> None:
    doc = Doc(VOCAB, words=["a", "b"])
    encoded = encode(doc, labels={"kinds": (["O", "B-denial"], ["O", "B-denial"])})
    scores = encoded.scores("kinds", encoded.firsts)
    assert np.exp(scores).sum(axis=1) == pytest.approx([1, 1], abs=1e-3)


def test_a_pointer_scores_the_key_it_points_to_best() -> None:
    doc = Doc(VOCAB, words=["a", "b", "c"])
    encoded = encode(doc, pointers={"cue_of": {0: 2}})
    scores = encoded.pointer_scores("cue_of", encoded.firsts[:1], encoded.firsts)
    assert scores.argmax() == 2


@pytest.fixture(scope="module")
def nlp() -> Language:
    return claims_nlp.load_pipeline()


@pytest.mark.model
def test_the_package_is_small() -> None:
    files = claims_nlp.model_path().rglob("*")
    assert sum(file.stat().st_size for file in files) < LARGEST_PACKAGE


@pytest.mark.model
def test_a_paragraph_break_ends_a_sentence(nlp: Language) -> None:
    sents = [sent.text for sent in nlp("Talks in Geneva\n\nEnvoys met.").sents]
    assert len(sents) == 2


@pytest.mark.model
def test_an_article_is_read(nlp: Language) -> None:
    doc = nlp(ARTICLE)
    assert {ent.text for ent in doc.ents} >= {"Pakistan", "Islamabad", "India"}
    assert any(
        [span.text for span in part.source] == ["India"] for part in doc._.attributions
    )


@pytest.mark.model
def test_capitals_do_not_hide_an_accusation(nlp: Language) -> None:
    doc = nlp(ARTICLE.upper())
    sources = [span.text for part in doc._.attributions for span in part.source]
    assert "INDIA" in sources


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t ",
        "\u200b\u200b",
        "No",
        "😀 😀😀 👩‍👩‍👧",
        "Ни один чиновник не ответил. 没有评论。",
        "| a | b |\n|---|---|\n" * 200,
        "&amp; &lt;b&gt; \x00 \ufeff",
        "A" * 5000,
        "word " * 2000,
        "He said " * 800,
        '"' * 700,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_text_is_read_without_complaint(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert not len(doc) or doc.has_annotation("SENT_START")


@pytest.mark.model
@pytest.mark.slow
def test_time_grows_in_line_with_length(nlp: Language) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        nlp(text)
        return time.process_time() - started

    seconds(ARTICLE)
    assert seconds(ARTICLE * 400) < 4 * 2 * seconds(ARTICLE * 100)


@pytest.mark.model
def test_nothing_of_the_encoder_stays_in_the_doc(nlp: Language) -> None:
    assert nlp(ARTICLE)._.encoded is None
