from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from desk import tasks
from desk.models import SavedSearch
from desk.searches import save_search
from tests.factories import ActorFactory, ClaimFactory, UserFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def saved(user: User, query: str = "kind=denial", **fields: Any) -> SavedSearch:
    search = save_search(user.pk, "denials", query)
    SavedSearch.objects.filter(pk=search.pk).update(**fields)
    search.refresh_from_db()
    return search


def entries(client: Client, search: SavedSearch) -> list[str | None]:
    response = client.get(reverse("search_feed", args=[search.secret]))
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    return [e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")]


# Keeping


def test_a_search_is_saved_from_the_list_with_its_filters(
    client: Client, analyst: User
) -> None:
    ClaimFactory(kind="denial")
    client.force_login(analyst)
    page = client.get(reverse("claims"), {"kind": "denial", "page": "1"})
    assertContains(page, 'name="query" value="kind=denial"')
    client.post(
        reverse("save_search"), {"name": "Their denials", "query": "kind=denial"}
    )
    assertContains(client.get(reverse("saved_searches")), "/claims/?kind=denial")


def test_strangers_are_offered_no_saving(client: Client) -> None:
    ClaimFactory()
    assert "Save this search" not in client.get(reverse("claims")).content.decode()
    assert client.post(reverse("save_search"), {"name": "x"}).status_code == 302
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_deletes_the_searches_of_another(
    client: Client, analyst: User
) -> None:
    search = saved(UserFactory())
    client.force_login(analyst)
    assert "denials" not in client.get(reverse("saved_searches")).content.decode()
    response = client.post(reverse("search_delete", args=[search.pk]))
    assert response.status_code == 404


# The feed


def test_the_feed_has_what_the_search_finds_without_signing_in(
    client: Client, analyst: User
) -> None:
    denial = ClaimFactory(kind="denial")
    ClaimFactory(kind="accusation")
    found = entries(client, saved(analyst))
    assert found == [f"http://testserver{denial.get_absolute_url()}"]


def test_what_came_in_last_comes_first_however_old_it_is(
    client: Client, analyst: User
) -> None:
    first = ClaimFactory(said_on=date(2020, 1, 1))
    last = ClaimFactory(said_on=date(2010, 1, 1))
    addresses = [f"http://testserver{c.get_absolute_url()}" for c in (last, first)]
    assert entries(client, saved(analyst, "")) == addresses


def test_an_address_that_was_guessed_shows_nothing(client: Client) -> None:
    assert client.get(reverse("search_feed", args=["guess"])).status_code == 404


def test_a_search_that_makes_no_sense_any_more_has_an_empty_feed(
    client: Client, analyst: User
) -> None:
    ClaimFactory()
    assert entries(client, saved(analyst, "speaker=gone")) == []


# The digest


def test_a_digest_has_what_came_in_since_the_search_was_saved(analyst: User) -> None:
    ClaimFactory(kind="denial")
    with time_machine.travel(NOON, tick=False):
        search = saved(analyst, digest="daily")
        new = ClaimFactory(kind="denial", speaker=ActorFactory(name="Ole Nord"))
        ClaimFactory(kind="accusation")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        tasks.mail_digest(search.pk)
    (message,) = mail.outbox
    assert message.to == [analyst.email]
    assert message.subject == "1 new claim: denials"
    assert "Ole Nord" in message.body
    assert f"http://127.0.0.1:8000{new.get_absolute_url()}" in message.body


@pytest.mark.parametrize(
    ("digest", "hours"), [("hourly", 1), ("daily", 24), ("weekly", 168)]
)
def test_no_more_than_one_digest_comes_in_its_period(
    analyst: User, digest: str, hours: int
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        search = saved(analyst, "", digest=digest)
        ClaimFactory()
        tasks.mail_digest(search.pk)
        assert not mail.outbox
        clock.shift(timedelta(hours=hours))
        tasks.mail_digest(search.pk)
        ClaimFactory()
        tasks.mail_digest(search.pk)
        clock.shift(timedelta(hours=hours) / 2)
        tasks.mail_digest(search.pk)
        assert len(mail.outbox) == 1


def test_nothing_new_is_no_mail(analyst: User) -> None:
    search = saved(analyst, digest="hourly", digest_at=NOON)
    tasks.mail_digest(search.pk)
    assert mail.outbox == []


def test_a_claim_is_mailed_once(analyst: User) -> None:
    search = saved(analyst, "", digest="hourly", digest_at=NOON)
    ClaimFactory()
    with time_machine.travel(NOON + timedelta(days=9), tick=False) as clock:
        tasks.mail_digest(search.pk)
        clock.shift(timedelta(days=1))
        tasks.mail_digest(search.pk)
    assert len(mail.outbox) == 1


def test_what_could_not_be_mailed_comes_with_the_next_digest(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = saved(analyst, "", digest="hourly", digest_at=NOON)
    ClaimFactory()

    def fail(*args: object) -> None:
        raise SMTPException

    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as clock:
        with monkeypatch.context() as patch:
            patch.setattr("desk.searches.send_mail", fail)
            with pytest.raises(SMTPException):
                tasks.mail_digest(search.pk)
        clock.shift(timedelta(hours=1))
        tasks.mail_digest(search.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"digest": "hourly", "digest_at": NOON - timedelta(hours=1)}, True),
        ({"digest": "daily", "digest_at": NOON - timedelta(hours=1)}, False),
        ({"digest": "never", "digest_at": NOON - timedelta(days=99)}, False),
    ],
    ids=["due", "not yet", "never"],
)
def test_a_search_is_due_when_its_period_is_over(
    analyst: User, fields: dict[str, Any], is_due: bool
) -> None:
    saved(analyst, **fields)
    assert SavedSearch.objects.due(NOON).exists() == is_due


def test_who_has_no_address_gets_no_digest() -> None:
    saved(UserFactory(email=""), digest="hourly", digest_at=NOON)
    assert not SavedSearch.objects.due(timezone.now()).exists()


def test_the_sweep_sends_what_is_due(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = saved(analyst, digest="hourly", digest_at=NOON - timedelta(days=1))
    sent = []
    monkeypatch.setattr(
        tasks.mail_digest, "apply_async", lambda args, **_: sent.append(args)
    )
    with time_machine.travel(NOON, tick=False):
        tasks.sweep()
    assert sent == [(search.pk,)]


def test_how_often_mail_comes_is_the_owners_choice(
    client: Client, analyst: User
) -> None:
    search = saved(analyst)
    client.force_login(analyst)
    client.post(reverse("search_digest", args=[search.pk]), {"digest": "weekly"})
    search.refresh_from_db()
    assert search.digest == "weekly"
