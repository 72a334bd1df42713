from datetime import date

from claims.models import Claim, Link
from claims.threads import Thread, threads


def claim(pk: int, day: int, kind: str = "accusation", revision: int = 0) -> Claim:
    return Claim(
        pk=pk, kind=kind, sort_date=date(2017, 10, day), revision_id=revision or pk
    )


def link(answer: Claim, answered: Claim) -> Link:
    return Link(answer=answer, answered=answered, relation=Link.Relation.DENIES)


def shape(found: list[Thread]) -> list[tuple[int, list[int], list[int]]]:
    return [
        (
            thread.claim.pk,
            [one.answer_id for one in thread.answers],
            [one.answer_id for one in thread.elsewhere],
        )
        for thread in found
    ]


def test_an_answer_stands_beneath_what_it_answers() -> None:
    accusation, denial = claim(1, 3), claim(2, 4, "denial")
    found = threads([accusation, denial], [link(denial, accusation)])
    assert shape(found) == [(1, [2], [])]


def test_threads_are_in_order_of_date() -> None:
    assert [t.claim.pk for t in threads([claim(1, 9), claim(2, 3)], [])] == [2, 1]


def test_an_answer_to_several_is_shown_once_beneath_the_latest_before_it() -> None:
    early, late, denial = claim(1, 1), claim(2, 5), claim(3, 6, "denial")
    found = threads([early, late], [link(denial, early), link(denial, late)])
    assert shape(found) == [(1, [], [3]), (2, [3], [])]


def test_an_answer_in_the_same_article_is_shown_there() -> None:
    here, closer = claim(1, 1, revision=9), claim(2, 5)
    denial = claim(3, 6, "denial", revision=9)
    found = threads([here, closer], [link(denial, here), link(denial, closer)])
    assert shape(found) == [(1, [3], []), (2, [], [3])]


def test_an_answer_is_rather_shown_after_than_before_its_accusation() -> None:
    before, after, denial = claim(1, 1), claim(2, 6), claim(3, 5, "denial")
    found = threads([before, after], [link(denial, before), link(denial, after)])
    assert shape(found) == [(1, [3], []), (2, [], [3])]


def test_a_denial_that_answers_nothing_here_stands_by_itself() -> None:
    found = threads([claim(1, 3), claim(2, 4, "denial")], [])
    assert shape(found) == [(1, [], []), (2, [], [])]
    assert not found[0].is_answered


def test_links_to_other_claims_are_left_out() -> None:
    accusation, other, denial = claim(1, 3), claim(8, 3), claim(2, 4, "denial")
    assert shape(threads([accusation], [link(denial, other)])) == [(1, [], [])]


def test_an_answer_that_is_answered_itself_keeps_its_thread() -> None:
    charge, counter, denial = claim(1, 3), claim(2, 4), claim(3, 5, "denial")
    found = threads([charge, counter], [link(counter, charge), link(denial, counter)])
    assert shape(found) == [(1, [2], []), (2, [3], [])]
