from collections.abc import Iterator
from pathlib import Path

import pytest
from tenants import Tenant, nothing_is_left

from config.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Where a test may have servers of its own; none of them may outlive it."""
    place = Place(tmp_path / "var")
    yield place
    assert nothing_is_left(place)


@pytest.fixture
def tenant(place: Place) -> Iterator[Tenant]:
    """The only user of the place's servers."""
    tenant = Tenant(place)
    tenant.wait_until_ready()
    yield tenant
    tenant.process.kill()
    tenant.process.communicate()
