"""A revision becomes rows, once; what people decided stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from handmade import ACCUSATION, BLAME, BROOK, DENIAL, FRONT, TEXT, claim, party

from actors.models import Actor, Alias
from actors.resolve import ActorIndex
from claims import extraction
from claims.decisions import add_claim, add_link, decide_claim
from claims.models import Analysis, Attribution, Claim, Decision, Mention, Status
from claims.nlp import UnreadableText
from sources.models import Article, Outlet, Revision

Pipeline = Callable[..., None]
Analyse = Callable[..., Analysis | None]
Action = Decision.Action


@pytest.fixture
def analyse(index: ActorIndex) -> Analyse:
    def run(revision: Revision) -> Analysis | None:
        return extraction.analyse(revision.pk, None, index)

    return run


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor")


def the_claim(**fields: object) -> Claim:
    return Claim.objects.get(**fields)


# What is written


def test_a_claim_keeps_its_words_and_their_surroundings(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    claim = the_claim()
    assert claim.exact == "the Northern Front bombed the market in Halden"
    assert claim.prefix == "Adam Brook said on Tuesday that "
    assert claim.suffix.startswith(". A senior official also blamed")
    assert (claim.said_on, claim.said_date) == (date(2024, 5, 7), "2024-05-07")


def test_attributions_and_mentions_are_written(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(replace(ACCUSATION, attribution=0))
    analyse(revision)
    start_char = TEXT.index("Adam Brook")
    attribution = Attribution.objects.get()
    assert attribution.source_spans == [[start_char, start_char + 10]]
    assert the_claim().attribution == attribution
    assert [m.text for m in Mention.objects.all()] == [
        "Adam Brook",
        "Northern Front",
        "Halden",
    ]


def test_a_claim_without_a_date_is_sorted_by_publication(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(BLAME)
    analyse(revision)
    assert (the_claim().said_on, the_claim().sort_date) == (None, date(2024, 5, 8))


def test_a_claim_without_any_date_is_sorted_by_when_it_was_read(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    Article.objects.update(published_at=None)
    pipeline(BLAME)
    analyse(revision)
    assert the_claim().sort_date == revision.fetched_at.date()


def test_conjoined_parties_make_a_claim_for_each_pair(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    halden = party("Halden", label="ORG")
    pipeline(claim("bombed", speakers=(BROOK, halden), targets=(FRONT, halden)))
    analyse(revision)
    pairs = Claim.objects.values_list("speaker__name", "target__name")
    assert sorted(pairs) == [
        ("Adam Brook", "Halden"),
        ("Adam Brook", "Northern Front"),
        ("Halden", "Halden"),
        ("Halden", "Northern Front"),
    ]


def test_two_readings_of_one_claim_make_one_row(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION, ACCUSATION)
    analyse(revision)
    assert Claim.objects.count() == 1


# Who is who


def test_unknown_named_parties_become_proposed_actors(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    brook, front = the_claim().speaker, the_claim().target
    assert (brook.name, brook.kind, brook.status) == (
        "Adam Brook",
        Actor.Kind.PERSON,
        Actor.Status.PROPOSED,
    )
    assert (front.name, front.kind) == ("Northern Front", Actor.Kind.ORGANISATION)
    assert front.aliases.get().origin == Alias.Origin.PIPELINE


def test_an_unnamed_source_has_a_description_and_no_actor(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(BLAME)
    analyse(revision)
    claim = the_claim()
    assert (claim.speaker, claim.speaker_name) == (None, "A senior official")
    assert claim.is_anonymous


def test_pronouns_and_surnames_alone_are_no_new_actors(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    he = party("Adam", "he")
    stranger = party("Minister", "Fielding", "PERSON")
    pipeline(claim("bombed", speakers=(he,)), claim("blamed", speakers=(stranger,)))
    analyse(revision)
    assert not Actor.objects.filter(kind=Actor.Kind.PERSON).exists()


def test_a_proposed_actor_that_was_renamed_is_found_again(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    Actor.objects.filter(name="Adam Brook").update(name="Adam J. Brook")
    pipeline(ACCUSATION, version="pipeline 2")
    analyse(revision)
    assert the_claim().speaker.name == "Adam J. Brook"


def test_a_name_of_several_actors_is_left_open(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    for number in (1, 2):
        actor = Actor.objects.create(name=f"Brook {number}", slug=f"brook-{number}")
        Alias.objects.create(actor=actor, text="Adam Brook", key="adam brook")
    pipeline(ACCUSATION)
    analyse(revision)
    assert (the_claim().speaker, the_claim().speaker_name) == (None, "Adam Brook")


# Once, whoever comes


def test_a_revision_is_read_once_by_one_version(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    assert analyse(revision).state == Analysis.State.DONE
    assert analyse(revision) is None
    assert Claim.objects.count() == 1


def test_a_newer_version_replaces_what_an_older_one_proposed(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION, BLAME)
    analyse(revision)
    pipeline(DENIAL, version="pipeline 2")
    new = analyse(revision)
    assert the_claim().kind == "denial"
    assert set(Mention.objects.values_list("analysis", flat=True)) == {new.pk}
    states = dict(Analysis.objects.values_list("pipeline_version", "state"))
    assert states == {"pipeline 1": "superseded", "pipeline 2": "done"}


def test_a_newer_revision_takes_the_place_of_the_older_one(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    second = Revision.objects.create(
        article=revision.article, number=2, text=TEXT + "\n\nCorrected."
    )
    analyse(second)
    assert the_claim().revision == second


def test_an_analysis_whose_worker_died_is_taken_again(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    started_at = timezone.now() - extraction.RUNNING_TIMEOUT - timedelta(minutes=1)
    dead = Analysis.objects.create(
        revision=revision, pipeline_version="pipeline 1", started_at=started_at
    )
    assert analyse(revision) == dead
    assert Claim.objects.count() == 1


def test_a_worker_that_lost_its_analysis_writes_nothing(
    revision: Revision,
    pipeline: Pipeline,
    analyse: Analyse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipeline(ACCUSATION)
    reading = extraction.read()

    def slow_read(*args: object, **options: object) -> object:
        Analysis.objects.update(started_at=timezone.now() + timedelta(seconds=1))
        return reading

    monkeypatch.setattr(extraction, "read", slow_read)
    analyse(revision)
    assert not Claim.objects.exists()
    assert Analysis.objects.get().state == Analysis.State.RUNNING


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_the_claims_once(
    pipeline: Pipeline, analyse: Analyse
) -> None:
    outlet = Outlet.objects.create(name="Halden Post", slug="halden-post")
    article = Article.objects.create(outlet=outlet)
    revision = Revision.objects.create(article=article, text=TEXT)
    pipeline(ACCUSATION, DENIAL)

    def work(_: int) -> bool:
        try:
            return analyse(revision) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 1
    assert Claim.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_workers_may_propose_the_same_actors_at_once(
    pipeline: Pipeline, analyse: Analyse
) -> None:
    outlet = Outlet.objects.create(name="Halden Post", slug="halden-post")
    revisions = [
        Revision.objects.create(
            article=Article.objects.create(outlet=outlet), text=TEXT
        )
        for _ in range(6)
    ]
    pipeline(ACCUSATION)

    def work(revision: Revision) -> str:
        try:
            return analyse(revision).state
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        assert set(workers.map(work, revisions)) == {"done"}
    assert Actor.objects.filter(name="Adam Brook").count() == 1
    assert not Claim.objects.filter(speaker=None).exists()


# When it fails


def test_a_failure_is_recorded_in_words_and_leaves_nothing_behind(
    revision: Revision,
    pipeline: Pipeline,
    analyse: Analyse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise UnreadableText("This is binary data, not text.")

    pipeline(ACCUSATION)
    monkeypatch.setattr(extraction, "read", fail)
    analysis = analyse(revision)
    assert (analysis.state, analysis.error) == (
        Analysis.State.FAILED,
        "This is binary data, not text.",
    )


@pytest.mark.parametrize(
    ("failures", "minutes_ago", "waits"),
    [(0, 0, True), (1, 0, False), (1, 2, True), (2, 2, False), (2, 16, True)]
    + [(3, 60 * 24, False)],
)
def test_a_failed_revision_waits_longer_each_time_and_not_for_ever(
    revision: Revision,
    pipeline: Pipeline,
    failures: int,
    minutes_ago: int,
    waits: bool,
) -> None:
    pipeline()
    for _ in range(failures):
        Analysis.objects.create(
            revision=revision,
            pipeline_version="pipeline 1",
            state=Analysis.State.FAILED,
            finished_at=timezone.now() - timedelta(minutes=minutes_ago),
        )
    assert extraction.unread_revisions().exists() == waits


def test_only_the_newest_revision_waits(revision: Revision, pipeline: Pipeline) -> None:
    pipeline()
    second = Revision.objects.create(article=revision.article, number=2, text=TEXT)
    assert list(extraction.unread_revisions()) == [second]


def test_a_revision_in_work_waits_only_when_its_worker_died(
    revision: Revision, pipeline: Pipeline
) -> None:
    pipeline()
    Analysis.objects.create(revision=revision, pipeline_version="pipeline 1")
    assert not extraction.unread_revisions().exists()
    Analysis.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert extraction.unread_revisions().exists()


def test_a_newer_version_finds_everything_unread(
    revision: Revision, pipeline: Pipeline, analyse: Analyse
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    assert not extraction.unread_revisions().exists()
    pipeline(ACCUSATION, version="pipeline 2")
    assert list(extraction.unread_revisions()) == [revision]


# People win


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.REJECT])
def test_a_decided_claim_stays_and_does_not_come_back(
    revision: Revision,
    pipeline: Pipeline,
    analyse: Analyse,
    editor: User,
    action: Action,
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    decided = decide_claim(the_claim().pk, editor, action)
    pipeline(claim("bombed the market"), DENIAL, version="pipeline 2")
    analyse(revision)
    assert the_claim(kind="accusation") == decided
    assert Claim.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Claim.Kind.CLAIM_OF_RESPONSIBILITY},
        {"target_id": None, "target_name": "the Southern Front"},
        {"speaker_id": None, "speaker_name": "somebody else"},
        {"end_char": TEXT.index(" in Halden.")},
    ],
    ids=["kind", "target", "speaker", "words"],
)
def test_a_corrected_claim_is_not_proposed_as_it_was(
    revision: Revision,
    pipeline: Pipeline,
    analyse: Analyse,
    editor: User,
    changes: dict[str, object],
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    decide_claim(the_claim().pk, editor, Action.CORRECT, changes=changes)
    pipeline(ACCUSATION, version="pipeline 2")
    analyse(revision)
    assert the_claim().status == Status.CONFIRMED


def test_an_added_claim_is_not_proposed_beside_it(
    revision: Revision, pipeline: Pipeline, analyse: Analyse, editor: User
) -> None:
    span = ACCUSATION.accusation
    values = {"start_char": span.start_char, "end_char": span.end_char}
    add_claim(revision, editor, values | {"kind": Claim.Kind.ACCUSATION})
    pipeline(ACCUSATION)
    analyse(revision)
    assert the_claim().origin == "person"


def test_a_decision_on_one_of_two_conjoined_claims_leaves_the_other(
    revision: Revision, pipeline: Pipeline, analyse: Analyse, editor: User
) -> None:
    halden = party("Halden", label="ORG")
    both = claim("bombed", speakers=(BROOK, halden))
    pipeline(both)
    analyse(revision)
    decide_claim(the_claim(speaker__name="Halden").pk, editor, Action.REJECT)
    pipeline(both, version="pipeline 2")
    analyse(revision)
    assert the_claim(speaker__name="Halden").status == Status.REJECTED
    assert the_claim(speaker__name="Adam Brook").status == Status.PROPOSED
    assert Claim.objects.count() == 2


def test_claims_of_a_link_that_a_person_made_stay(
    revision: Revision, pipeline: Pipeline, analyse: Analyse, editor: User
) -> None:
    pipeline(ACCUSATION, DENIAL)
    analyse(revision)
    link = add_link(
        the_claim(kind="denial"), the_claim(kind="accusation"), "denies", editor
    )
    pipeline(ACCUSATION, DENIAL, version="pipeline 2")
    analyse(revision)
    link.refresh_from_db()
    assert Claim.objects.count() == 2


def test_a_rejected_claim_does_not_come_back_in_a_later_revision(
    revision: Revision, pipeline: Pipeline, analyse: Analyse, editor: User
) -> None:
    pipeline(ACCUSATION)
    analyse(revision)
    decide_claim(the_claim().pk, editor, Action.REJECT)
    second = Revision.objects.create(
        article=revision.article, number=2, text=TEXT + "\n\nCorrected."
    )
    analyse(second)
    assert the_claim().status == Status.REJECTED
