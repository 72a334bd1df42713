import pytest
from django.test import Client
from django.urls import reverse

from actors.models import Actor, Alias
from tests.factories import ActorFactory, AliasFactory

pytestmark = pytest.mark.django_db


def _form(actor: Actor, **changes: str) -> dict[str, str]:
    form = {
        "name": actor.name,
        "slug": actor.slug,
        "kind": actor.kind,
        "status": actor.status,
        "aliases-TOTAL_FORMS": "0",
        "aliases-INITIAL_FORMS": "0",
        "affiliations-TOTAL_FORMS": "0",
        "affiliations-INITIAL_FORMS": "0",
    }
    return form | changes


def test_actors_are_found_by_any_of_their_names(admin_client: Client) -> None:
    AliasFactory(actor__name="Harbour Front", text="the Dockers")
    ActorFactory(name="Northland government")
    page = admin_client.get(reverse("admin:actors_actor_changelist"), {"q": "dockers"})
    assert "Harbour Front" in page.content.decode()
    assert "Northland government" not in page.content.decode()


def test_a_name_added_by_a_person_gets_its_key(admin_client: Client) -> None:
    actor = ActorFactory()
    address = reverse("admin:actors_actor_change", args=[actor.pk])
    alias = {"aliases-0-text": "The Dockers", "aliases-0-kind": "name"}
    total = {"aliases-TOTAL_FORMS": "1"}
    admin_client.post(address, _form(actor, **total, **alias))
    added = Alias.objects.get(actor=actor)
    assert (added.key, added.origin) == ("dockers", "person")


def test_a_shipped_name_that_a_person_changes_becomes_theirs(
    admin_client: Client,
) -> None:
    alias = AliasFactory(text="Dockers", origin=Alias.Origin.GAZETTEER)
    address = reverse("admin:actors_actor_change", args=[alias.actor_id])
    form = {
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "1",
        "aliases-0-id": str(alias.pk),
        "aliases-0-actor": str(alias.actor_id),
        "aliases-0-text": "Harbour Dockers",
        "aliases-0-kind": "name",
    }
    admin_client.post(address, _form(alias.actor, **form))
    alias.refresh_from_db()
    assert (alias.key, alias.origin) == ("harbour dockers", "person")
