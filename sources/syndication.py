"""Which articles are copies of one another: the only writer of Sketch and Copy rows.

Incremental: an article whose text is new is looked up by the index of sketches, and
compared word by word with the few that share something with it. What people decided
about two articles stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from sources.credits import agencies_credited
from sources.models import Article, Copy, Revision, Sketch
from sources.sketches import Shingles, share, shingles, sketch

#: From this share of the shorter text on, one is a copy of the other. Real articles on
#: one event have 0.2 in common at most; half of an article, lightly reworded, 0.3.
COPY_SHARE = 0.3
#: So many shingles in common are a passage; fewer are a phrase that many use.
COPY_SHINGLES = 15
#: Kept shingles that two texts share before they are worth comparing.
_SHARED_KEYS = 2
#: A passage may stand in thousands of articles (a slogan, a notice): so many of those
#: that have it are looked at, and of all that share something those that share most.
_PER_KEY = 50
_MOST_CANDIDATES = 20
#: Articles compared in one transaction.
_BATCH = 50
#: Any number will do that no other lock of the database has.
_LOCK = 7_305_020

_CANDIDATES = f"""
    SELECT found.article_id
      FROM unnest(%s::integer[]) AS wanted (key)
     CROSS JOIN LATERAL (
            SELECT article_id FROM sources_sketch
             WHERE keys @> ARRAY[wanted.key]
             LIMIT {_PER_KEY}
           ) AS found
     GROUP BY found.article_id
    HAVING count(*) >= {_SHARED_KEYS}
     ORDER BY count(*) DESC, found.article_id
     LIMIT {_MOST_CANDIDATES}
"""


def fold_waiting(most: int) -> int:
    """Compare the articles that wait for it, `most` at the most; how many those were.

    A transaction for each batch: what is done stays done.
    """
    done = 0
    while done < most:
        folded = _fold_batch(min(_BATCH, most - done))
        if not folded:
            break
        done += folded
    return done


@contextmanager
def one_folder() -> Iterator[None]:
    """A transaction that waits until others who fold have committed.

    Side by side, two would each miss the copy that the other one has at hand.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def measure_share(one: Article, other: Article) -> float:
    """How much of the shorter of two articles' newest texts is in the other one."""
    texts = _newest_texts([one.pk, other.pk])
    return share(*(shingles(texts.get(article.pk, "")) for article in (one, other)))


def settle(article_ids: Iterable[int]) -> None:
    """Bring `original` of articles, and of those that follow them, up to date.

    Runs inside `one_folder`.
    """
    ids = set(article_ids)
    now = dict(
        Article.objects.filter(Q(pk__in=ids) | Q(original__in=ids)).values_list(
            "pk", "original_id"
        )
    )
    parents = _parents(now)
    moved: dict[int | None, list[int]] = defaultdict(list)
    for pk, before in now.items():
        first = _first(pk, parents)
        if first != before:
            moved[first].append(pk)
    for first, copies in moved.items():
        Article.objects.filter(pk__in=copies).update(original=first)


def _fold_batch(size: int) -> int:
    with one_folder():
        # Those that an import holds have a newer text in a moment: their turn comes.
        waiting = Article.objects.unfolded().select_for_update(
            of=["self"], skip_locked=True
        )
        articles = list(waiting.select_related("outlet").order_by("pk")[:size])
        for article in articles:
            _fold(article)
    return len(articles)


def _fold(article: Article) -> None:
    """Find the article's originals and copies anew; keep what people decided.

    What is its copy no longer looks for another original.
    """
    text = _newest_texts([article.pk]).get(article.pk, "")
    runs = shingles(text)
    keys = sketch(runs)
    Sketch.objects.update_or_create(article=article, defaults={"keys": keys})
    before = _forget_proposed(article)
    candidates = _candidates(keys) | before
    others = _undecided(article, _articles(candidates - {article.pk}))
    found = _relations(article, text, runs, others)
    after = Copy.objects.bulk_create(_without_refused(article, found))
    ends = {pk for row in after for pk in (row.copy_id, row.original_id)}
    settle(before | ends | {article.pk})
    Article.objects.filter(pk__in=before - ends).update(folded_at=None)
    Article.objects.filter(pk=article.pk).update(folded_at=timezone.now())


def _forget_proposed(article: Article) -> set[int]:
    """Delete what was proposed about an article; the other articles of those rows."""
    proposed = Copy.objects.filter(
        Q(copy=article) | Q(original=article), status=Copy.Status.PROPOSED
    )
    ends = {pk for row in proposed for pk in (row.copy_id, row.original_id)}
    proposed.delete()
    return ends - {article.pk}


