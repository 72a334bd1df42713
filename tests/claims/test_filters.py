from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from actors.models import Actor
from claims.filters import ClaimFilter
from claims.models import Claim
from claims.selectors import listed_claims
from tests.factories import (
    ActorFactory,
    AliasFactory,
    ClaimFactory,
    LinkFactory,
    RevisionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def filtered(query: str, user: object = None) -> ClaimFilter:
    request = SimpleNamespace(user=user or AnonymousUser())
    return ClaimFilter(QueryDict(query), queryset=listed_claims(), request=request)


def found(query: str, user: object = None) -> list[Claim]:
    return list(filtered(query, user).claims)


@pytest.fixture
def northland() -> Actor:
    return ActorFactory(name="Northland government", slug="northland")


def test_no_parameter_shows_all_newest_first() -> None:
    old = ClaimFactory(said_on=date(2011, 1, 1))
    new = ClaimFactory(said_on=date(2017, 1, 1))
    assert found("") == [new, old]


@pytest.mark.parametrize("value", ["northland", "Northland government", "NORTHLAND"])
def test_an_actor_goes_by_slug_name_and_alias(northland: Actor, value: str) -> None:
    AliasFactory(actor=northland, text="Northland")
    claim = ClaimFactory(target=northland)
    ClaimFactory()
    assert found(f"target={value}") == [claim]


def test_an_alias_of_two_actors_asks_which(northland: Actor) -> None:
    AliasFactory(actor=northland, text="the North")
    AliasFactory(actor=ActorFactory(name="Northern Front"), text="the North")
    result = filtered("speaker=the North")
    assert list(result.claims) == []
    assert "Northern Front" in result.messages()[0]


def test_a_merged_actor_stands_for_the_one_it_became(northland: Actor) -> None:
    ActorFactory(name="Northern state", slug="northern-state", merged_into=northland)
    claim = ClaimFactory(speaker=northland)
    assert found("speaker=northern-state") == [claim]


def test_whoever_speaks_for_an_actor_is_found_with_it(northland: Actor) -> None:
    spokesman = ClaimFactory(speaker=None, speaker_body=northland)
    assert found("speaker=northland") == [spokesman]


def test_kind_category_and_outlet_narrow_the_list() -> None:
    claim = ClaimFactory(kind="denial", category="harbours")
    ClaimFactory(kind="accusation", category="harbours")
    outlet = claim.revision.article.outlet.slug
    assert found(f"kind=denial&category=harbours&outlet={outlet}") == [claim]


def test_both_days_of_a_range_belong_to_it() -> None:
    claims = [ClaimFactory(said_on=date(2017, 10, day)) for day in (3, 4, 5, 6)]
    assert set(found("after=2017-10-04&before=2017-10-05")) == set(claims[1:3])


def test_answered_needs_an_answer_that_readers_see() -> None:
    answered = LinkFactory().answered
    refused = LinkFactory(status="rejected").answered
    supported = LinkFactory(relation="corroborates").answered
    assert found("answered=yes") == [answered]
    assert set(found("answered=no")) == {refused, supported}


def test_a_denial_is_not_listed_as_unanswered() -> None:
    ClaimFactory(kind="denial")
    assert found("answered=no") == []


def test_rejected_claims_are_hidden_even_from_editors_who_do_not_ask() -> None:
    ClaimFactory(status="rejected")
    assert found("", UserFactory(groups=["editors"])) == []


def test_editors_may_ask_for_rejected_claims() -> None:
    claim = ClaimFactory(status="rejected")
    assert found("status=rejected", UserFactory(groups=["editors"])) == [claim]


def test_others_may_not() -> None:
    ClaimFactory(status="rejected")
    result = filtered("status=rejected", UserFactory(groups=["analysts"]))
    assert list(result.claims) == []
    assert result.messages()


@pytest.mark.parametrize(
    "query",
    [
        "kind=rumour",
        "category=nonsense",
        "speaker=nobody",
        "target=nobody",
        "outlet=nowhere",
        "after=yesterday",
        "before=2017-13-40",
        "after=2018-01-01&before=2017-01-01",
        "answered=maybe",
        "status=lost",
        "sort=sideways",
        "sort=relevance",
        "speaker=%00",
        "q=%00",
        "q=the",
        "q=-war",
        "q=" + "x" * 400,
    ],
)
def test_nonsense_gives_a_message_and_no_claims(query: str) -> None:
    ClaimFactory()
    result = filtered(query)
    assert list(result.claims) == []
    assert len(result.messages()) == 1


def test_the_form_shows_names_instead_of_slugs(northland: Actor) -> None:
    result = filtered("target=northland")
    assert 'value="Northland government"' in str(result.form["target"])


def test_filters_in_use_can_be_taken_away_one_by_one(northland: Actor) -> None:
    active = filtered("target=northland&kind=denial&page=3&sort=oldest").active()
    assert [(a.label, a.value) for a in active] == [
        ("target", "Northland government"),
        ("kind", "denial"),
    ]
    assert active[0].query_without == "kind=denial&sort=oldest"


def test_oldest_first() -> None:
    new = ClaimFactory(said_on=date(2017, 1, 1))
    old = ClaimFactory(said_on=date(2011, 1, 1))
    assert found("sort=oldest") == [old, new]


def test_filters_combine_with_words() -> None:
    revision = RevisionFactory()
    claim = ClaimFactory(revision=revision, kind="denial", exact="rejected the charge")
    ClaimFactory(revision=revision)
    assert found("q=charge&kind=denial") == [claim]


def test_parameters_can_be_typed_among_the_words(northland: Actor) -> None:
    revision = RevisionFactory()
    claim = ClaimFactory(
        revision=revision, kind="denial", exact="rejected the charge", target=northland
    )
    ClaimFactory(revision=revision, kind="denial", exact="rejected the charge")
    typed = 'q=charge target:"Northland government" kind:denial after:2017-10-04'
    assert found(typed) == [claim]
    assert [a.label for a in filtered(typed).active()] == [
        *("words", "target", "kind", "on or after")
    ]


def test_what_is_typed_wins_over_the_field_that_was_set(northland: Actor) -> None:
    claim = ClaimFactory(kind="accusation")
    assert found("q=kind:accusation&kind=denial") == [claim]


def test_a_bad_value_among_the_words_is_said_in_words() -> None:
    assert "rumour" in filtered("q=kind:rumour").messages()[0]
