import pytest

from actors.gazetteer import Gazetteer
from actors.gazetteer.load import load_gazetteer
from actors.index import index_from_database
from actors.models import Actor
from actors.resolve import ActorIndex
from tests.factories import ActorFactory, AffiliationFactory, AliasFactory

pytestmark = pytest.mark.django_db


def _name(index: ActorIndex, mention: str, **about: object) -> str | None:
    found = index.resolve(mention, **about)
    return found.actor.name if found else None


def test_it_resolves_to_rows(few_actors: Gazetteer) -> None:
    load_gazetteer(few_actors)
    found = index_from_database().resolve("Islamabad")
    assert found is not None
    assert found.actor.actor_id == Actor.objects.get(name="Pakistan government").pk


def test_it_knows_which_names_are_shared(few_actors: Gazetteer) -> None:
    load_gazetteer(few_actors)
    index = index_from_database()
    assert _name(index, "ELN") is None
    assert _name(index, "ELN", context=["Colombia"]) == "ELN (Colombia)"


def test_actors_that_people_added_resolve() -> None:
    actor = ActorFactory(name="Northland government", country="NL")
    AliasFactory(actor=actor, text="Northland", key="northland")
    assert _name(index_from_database(), "Northland") == "Northland government"


def test_offices_that_people_added_resolve() -> None:
    body = ActorFactory(name="Harbour Front", kind=Actor.Kind.ARMED_GROUP)
    AffiliationFactory(member__name="Jane Roe", body=body, role="leader")
    index = index_from_database()
    assert _name(index, "the leader of the Harbour Front") == "Jane Roe"


def test_names_of_merged_actors_resolve_to_the_one_kept() -> None:
    kept = ActorFactory(name="Harbour Front", kind=Actor.Kind.ARMED_GROUP)
    merged = ActorFactory(name="Port Front", merged_into=kept)
    AliasFactory(actor=merged, text="Port Front", key="port front")
    index = index_from_database()
    assert _name(index, "Port Front") == "Harbour Front"
    assert merged.pk not in {actor.actor_id for actor in index.actors}


def test_it_takes_few_queries(
    few_actors: Gazetteer, django_assert_max_num_queries
) -> None:
    load_gazetteer(few_actors)
    with django_assert_max_num_queries(6):
        index_from_database()
