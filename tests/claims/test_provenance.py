import pytest

from claims import tasks
from claims.models import Claim, Credit
from claims.provenance import surroundings, write_credits
from sources.models import Revision
from tests.factories import ClaimFactory, OutletFactory, RevisionFactory

pytestmark = pytest.mark.django_db

TEXT = (
    "Port raided\n\n"
    "PORT CITY (AP) — Northland had armed the rebels, Gen. Ana Sur told the Harbour "
    "Post. It fell on Monday, as first reported by Reuters.\n\n"
    "“Northland lies. It has always lied,” he said in an interview with the BBC."
)
ARMED = "Northland had armed the rebels"


@pytest.fixture
def revision() -> Revision:
    return RevisionFactory(text=TEXT, article__outlet__name="Daily Gazette")


def credits_of(claim: Claim) -> list[tuple[str, str]]:
    write_credits([claim.revision_id])
    return list(claim.credits.values_list("form", "name"))


def test_a_claim_has_the_credits_of_its_own_sentence(revision: Revision) -> None:
    claim = ClaimFactory(revision=revision, exact=ARMED)
    assert credits_of(claim) == [("told", "The Harbour Post")]


def test_an_agency_is_credited_for_the_whole_article(revision: Revision) -> None:
    write_credits([revision.pk])
    credit = Credit.objects.get(claim=None)
    assert (credit.form, credit.name) == ("agency", "Associated Press")
    assert TEXT[credit.start_char : credit.end_char].endswith("(AP)")


def test_a_credit_leads_to_the_outlet_whatever_it_is_called(
    revision: Revision,
) -> None:
    post = OutletFactory(name="The Harbour Post")
    agency = OutletFactory(name="AP")
    write_credits([ClaimFactory(revision=revision, exact=ARMED).revision_id])
    assert set(Credit.objects.values_list("outlet", flat=True)) == {post.pk, agency.pk}


def test_an_outlet_does_not_credit_itself_for_its_own_articles() -> None:
    revision = RevisionFactory(
        text=TEXT, article__outlet__name="The Associated Press", article__byline="AP"
    )
    write_credits([revision.pk])
    assert not Credit.objects.filter(claim=None).exists()


def test_credits_beside_a_quotation_are_its_credits(revision: Revision) -> None:
    claim = ClaimFactory(
        revision=revision,
        exact="Northland lies",
        cue_start_char=TEXT.index("said in"),
        cue_end_char=TEXT.index("said in") + 4,
    )
    assert credits_of(claim) == [("told", "BBC")]


def test_reading_credits_again_changes_nothing(revision: Revision) -> None:
    ClaimFactory(revision=revision, exact=ARMED)
    write_credits([revision.pk])
    write_credits([revision.pk])
    assert Credit.objects.count() == 2


def test_a_claim_that_a_person_adds_gets_its_credits_before_long(
    revision: Revision,
) -> None:
    claim = ClaimFactory(revision=revision, exact=ARMED, origin="person")
    tasks.link_new_claims()
    assert claim.credits.get().name == "The Harbour Post"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (ARMED, "PORT CITY (AP) — Northland had armed the rebels, Gen. Ana Sur told "
                "the Harbour Post."),
        ("It fell", "It fell on Monday, as first reported by Reuters."),
        ("Port raided", "Port raided\n"),
    ],
)  # fmt: skip
def test_the_surroundings_of_a_claim_are_its_sentence(
    revision: Revision, words: str, sentence: str
) -> None:
    claim = ClaimFactory.build(revision=revision, exact=words)
    start_char, end_char = surroundings(TEXT, claim)
    assert TEXT[start_char:end_char] == sentence
