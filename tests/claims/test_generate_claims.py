"""Invented claims: as many as asked for, never among real ones by mistake."""

from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from claims.linking.writer import link_claims, unlinked_claims
from claims.models import Claim, Fingerprint, Link
from claims.synthetic.world import World, words_of
from sources.models import Article, Copy
from tests.factories import ClaimFactory


def generate(number: int, *options: str) -> str:
    output = StringIO()
    call_command("generate_claims", str(number), *options, stdout=output)
    return output.getvalue().strip()


def test_the_same_seed_tells_the_same_stories() -> None:
    first, again = (list(islice(World(3).stories(), 20)) for _ in range(2))
    assert first == again != list(islice(World(4).stories(), 20))


def test_words_of_a_saying_are_in_its_story() -> None:
    for story in islice(World(1).stories(), 50):
        for saying in story.sayings:
            assert words_of(story, saying)
            assert saying.end_char <= len(story.text)


def test_few_bodies_are_in_most_claims() -> None:
    stories = islice(World(1).stories(), 3000)
    targets = [saying.target for story in stories for saying in story.sayings]
    common = sorted(map(targets.count, set(targets)), reverse=True)[:40]
    assert sum(common) > len(targets) / 3


@pytest.mark.django_db
def test_claims_are_written_as_read_and_linked() -> None:
    assert generate(30).endswith("claims written")
    assert Claim.objects.count() >= 30
    assert Fingerprint.objects.count() == Claim.objects.count()
    assert not unlinked_claims().exists()
    assert not Claim.objects.filter(allegation=None).exists()


@pytest.mark.django_db
def test_waiting_claims_are_left_to_the_workers() -> None:
    generate(30, "--waiting")
    assert unlinked_claims().count() == Claim.objects.count()
    assert link_claims(unlinked_claims().values_list("pk", flat=True)) > 0
    assert Link.objects.exists()
    assert not unlinked_claims().exists()


@pytest.mark.django_db
def test_real_claims_are_not_mixed_with_invented_ones_unasked() -> None:
    ClaimFactory()
    with pytest.raises(CommandError, match="real claims"):
        generate(1)
    assert generate(1, "--beside-real-claims").endswith("claims written")


@pytest.mark.django_db
def test_more_claims_can_follow() -> None:
    generate(10)
    generate(10, "--seed", "2")
    assert Claim.objects.count() >= 20


def test_some_articles_are_reprints_of_their_incident_s_first() -> None:
    stories = list(islice(World(1).stories(), 300))
    firsts = {story.incident: story for story in reversed(stories)}
    reprints = [story for story in stories if story.is_reprint]
    assert reprints
    assert all(firsts[story.incident].text == story.text for story in reprints)


@pytest.mark.django_db
def test_reprints_and_answers_are_known_as_such() -> None:
    generate(400)
    assert Copy.objects.exists()
    copies = Article.objects.exclude(original=None)
    assert copies.count() == Copy.objects.count()
    assert Link.objects.filter(relation="denies").exists()
