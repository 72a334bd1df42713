"""Repetitions in copies, told from what a copy adds of its own."""

import pytest

from claims.folding import fold
from claims.models import Claim, Link
from tests.factories import WORDS, ActorFactory, ClaimFactory, LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Claim:
    return ClaimFactory(speaker=ActorFactory(name="Ana Sur"))


def repeated(claim: Claim, **values: object) -> Claim:
    """The same claim in another article."""
    same = {"kind": claim.kind, "speaker": claim.speaker, "target": claim.target}
    return ClaimFactory(**same | values)


def article_of(claim: Claim) -> int:
    return claim.revision.article_id


def test_a_claim_in_a_copy_is_folded_into_that_of_the_original(first: Claim) -> None:
    again = repeated(first)
    folded = fold([again, first], {article_of(again): {article_of(first)}})
    assert folded.claims == [first]
    assert folded.repeats == {first.pk: [again]}


def test_the_same_claim_in_an_article_that_is_no_copy_stands(first: Claim) -> None:
    other = repeated(first)
    assert fold([first, other], {}).claims == [first, other]


@pytest.mark.parametrize("values", [{"kind": "denial"}, {"speaker": None}])
def test_what_only_the_copy_says_stands(
    first: Claim, values: dict[str, object]
) -> None:
    own = repeated(first, **values)
    origins = {article_of(own): {article_of(first)}}
    assert fold([first, own], origins).claims == [first, own]


def test_a_copy_whose_original_does_not_say_it_stands(first: Claim) -> None:
    assert fold([first], {article_of(first): {987_654}}).claims == [first]


def test_of_several_claims_the_one_with_the_likest_words_is_repeated(
    first: Claim,
) -> None:
    second = repeated(first, revision=first.revision, exact="attacked the port")
    again = repeated(first, exact=WORDS)
    again_second = repeated(first, revision=again.revision, exact="attacked the port")
    folded = fold(
        [first, second, again, again_second], {article_of(again): {article_of(first)}}
    )
    assert folded.repeats == {first.pk: [again], second.pk: [again_second]}


def test_copies_of_copies_are_folded_into_the_first(first: Claim) -> None:
    second, third = repeated(first), repeated(first)
    origins = {
        article_of(second): {article_of(first)},
        article_of(third): {article_of(second)},
    }
    folded = fold([third, second, first], origins)
    assert folded.claims == [first]
    assert {claim.pk for claim in folded.repeats[first.pk]} == {second.pk, third.pk}


def test_articles_that_copy_one_another_do_not_go_round_for_ever(
    first: Claim,
) -> None:
    second = repeated(first)
    origins = {
        article_of(first): {article_of(second)},
        article_of(second): {article_of(first)},
    }
    fold([first, second], origins)


def test_an_answer_to_a_repetition_answers_what_is_repeated(first: Claim) -> None:
    again = repeated(first)
    denial = ClaimFactory(kind="denial")
    links: list[Link] = [
        LinkFactory(answer=denial, answered=again),
        LinkFactory(answer=denial, answered=first),
    ]
    folded = fold([first, again, denial], {article_of(again): {article_of(first)}})
    (link,) = folded.links(links)
    assert (link.answer, link.answered) == (denial, first)
