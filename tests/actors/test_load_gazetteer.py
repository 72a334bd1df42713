from io import StringIO

import pytest
from django.core.management import call_command

from actors.gazetteer import Gazetteer
from actors.gazetteer.load import load_gazetteer
from actors.models import Actor, Affiliation, Alias
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def _last_line() -> str:
    out = StringIO()
    call_command("load_gazetteer", stdout=out)
    return out.getvalue().splitlines()[-1]


def test_the_command_loads_all_that_is_shipped(gazetteer: Gazetteer) -> None:
    assert f"Added {len(gazetteer.actors)} actors" in _last_line()
    asif = Actor.objects.get(name="Khawaja Asif")
    offices = asif.affiliations.filter(body__name="Pakistan government")
    assert offices.filter(role="foreign minister", start="2017-08-04").exists()
    assert asif.aliases.filter(key="khawaja asif", origin="gazetteer").exists()
    assert _last_line() == (
        "Added 0 actors, 0 names and 0 affiliations; removed 0 that are no longer "
        "shipped."
    )


def test_members_are_part_of_their_bodies(few_actors: Gazetteer) -> None:
    load_gazetteer(few_actors)
    isi = Affiliation.objects.get(member__name="ISI", role="part of")
    assert isi.body.name == "Pakistan government"


def test_it_takes_few_queries(
    few_actors: Gazetteer, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        load_gazetteer(few_actors)


def test_what_people_entered_stays(few_actors: Gazetteer) -> None:
    load_gazetteer(few_actors)
    isi = Actor.objects.get(name="ISI")
    Actor.objects.filter(pk=isi.pk).update(name="ISI (Pakistan)", country="XX")
    Alias.objects.create(actor=isi, text="the Agency", key="agency")
    load_gazetteer(few_actors)
    isi.refresh_from_db()
    assert (isi.name, isi.country) == ("ISI (Pakistan)", "XX")
    assert isi.aliases.filter(text="the Agency", origin="person").exists()


def test_shipped_names_that_are_no_longer_shipped_go(few_actors: Gazetteer) -> None:
    load_gazetteer(few_actors)
    isi = Actor.objects.get(name="ISI")
    isi.aliases.create(text="Wrong Name", key="wrong name", origin="gazetteer")
    assert load_gazetteer(few_actors).removed == 1
    assert not isi.aliases.filter(text="Wrong Name").exists()


def test_an_actor_proposed_before_is_taken_over(few_actors: Gazetteer) -> None:
    proposed = ActorFactory(name="Hamas", status="proposed", kind="other")
    load_gazetteer(few_actors)
    proposed.refresh_from_db()
    assert (proposed.status, proposed.kind) == ("known", "armed_group")
    assert proposed.gazetteer_key == "group/hamas"


def test_a_wikidata_id_in_use_elsewhere_is_left_out(few_actors: Gazetteer) -> None:
    ActorFactory(name="Persia", wikidata_id="Q794")
    load_gazetteer(few_actors)
    assert Actor.objects.get(name="Iran government").wikidata_id == ""
