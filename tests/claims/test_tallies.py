"""Sums that are kept agree with a recount, whatever happens to claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Model, Q

from actors.models import Actor
from claims import tallies
from claims.charts import bar_chart
from claims.models import ActorTally, Claim, ClaimQuerySet, DayTally, OutletTally
from claims.selectors import claims_per_day
from sources.models import Article
from tests.factories import ActorFactory, ClaimFactory, OutletFactory

pytestmark = pytest.mark.django_db


def kept(model: type[Model], *names: str) -> Counter[tuple]:
    sums: Counter[tuple] = Counter()
    for *key, n, own in model._default_manager.values_list(*names, "claims", "own"):
        sums[*key, "claims"] += n
        sums[*key, "own"] += own
    return +sums


def recounted(*names: str, claims: ClaimQuerySet | None = None) -> Counter[tuple]:
    sums: Counter[tuple] = Counter()
    rows = claims if claims is not None else Claim.objects.visible()
    original = "revision__article__original"
    for *key, copied in rows.order_by().values_list(*names, original):
        sums[*key, "claims"] += 1
        sums[*key, "own"] += copied is None
    return +sums


def assert_they_agree() -> None:
    day = ("sort_date", "kind", "category")
    assert kept(DayTally, "day", "kind", "category") == recounted(*day)
    outlet = "revision__article__outlet"
    assert kept(OutletTally, "outlet", "kind") == recounted(outlet, "kind")
    for actor in Actor.objects.all():
        visible = Claim.objects.visible()
        made = visible.filter(Q(speaker=actor) | Q(speaker_body=actor))
        received = visible.filter(target=actor)
        mine = ActorTally.objects.filter(actor=actor)
        for role, claims in (("made", made), ("received", received)):
            sums: Counter[tuple] = Counter()
            for kind, n, own in mine.filter(role=role).values_list(
                "kind", "claims", "own"
            ):
                sums[kind, "claims"] += n
                sums[kind, "own"] += own
            assert +sums == recounted("kind", claims=claims)


@pytest.fixture
def body() -> Actor:
    return ActorFactory(name="Northland")


@pytest.fixture
def claims(body: Actor) -> list[Claim]:
    """Claims of several kinds; one's speaker is the body that it speaks for."""
    return [
        ClaimFactory(kind="accusation", speaker=body, speaker_body=body),
        ClaimFactory(kind="denial", speaker_body=body),
        ClaimFactory(kind="accusation", target=body, sort_date=date(2011, 5, 2)),
        ClaimFactory(kind="no_comment", speaker=None, confidence=0.1),
        ClaimFactory(kind="denial", status="rejected"),
        ClaimFactory(kind="denial", status="confirmed", confidence=0.1),
    ]


def reject(claims: list[Claim], body: Actor) -> None:
    Claim.objects.filter(kind="accusation").update(status="rejected")


def confirm(claims: list[Claim], body: Actor) -> None:
    claims[3].status = "confirmed"
    claims[3].save()


def correct(claims: list[Claim], body: Actor) -> None:
    claims[0].kind, claims[0].target, claims[0].speaker = "denial", body, None
    claims[0].sort_date = date(2001, 9, 11)
    claims[0].save()


def merge(claims: list[Claim], body: Actor) -> None:
    other = claims[1].speaker
    Claim.objects.filter(speaker=other).update(speaker=body)
    Claim.objects.filter(target=other).update(target=body)


def delete(claims: list[Claim], body: Actor) -> None:
    Claim.objects.filter(pk__in=[claims[0].pk, claims[5].pk]).delete()


def delete_actor(claims: list[Claim], body: Actor) -> None:
    body.delete()


def say_no_more(claims: list[Claim], body: Actor) -> None:
    Claim.objects.filter(pk=claims[1].pk).update(missing_since=claims[0].revision)


def find_copy(claims: list[Claim], body: Actor) -> None:
    article = Article.objects.filter(pk=claims[1].revision.article_id)
    article.update(original=claims[0].revision.article)


def move_article(claims: list[Claim], body: Actor) -> None:
    Article.objects.update(outlet=OutletFactory())


def change_what_is_not_counted(claims: list[Claim], body: Actor) -> None:
    Claim.objects.update(linked_at=None)


CHANGES = [
    reject,
    confirm,
    correct,
    merge,
    delete,
    delete_actor,
    say_no_more,
    find_copy,
    move_article,
    change_what_is_not_counted,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_tallies_agree_with_a_recount_after_changes(
    change: Callable[[list[Claim], Actor], None], claims: list[Claim], body: Actor
) -> None:
    assert_they_agree()
    change(claims, body)
    assert_they_agree()
    tallies.fold()
    assert_they_agree()


def test_folding_leaves_one_row_of_each_sort(claims: list[Claim]) -> None:
    Claim.objects.update(kind="denial")
    tallies.fold()
    assert not tallies.has_loose(0)
    keys = list(ActorTally.objects.values_list("actor", "role", "kind"))
    assert len(keys) == len(set(keys))
    assert not ActorTally.objects.filter(kind="accusation").exists()


def test_changes_after_folding_are_added_to_it(claims: list[Claim]) -> None:
    tallies.fold()
    ClaimFactory(speaker=claims[0].speaker)
    assert tallies.has_loose(0)
    tallies.fold()
    assert_they_agree()


def test_an_update_of_what_is_not_counted_writes_nothing(claims: list[Claim]) -> None:
    tallies.fold()
    Claim.objects.update(linked_at=None)
    assert not tallies.has_loose(0)


def test_a_command_counts_everything_anew(claims: list[Claim]) -> None:
    DayTally.objects.update(claims=7)
    ActorTally.objects.all().delete()
    call_command("rebuild_tallies")
    assert_they_agree()
    assert not tallies.has_loose(0)


def test_days_are_those_that_claims_are_counted_on(claims: list[Claim]) -> None:
    visible = Claim.objects.visible()
    after = date(2012, 1, 1)
    later = visible.filter(sort_date__gte=after, kind="denial")
    assert tallies.claims_per_day(after=after, kind="denial") == claims_per_day(later)
    assert tallies.claim_count() == visible.count()


def test_over_a_long_time_months_stand_for_days(claims: list[Claim]) -> None:
    days = claims_per_day(Claim.objects.visible())
    months: dict[date, Counter[str]] = {}
    for day, kinds in days.items():
        months.setdefault(day.replace(day=1), Counter()).update(kinds)
    assert tallies.claims_per_day() == months
    assert bar_chart(months) == bar_chart(days)


def test_an_actor_s_claims_are_told_apart(claims: list[Claim], body: Actor) -> None:
    kinds = tallies.actor_kinds(body)
    assert kinds["made"] == {"accusation": 1, "denial": 1}
    assert kinds["received"] == {"accusation": 1}
