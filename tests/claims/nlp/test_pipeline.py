"""The way through load_pipeline and read, on the trained model."""

import time
from datetime import date

import pytest
from spacy.language import Language

from claims.nlp import (
    MODEL,
    PIPELINE_VERSION,
    Item,
    UnreadableText,
    load_pipeline,
    pipeline_version,
    read,
    read_many,
)
from claims.nlp.readings import ArticleReading

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not MODEL.is_dir(), reason="needs the trained package"),
]
PUBLISHED = date(2024, 3, 25)
ARTICLE = (
    "The Freedonian foreign minister, Ana Ruiz, on Monday accused Sylvania of arming "
    "the militants who bombed a market in Fredville.\n\n"
    "A spokesman for the Sylvanian government denied the charge."
)
ODD = {
    "empty": "",
    "one word": "Bomb",
    "white space": " \n\n\t ",
    "emoji": "💣 says 🇫🇷 attacked 🏭 👨‍👩‍👧‍👦",
    "table": "attack | 3 | killed\n" * 50,
    "entities": "Iran said &quot;Israel&quot; bombed &amp; burned it &mdash; twice.",
    "unbalanced": "“Iran said \"Israel bombed ''it”, he said.",
    "Russian": "Министр обвинил соседей в поддержке террористов.",
    "Arabic": "اتهم الوزير الجماعة بتنفيذ الهجوم.",
    "Chinese": "外交部长指责该组织实施了袭击。",
    "one long line": "he said that " * 3000,
    "brackets": "[" * 200 + "]" * 200,
    "colons": "A B C: " * 300,
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def names(reading: ArticleReading) -> list[tuple[str, list[str], list[str]]]:
    return [
        (
            claim.kind,
            [party.name for party in claim.speakers],
            [party.name for party in claim.targets],
        )
        for claim in reading.claims
    ]


def test_an_accusation_and_its_denial_are_read(nlp: Language) -> None:
    found = names(read(nlp, ARTICLE, published=PUBLISHED))
    assert ("accusation", ["Ana Ruiz"], ["Sylvania"]) in found
    assert "denial" in {kind for kind, _, _ in found}


def test_all_capitals_are_read_too(nlp: Language) -> None:
    found = names(read(nlp, ARTICLE.upper(), published=PUBLISHED))
    assert {kind for kind, _, _ in found} >= {"accusation", "denial"}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_gives_a_result(nlp: Language, text: str) -> None:
    reading = read(nlp, text, published=None)
    for claim in reading.claims:
        assert text[claim.accusation.start_char : claim.accusation.end_char]


@pytest.mark.parametrize("text", ["PK\x03\x04\x00\x00\x01" * 9, "a" * 10_000_001])
def test_what_is_no_article_is_refused_with_a_reason(nlp: Language, text: str) -> None:
    with pytest.raises(UnreadableText, match=r"binary|characters"):
        read(nlp, text, published=None)


def test_a_stream_is_read_in_order(nlp: Language) -> None:
    items = [Item(ARTICLE, PUBLISHED), Item(""), Item(ARTICLE, PUBLISHED)]
    first, empty, last = read_many(nlp, items)
    assert (first, empty.claims) == (last, ())


@pytest.mark.slow
def test_a_long_text_takes_no_more_time_a_word(nlp: Language) -> None:
    short, long = (seconds(nlp, copies) for copies in (60, 600))
    assert long < 20 * short


def seconds(nlp: Language, copies: int) -> float:
    started = time.process_time()
    read(nlp, "\n\n".join([ARTICLE] * copies), published=PUBLISHED)
    return time.process_time() - started


def test_the_version_names_model_and_rules() -> None:
    assert pipeline_version(MODEL) == PIPELINE_VERSION
    model, _, rules = PIPELINE_VERSION.partition("+")
    assert model
    assert rules
