"""The workers' tasks, and the command that does their work without a worker."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from handmade import ACCUSATION, DENIAL

from actors.resolve import ActorIndex
from claims import tasks
from claims.models import Analysis, Claim, Link
from sources.models import Revision

Pipeline = Callable[..., None]


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch, index: ActorIndex) -> None:
    for module in ("claims.tasks", "claims.management.commands.read_articles"):
        monkeypatch.setattr(f"{module}.pipeline", lambda: None)
        monkeypatch.setattr(f"{module}.actor_index", lambda: index)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a sweep sends to the workers, in place of the queue."""
    messages: list[object] = []
    monkeypatch.setattr(
        tasks.analyse_revision,
        "apply_async",
        lambda arguments, expires: messages.append(arguments[0]),
    )
    monkeypatch.setattr(
        tasks.link_new_claims, "apply_async", lambda expires: messages.append("link")
    )
    return messages


def test_a_sweep_sends_what_waits_and_nothing_else(
    revision: Revision, pipeline: Pipeline, sent: list[object]
) -> None:
    pipeline()
    tasks.sweep()
    assert sent == [revision.pk]
    tasks.analyse_revision(revision.pk)
    tasks.sweep()
    assert sent == [revision.pk]


def test_a_sweep_finds_claims_that_a_dead_worker_left(
    revision: Revision, pipeline: Pipeline, sent: list[object]
) -> None:
    pipeline(ACCUSATION, DENIAL)
    tasks.analyse_revision(revision.pk)
    Claim.objects.update(linked_at=None)
    tasks.sweep()
    assert sent == ["link"]
    tasks.link_new_claims()
    assert not Claim.objects.filter(linked_at=None).exists()


def test_a_revision_is_read_linked_and_grouped(
    revision: Revision, pipeline: Pipeline
) -> None:
    pipeline(ACCUSATION, DENIAL)
    tasks.analyse_revision(revision.pk)
    link = Link.objects.get()
    assert (link.answer.kind, link.answered.kind) == ("denial", "accusation")
    assert link.answer.allegation == link.answered.allegation


def test_a_task_that_runs_twice_doubles_nothing(
    revision: Revision, pipeline: Pipeline
) -> None:
    pipeline(ACCUSATION)
    tasks.analyse_revision(revision.pk)
    tasks.analyse_revision(revision.pk)
    assert Claim.objects.count() == 1


def test_a_claim_keeps_its_allegation_when_a_newer_pipeline_finds_it_again(
    revision: Revision, pipeline: Pipeline
) -> None:
    pipeline(ACCUSATION)
    tasks.analyse_revision(revision.pk)
    before = Claim.objects.get().allegation
    pipeline(ACCUSATION, version="pipeline 2")
    tasks.analyse_revision(revision.pk)
    assert Claim.objects.get().allegation == before


# read_articles


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("read_articles", *arguments, stdout=output)
    return output.getvalue().strip().splitlines()[-1]


def test_the_command_reads_what_waits(revision: Revision, pipeline: Pipeline) -> None:
    pipeline(ACCUSATION, DENIAL)
    assert run() == "1 articles read. There are now 2 claims and 1 links."
    assert run().startswith("0 articles read.")


def test_the_command_reads_all_again_when_asked(
    revision: Revision, pipeline: Pipeline
) -> None:
    pipeline(ACCUSATION)
    run()
    pipeline(DENIAL)
    assert run("--all").startswith("1 articles read.")
    assert Claim.objects.get().kind == "denial"


def test_the_command_fails_when_an_article_can_not_be_read(
    revision: Revision, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ValueError("no text")

    pipeline()
    monkeypatch.setattr("claims.extraction.read", fail)
    with pytest.raises(CommandError, match="1 articles could not be read"):
        run()
    assert Analysis.objects.get().error == "no text"
