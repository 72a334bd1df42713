from collections.abc import Callable
from dataclasses import replace

import pytest

from actors.gazetteer import Gazetteer, read_gazetteer
from actors.resolve import ActorIndex


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return read_gazetteer()


@pytest.fixture(scope="session")
def few_actors(gazetteer: Gazetteer) -> Gazetteer:
    """The shipped tables cut down to some actors, for tests that write them all."""
    keys = {
        "state/ir",
        "state/pk",
        "agency/isi",
        "group/eln-bolivia",
        "group/eln-colombia",
        "group/hamas",
        "person/khawaja-asif",
    }
    actors = tuple(actor for actor in gazetteer.actors if actor.key in keys)
    return replace(gazetteer, actors=actors)


@pytest.fixture(scope="session")
def index() -> ActorIndex:
    return ActorIndex.from_gazetteer()


@pytest.fixture(scope="session")
def name_of(index: ActorIndex) -> Callable[..., str | None]:
    """What `index.resolve` finds, by name: name_of("Islamabad")."""

    def find(mention: str, **about: object) -> str | None:
        found = index.resolve(mention, **about)
        return found.actor.name if found else None

    return find
