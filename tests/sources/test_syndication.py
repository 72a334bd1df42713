"""Copies are found when their texts come in, whoever comes first."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection

from config.place import BASE_DIR
from sources import syndication, tasks
from sources.ingest import import_file, store_text
from sources.models import Article, Copy, Sketch
from sources.parse import ArticleText
from tests.factories import OutletFactory

pytestmark = pytest.mark.django_db

OPENING = (
    "The minister of Southland said on Tuesday that Northland had armed the rebels who "
    "attacked the port, and that the weapons had come over the mountains by night in "
    "trucks which border guards had been told to let pass without a search.\n\n"
    "Two of the drivers were caught, he went on, and both have named the officer who "
    "paid them, a man well known to investigators from an earlier case in the capital."
)
REST = (
    "\n\nThe ambassador of Northland dismissed all of it as an invention by people who "
    "need an enemy abroad because they have run out of excuses at home, and recalled "
    "that the border has been closed to trucks of any kind since the early spring.\n\n"
    "Neither side would say whether the talks planned for next month will go ahead."
)
ELSEWHERE = (
    "Prices of grain rose again last week after a dry spring, traders said, and the "
    "harvest along the river is expected to be the poorest since records were kept. "
    "Millers have begun to buy abroad, where wheat costs less even with freight, and "
    "bakers warn that bread will cost a tenth more by the time that the snow comes."
)


def archive(
    text: str, day: int = 5, outlet: str = "", *, url: str = "", byline: str = ""
) -> Article:
    """An article of an outlet of its own, or of the one with that name."""
    publisher = OutletFactory(name=outlet) if outlet else OutletFactory()
    published = datetime(2017, 10, day, tzinfo=UTC)
    content = ArticleText(text, f"Title of {day}", byline, published)
    article = store_text(publisher, url, content).article
    assert article
    return article


def fold() -> None:
    syndication.fold_waiting(100)


def original_of(article: Article) -> Article | None:
    article.refresh_from_db()
    return article.original


def test_a_copy_leads_to_the_article_that_was_published_first() -> None:
    later = archive(OPENING + REST, day=6)
    first = archive(OPENING + REST, day=5)
    fold()
    assert original_of(later) == first
    assert original_of(first) is None
    assert Copy.objects.get().share == 1


@pytest.mark.parametrize(
    "text",
    [
        OPENING,
        REST,
        "Another headline altogether\n\n" + OPENING + REST,
        (OPENING + REST).replace("said", "declared").replace("weapons", "arms"),
        ELSEWHERE + "\n\n" + OPENING,
    ],
    ids=["cut", "its end alone", "retitled", "reworded", "merged"],
)
def test_a_text_made_from_another_one_is_its_copy(text: str) -> None:
    first = archive(OPENING + REST)
    copy = archive(text, day=6)
    fold()
    assert original_of(copy) == first


def test_two_articles_on_one_speech_are_no_copies() -> None:
    speech = f"“{OPENING.replace(chr(10), ' ')}”"
    archive(f"He told parliament. {speech} Nobody there answered him that day at all.")
    archive(f"In the house he rose. {speech} His own party cheered, the others left.")
    fold()
    assert not Copy.objects.exists()


def test_an_article_of_its_own_is_no_copy() -> None:
    archive(OPENING + REST)
    archive(ELSEWHERE)
    fold()
    assert not Copy.objects.exists()
    assert Sketch.objects.count() == 2


def test_a_piece_merged_from_two_is_a_copy_of_both() -> None:
    one, two = archive(OPENING + REST), archive(ELSEWHERE)
    both = archive(f"{ELSEWHERE}\n\n{OPENING}", day=6)
    fold()
    assert set(Copy.objects.values_list("copy", "original")) == {
        (both.pk, one.pk),
        (both.pk, two.pk),
    }


def test_copies_of_copies_lead_to_the_first_one() -> None:
    articles = [
        archive(OPENING + REST + ELSEWHERE[: 40 * n], day=9 - n) for n in (1, 2, 3)
    ]
    fold()
    newest, middle, first = articles
    assert original_of(newest) == original_of(middle) == first
    assert original_of(first) is None


def test_an_earlier_article_that_comes_in_late_becomes_the_original() -> None:
    second, third = archive(OPENING + REST, day=6), archive(OPENING, day=7)
    fold()
    assert original_of(third) == second
    first = archive(OPENING + REST + " It ended there.", day=5)
    fold()
    assert original_of(second) == original_of(third) == first


def test_the_agency_that_a_text_credits_is_the_original_whenever_it_came() -> None:
    printed = archive(f"PORT CITY (Sample Wire) - {OPENING}{REST}", day=5)
    wire = archive(OPENING + REST, day=6, outlet="Sample Wire")
    fold()
    assert original_of(printed) == wire
    assert original_of(wire) is None


def test_a_changed_text_is_compared_anew() -> None:
    first = archive(OPENING + REST, url="https://example.com/first")
    copy = archive(OPENING + REST, day=6, url="https://example.com/copy")
    fold()
    content = ArticleText(ELSEWHERE, "Corrected", published=copy.published_at)
    store_text(copy.outlet, copy.url, content)
    fold()
    assert original_of(copy) is None
    assert not Copy.objects.exists()
    assert original_of(first) is None


def test_copies_follow_when_their_original_turns_out_to_be_another() -> None:
    first = archive(OPENING + REST, url="https://example.com/first")
    second, third = archive(OPENING + REST, day=6), archive(OPENING + REST, day=7)
    fold()
    store_text(first.outlet, first.url, ArticleText(ELSEWHERE, "Corrected"))
    fold()
    assert original_of(second) is None
    assert original_of(third) == second


def test_folding_again_changes_nothing() -> None:
    first, copy = archive(OPENING + REST), archive(OPENING, day=6)
    fold()
    call_command("fold_copies", "--all")
    assert original_of(copy) == first
    assert Copy.objects.count() == 1


def test_what_an_editor_rejected_is_not_proposed_again() -> None:
    first, second = archive(OPENING + REST), archive(OPENING, day=6)
    fold()
    Copy.objects.update(status=Copy.Status.REJECTED)
    call_command("fold_copies", "--all")
    assert original_of(second) is None
    earlier = archive(OPENING + REST, day=4)
    fold()
    assert original_of(second) is None
    assert original_of(first) == earlier
    call_command("fold_copies", "--all")
    assert original_of(second) is None


def test_what_an_editor_confirmed_stays() -> None:
    first, other = archive(OPENING + REST), archive(ELSEWHERE, day=6)
    Copy.objects.create(
        copy=first, original=other, share=0, status=Copy.Status.CONFIRMED
    )
    fold()
    with syndication.one_folder():
        syndication.settle([first.pk])
    assert original_of(first) == other


def test_the_share_of_two_articles_can_be_asked_for() -> None:
    one, two = archive(OPENING + REST), archive(OPENING)
    assert syndication.measure_share(one, two) == 1
    assert syndication.measure_share(one, archive(ELSEWHERE)) == 0


def test_circles_end_with_the_article_that_was_archived_first() -> None:
    articles = [archive(f"{text} {ELSEWHERE}") for text in "abc"]
    fold()
    Copy.objects.all().delete()
    for copy, original in zip(articles, articles[1:] + articles[:1], strict=True):
        Copy.objects.create(copy=copy, original=original, share=1)
    with syndication.one_folder():
        syndication.settle([article.pk for article in articles])
    first, *others = articles
    assert original_of(first) is None
    assert [original_of(article) for article in others] == [first, first]


def test_only_what_is_new_is_compared() -> None:
    archive(OPENING + REST)
    assert syndication.fold_waiting(100) == 1
    assert syndication.fold_waiting(100) == 0


def test_the_sweep_has_texts_compared_when_some_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(
        tasks.fold_copies, "apply_async", lambda expires: sent.append(expires)
    )
    tasks.sweep()
    assert sent == []
    archive(OPENING + REST)
    tasks.sweep()
    assert len(sent) == 1
    tasks.fold_copies()
    tasks.sweep()
    assert len(sent) == 1


def test_the_one_copy_in_the_sample_corpus_is_found_and_no_other() -> None:
    for file in sorted((BASE_DIR / "sample").glob("*.jsonl")):
        list(import_file(file))
    fold()
    pairs = Copy.objects.values_list("copy__external_id", "original__external_id")
    assert list(pairs) == [("abqaiq-06", "abqaiq-04")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_find_each_other_s_articles() -> None:
    archive(OPENING + REST)
    archive(OPENING + REST, day=6)

    def work() -> None:
        syndication.fold_waiting(1)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Copy.objects.count() == 1
    assert not Article.objects.unfolded().exists()
