"""Which claim answers which; in the database without doubling or touching decisions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from claims.decisions import decide_claim, decide_link
from claims.linking.candidates import NEAREST, SideIndex
from claims.linking.facts import ClaimFacts, ClaimWords, PartyFacts, Passage
from claims.linking.manner import manner_of, reference_in
from claims.linking.pairs import expected_relation
from claims.linking.scoring import Linker, ProposedLink, relation_of, shipped_model
from claims.linking.words import content_stems, shipped_weights
from claims.linking.writer import _take, link_claims, unlinked_claims
from claims.models import Claim, Decision, Link, Status
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    ClaimFactory,
    LinkFactory,
    RevisionFactory,
)

TEXT = (
    "Southland blames Northland for the ferry bombing\n\n"
    "The Southland minister said on Tuesday that Northland bombed the ferry Aurora. "
    "He named no witness.\n\n"
    "Northland denied that it bombed the ferry Aurora, and accused Southland of "
    "planting the bomb on the ferry Aurora itself."
)
CHARGE = "Northland bombed the ferry Aurora"
DENIAL = "denied that it bombed the ferry Aurora"
COUNTER = "Southland of planting the bomb on the ferry Aurora itself"


def facts(
    exact: str,
    kind: str = "accusation",
    *,
    speaker: str = "Southland",
    target: str = "Northland",
    document: str = "a",
    text: str = TEXT,
    **values: object,
) -> ClaimFacts:
    start_char = text.index(exact)
    passage = Passage.of(text, start_char, start_char + len(exact))
    defaults: dict[str, object] = {
        "id": f"{document}#{start_char}",
        "category": "commits_attack",
        "is_hedged": False,
        "confidence": 1.0,
        "said_on": date(2019, 3, 5),
    }
    return ClaimFacts(
        document=document,
        place=passage.place(start_char),
        kind=kind,
        speaker=PartyFacts.of([speaker]),
        target=PartyFacts.of([target]),
        words=ClaimWords.of(passage, [speaker, target]),
        manner=manner_of(passage),
        refers_to=reference_in(passage),
        **(defaults | values),
    )


def linked(claim: ClaimFacts, *others: ClaimFacts) -> list[ProposedLink]:
    return Linker(SideIndex([claim, *others]), shipped_model()).links(claim)


ACCUSED = facts(CHARGE)
DENIED = facts(DENIAL, "denial", speaker="Northland")
COUNTERED = facts(COUNTER, speaker="Northland", target="Southland")


# Words


@pytest.mark.parametrize("text", ["bombed", "BOMBINGS", "the bombing said"])
def test_forms_of_a_word_have_one_stem(text: str) -> None:
    assert content_stems(text) == {"bomb"}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    weights = shipped_weights()
    assert weights.weight("zarzuela") > weights.weight("president") > 0


def test_words_of_the_parties_do_not_count_twice() -> None:
    assert "northland" not in ACCUSED.words.own


# Relations


@pytest.mark.parametrize(
    ("answer", "answered", "relation"),
    [
        (DENIED, ACCUSED, "denies"),
        (COUNTERED, ACCUSED, "counter_accuses"),
        (replace(DENIED, kind="admission"), ACCUSED, "concedes"),
        (DENIED, replace(ACCUSED, kind="claim_of_responsibility"), "denies"),
        (ACCUSED, DENIED, None),
        (ACCUSED, ACCUSED, None),
        (replace(DENIED, target=PartyFacts.of(["Eastland"])), ACCUSED, None),
        (replace(DENIED, document="b", is_hedged=True), ACCUSED, None),
        (replace(DENIED, is_hedged=True), ACCUSED, "denies"),
        (replace(DENIED, document="b"), ACCUSED, "denies"),
        (replace(DENIED, kind="no_comment"), ACCUSED, None),
    ],
)
def test_kinds_and_sides_decide_the_relation(
    answer: ClaimFacts, answered: ClaimFacts, relation: str | None
) -> None:
    assert expected_relation(answer, answered) == relation


@pytest.mark.parametrize(
    ("answer", "answered", "relation"),
    [
        (DENIED, ACCUSED, "denies"),
        (replace(DENIED, kind="admission"), ACCUSED, "concedes"),
        (COUNTERED, ACCUSED, "counter_accuses"),
        (COUNTERED, replace(ACCUSED, kind="claim_of_responsibility"), "disputes"),
        (replace(ACCUSED, id="again"), ACCUSED, "corroborates"),
        (replace(ACCUSED, manner=DENIED.manner), ACCUSED, "disputes"),
        (replace(ACCUSED, kind="claim_of_responsibility"), ACCUSED, "concedes"),
    ],
)
def test_an_answer_is_called_by_what_it_does(
    answer: ClaimFacts, answered: ClaimFacts, relation: str
) -> None:
    assert relation_of(answer, answered) == relation


def test_a_denial_whose_target_nobody_knows_answers_the_charge_before_it() -> None:
    denied = replace(DENIED, target=PartyFacts())
    (link,) = linked(denied, ACCUSED)
    assert (link.answer, link.relation) == (DENIED.id, "denies")


def test_what_a_denial_refers_to_is_named_in_words() -> None:
    text = (
        "The Southland minister said that Northland bombed the ferry Aurora. Northland "
        "rejected the Southland minister's charges."
    )
    charge = facts("Northland bombed the ferry Aurora", text=text)
    answer = facts(
        "rejected the Southland minister's charges",
        "denial",
        speaker="Northland",
        text=text,
    )
    (link,) = linked(answer, charge)
    assert "refers to “the Southland minister's charges”" in link.explanation


def test_accusations_of_one_deed_go_back_and_forth_across_articles() -> None:
    text = (
        "Northland's envoy said on Wednesday that Southland bombed the ferry Aurora "
        "to blame others."
    )
    countered = facts(
        "Southland bombed the ferry Aurora",
        speaker="Northland",
        target="Southland",
        document="b",
        text=text,
        said_on=date(2019, 3, 6),
    )
    (link,) = linked(countered, ACCUSED)
    assert (link.relation, link.answer) == ("counter_accuses", countered.id)


def test_a_person_answers_for_his_government() -> None:
    minister = PartyFacts.of(["Ana Ruiz"], ["Northland"])
    assert expected_relation(replace(DENIED, target=minister), ACCUSED) == "denies"


def test_a_described_party_is_another_one_in_another_document() -> None:
    here = PartyFacts.described("the group", "a")
    there = PartyFacts.described("the group", "b")
    assert not here.sides & there.sides


def test_a_pronoun_is_nobody() -> None:
    assert not PartyFacts.described("they", "a").sides


def test_a_denial_about_the_same_deed_is_linked_and_says_why() -> None:
    (link,) = linked(DENIED, ACCUSED)
    assert (link.answer, link.answered) == (DENIED.id, ACCUSED.id)
    assert 0.5 <= link.score <= 1
    assert "the same kind of charge" in link.explanation
    assert "aurora" in link.explanation


def test_a_denial_of_another_deed_is_not_linked() -> None:
    text = "The Westland envoy said that Northland sheltered two fugitive smugglers."
    other = facts(
        "Northland sheltered two fugitive smugglers",
        text=text,
        speaker="Westland",
        document="b",
        category="harbours",
        said_on=date(2009, 1, 1),
    )
    assert linked(DENIED, other) == []


def test_one_pair_has_one_link_from_whichever_end() -> None:
    assert linked(ACCUSED, DENIED) == linked(DENIED, ACCUSED) != []


def test_a_bare_denial_answers_what_the_charge_beside_it_says_elsewhere() -> None:
    beside = replace(ACCUSED, id="b1", document="b", said_on=date(2019, 3, 6))
    bare = facts(
        "denied it",
        "denial",
        text="Northland denied it.",
        speaker="Northland",
        document="b",
        said_on=date(2019, 3, 6),
    )
    other = facts("He named no witness", document="c", said_on=date(2015, 1, 1))
    (link,) = linked(bare, ACCUSED, beside, other)[:1]
    assert (link.answer, link.answered) == (bare.id, beside.id)
    assert {link.answered for link in linked(bare, ACCUSED, beside)} == {
        ACCUSED.id,
        beside.id,
    }


# Candidates


def test_candidates_are_found_by_side() -> None:
    stranger = facts("He named no witness", target="Eastland", document="c")
    index = SideIndex([ACCUSED, DENIED, stranger])
    assert list(index.candidates(DENIED)) == [ACCUSED]


def test_candidates_are_bounded_and_near_in_time() -> None:
    many = [
        replace(ACCUSED, id=n, document=n, said_on=date.fromordinal(730_000 + n))
        for n in range(2000)
    ]
    found = list(SideIndex(many).candidates(many[1000]))
    assert len(found) == NEAREST - 1
    assert all(abs(claim.id - 1000) <= NEAREST for claim in found)


# In the database


@pytest.fixture
def northland(db: None) -> Actor:
    return ActorFactory(name="Northland")


@pytest.fixture
def southland(db: None) -> Actor:
    return ActorFactory(name="Southland")


@pytest.fixture
def accusation(northland: Actor, southland: Actor) -> Claim:
    return ClaimFactory(
        revision=RevisionFactory(text=TEXT),
        exact=CHARGE,
        speaker=southland,
        target=northland,
        category="commits_attack",
    )


@pytest.fixture
def denial(accusation: Claim, northland: Actor) -> Claim:
    return ClaimFactory(
        revision=accusation.revision,
        kind="denial",
        exact=DENIAL,
        speaker=northland,
        target=northland,
        category="commits_attack",
    )


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor")


def links() -> set[tuple[int, int]]:
    return set(Link.objects.values_list("answer_id", "answered_id"))


def test_new_claims_are_linked_once(accusation: Claim, denial: Claim) -> None:
    assert link_claims([accusation.pk, denial.pk]) == 1
    assert link_claims([accusation.pk, denial.pk]) == 0
    assert links() == {(denial.pk, accusation.pk)}
    assert not unlinked_claims().exists()


def test_a_claim_of_another_article_is_linked_when_it_comes(
    accusation: Claim, northland: Actor
) -> None:
    link_claims([accusation.pk])
    later = ClaimFactory(
        revision=RevisionFactory(text=TEXT),
        kind="denial",
        exact=DENIAL,
        speaker=northland,
        target=northland,
        category="commits_attack",
    )
    link_claims([later.pk])
    assert links() == {(later.pk, accusation.pk)}


def test_a_minister_denies_what_his_government_is_accused_of(
    accusation: Claim, northland: Actor
) -> None:
    minister = AffiliationFactory(body=northland, role="foreign minister").member
    denial = ClaimFactory(
        revision=accusation.revision,
        kind="denial",
        exact=DENIAL,
        speaker=minister,
        target=minister,
        category="commits_attack",
    )
    link_claims([denial.pk])
    assert links() == {(denial.pk, accusation.pk)}


@pytest.mark.parametrize("action", [Decision.Action.REJECT, Decision.Action.CONFIRM])
def test_a_decided_link_stays_as_it_is(
    accusation: Claim, denial: Claim, editor: User, action: Decision.Action
) -> None:
    link_claims([accusation.pk, denial.pk])
    link = decide_link(Link.objects.get().pk, editor, action)
    link_claims([accusation.pk, denial.pk])
    assert Link.objects.get() == link
    assert Link.objects.get().status == link.status


def test_a_link_that_a_person_added_stays(accusation: Claim, denial: Claim) -> None:
    LinkFactory(
        answer=denial, answered=accusation, relation="disputes", origin="person"
    )
    link_claims([denial.pk])
    assert Link.objects.get().relation == "disputes"


def test_a_rejected_claim_is_nobodys_answer(accusation: Claim, denial: Claim) -> None:
    Claim.objects.filter(pk=denial.pk).update(status=Status.REJECTED)
    assert link_claims([accusation.pk, denial.pk]) == 0
    assert not unlinked_claims().exists()


def repeat(claim: Claim) -> Claim:
    """The same claim in another article."""
    return ClaimFactory(
        revision=RevisionFactory(article=ArticleFactory(), text=TEXT),
        exact=claim.exact,
        kind=claim.kind,
        speaker=claim.speaker,
        target=claim.target,
        category=claim.category,
    )


def test_linking_a_claim_asks_no_more_among_many_than_among_few(
    accusation: Claim, denial: Claim
) -> None:
    link_claims([accusation.pk, denial.pk])
    queries = []
    for _ in range(2):
        repeated = repeat(accusation)
        with CaptureQueriesContext(connection) as asked:
            assert link_claims([repeated.pk]) == 1
        queries.append(len(asked))
        link_claims([repeat(accusation).pk for _ in range(20)])
    assert queries[1] <= queries[0]


def test_links_are_found_by_what_was_kept_of_a_claim(
    accusation: Claim, denial: Claim
) -> None:
    link_claims([accusation.pk, denial.pk])
    far = repeat(accusation)
    link_claims([far.pk])
    link = Link.objects.get(answered=far)
    assert link.answer == denial
    assert "aurora" in link.explanation


@pytest.mark.django_db(transaction=True)
def test_two_workers_link_each_claim_once() -> None:
    parties = {"speaker": ActorFactory(), "target": ActorFactory(name="Northland")}
    revision = RevisionFactory(text=TEXT)
    charge = ClaimFactory(
        revision=revision, exact=CHARGE, category="commits_attack", **parties
    )
    reply = ClaimFactory(
        revision=RevisionFactory(text=TEXT),
        exact=DENIAL,
        kind="denial",
        category="commits_attack",
        speaker=parties["target"],
        target=parties["target"],
    )
    start = Barrier(4)

    def work(claim_ids: list[int]) -> int:
        start.wait()
        try:
            return link_claims(claim_ids)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(work, [[charge.pk], [reply.pk]] * 2))
    assert links() == {(reply.pk, charge.pk)}
    assert sum(found) >= 1
    assert not unlinked_claims().exists()
    assert Claim.objects.values("allegation").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_another_worker_is_at_is_left_to_it() -> None:
    claim = ClaimFactory(revision=RevisionFactory(text=TEXT), exact=CHARGE)

    def link() -> int:
        try:
            return link_claims([claim.pk])
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        assert _take(unlinked_claims(), [claim.pk]) == [claim.pk]
        assert other.submit(link).result() == 0
    assert list(unlinked_claims()) == [claim]


def test_a_decided_claim_waits_to_be_linked_anew(
    accusation: Claim, denial: Claim, editor: User
) -> None:
    link_claims([accusation.pk, denial.pk])
    decide_claim(denial.pk, editor, Decision.Action.REJECT)
    assert list(unlinked_claims()) == [denial]
    link_claims([denial.pk])
    assert not Link.objects.exists()