def _relations(
    article: Article, text: str, runs: Shingles, others: list[Article]
) -> list[Copy]:
    """The copies that the article is part of, as they ought to be proposed.

    Of several articles with one original it is the copy of the original, else of the
    one most like it.
    """
    texts = _newest_texts([other.pk for other in others])
    found: list[Copy] = []
    best: dict[int, Copy] = {}
    for other in others:
        theirs = shingles(texts.get(other.pk, ""))
        common = share(runs, theirs)
        enough = common * min(len(runs), len(theirs)) >= COPY_SHINGLES
        if common < COPY_SHARE or not enough:
            continue
        if _is_earlier((other, texts[other.pk]), (article, text)):
            row = Copy(copy=article, original=other, share=common)
            rival = best.get(other.first_id, row)
            best[other.first_id] = max(rival, row, key=_nearness)
        else:
            found.append(Copy(copy=other, original=article, share=common))
    return found + list(best.values())


def _nearness(row: Copy) -> tuple[bool, float]:
    return row.original.original_id is None, row.share


def _candidates(keys: list[int]) -> set[int]:
    """Articles that share passages with a text, by the index; itself among them."""
    with connection.cursor() as cursor:
        # A rare key is expected in more rows than it has: a scan would seem cheap.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(_CANDIDATES, [keys])
        found = {row[0] for row in cursor.fetchall()}
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def _articles(article_ids: Iterable[int]) -> list[Article]:
    articles = Article.objects.filter(pk__in=article_ids).select_related("outlet")
    return list(articles.order_by("pk"))


def _undecided(article: Article, others: list[Article]) -> list[Article]:
    """Those that nobody decided about together with this article."""
    decided = Copy.objects.exclude(status=Copy.Status.PROPOSED)
    rows = decided.filter(Q(copy=article) | Q(original=article))
    partners = {pk for row in rows for pk in (row.copy_id, row.original_id)}
    return [other for other in others if other.pk not in partners]


def _without_refused(article: Article, found: list[Copy]) -> list[Copy]:
    """Leave out what would make a copy again, in a roundabout way, of what is none.

    Who is no copy of an article is none of that one's other copies, nor of what it
    was copied from.
    """
    refused: dict[int, set[int]] = defaultdict(set)
    rejected = Copy.objects.filter(status=Copy.Status.REJECTED)
    copies = {row.copy_id for row in found}
    for row in rejected.filter(copy__in=copies).select_related("original"):
        refused[row.copy_id].add(row.original.first_id)
    family = {row.original.first_id for row in found} | copies
    return [
        row
        for row in found
        if not refused[row.copy_id]
        & ({row.original.first_id} if row.copy == article else family)
    ]


def _is_earlier(one: tuple[Article, str], other: tuple[Article, str]) -> bool:
    """Whether the first of two texts is the original.

    The one whose outlet the other text credits is; else the one published first.
    """
    credits_other = _credits(one, other[0])
    if credits_other != _credits(other, one[0]):
        return not credits_other
    return _moment(one[0]) < _moment(other[0])


def _credits(one: tuple[Article, str], other: Article) -> bool:
    article, text = one
    return agencies_credited(text, article.byline, other.outlet.name)


def _moment(article: Article) -> tuple[datetime, int]:
    return article.published_at or article.created_at, article.pk


def _newest_texts(article_ids: list[int]) -> dict[int, str]:
    newest = Revision.objects.filter(article__in=article_ids)
    newest = newest.order_by("article_id", "-number").distinct("article_id")
    return dict(newest.values_list("article_id", "text"))


def _parents(article_ids: Iterable[int]) -> dict[int, int]:
    """What each article was copied from, and those in turn.

    Of several, what a person confirmed, else what it shares most with.
    """
    parents: dict[int, int] = {}
    waiting = set(article_ids)
    while waiting:
        rows = Copy.objects.live().filter(copy__in=waiting)
        # Confirmed ones come last, and the last one stays.
        found = rows.order_by("-status", "share", "-original")
        new = dict(found.values_list("copy_id", "original_id"))
        parents |= new
        waiting = set(new.values()) - parents.keys()
    return parents


def _first(pk: int, parents: dict[int, int]) -> int | None:
    """The first article of a chain of copies; None for one that is no copy.

    In a circle (each credits the next) it is the one that was archived first.
    """
    chain = [pk]
    while (parent := parents.get(chain[-1])) is not None:
        if parent in chain:
            first = min(chain[chain.index(parent) :])
            break
        chain.append(parent)
    else:
        first = chain[-1]
    return first if first != pk else None
