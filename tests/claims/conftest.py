"""A revision, an index of actors, and a pipeline that reads what a test says.

Models are looked up by name: this file is loaded before Django is set up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from handmade import TEXT, reading_of

from actors.resolve import ActorIndex
from claims.nlp.readings import ClaimReading

if TYPE_CHECKING:
    from sources.models import Revision


@pytest.fixture
def revision(db: None) -> Revision:
    outlet = apps.get_model("sources.Outlet").objects.create(
        name="Halden Post", slug="halden-post"
    )
    article = apps.get_model("sources.Article").objects.create(
        outlet=outlet, published_at=datetime(2024, 5, 8, 9, tzinfo=UTC)
    )
    return apps.get_model("sources.Revision").objects.create(article=article, text=TEXT)


@pytest.fixture
def index() -> ActorIndex:
    return ActorIndex.from_gazetteer()


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say what the pipeline reads in any text from now on, and what its version is."""

    def reads(*claims: ClaimReading, version: str = "pipeline 1") -> None:
        reading = reading_of(*claims)
        monkeypatch.setattr("claims.extraction.read", lambda *_, **__: reading)
        monkeypatch.setattr("claims.extraction.PIPELINE_VERSION", version)

    return reads
