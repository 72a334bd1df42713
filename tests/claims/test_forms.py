from typing import Any

import pytest

from actors.models import Actor, Alias
from claims.forms import ClaimForm, DecisionForm, NewClaimForm, initial_values, rebased
from claims.models import Claim, Decision
from claims.snapshots import snapshot_claim
from tests.factories import (
    TEXT,
    WORDS,
    ActorFactory,
    AliasFactory,
    ClaimFactory,
    RevisionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def northland() -> Actor:
    actor = ActorFactory(name="Northland government", slug="northland-government")
    AliasFactory(actor=actor, text="Northland")
    return actor


def typed(claim: Claim, **values: Any) -> dict[str, Any]:
    """What the browser sends when an editor changes only these values."""
    sent = initial_values(snapshot_claim(claim)) | values
    return {name: value for name, value in sent.items() if value is not False}


def correction(claim: Claim, **values: Any) -> ClaimForm:
    return ClaimForm(typed(claim, **values), revision=claim.revision, claim=claim)


def new_claim(**values: Any) -> NewClaimForm:
    sent = {
        "words": WORDS,
        "kind": "accusation",
        "category": "other",
        "quotation": "indirect",
    }
    return NewClaimForm(sent | values, revision=RevisionFactory())


# Correcting


def test_what_is_left_alone_changes_nothing() -> None:
    claim = ClaimFactory()
    form = correction(claim)
    assert form.is_valid(), form.errors
    assert {
        name: value
        for name, value in form.changes().items()
        if getattr(claim, name) != value
    } == {}


def test_a_name_that_no_actor_has_may_stay_as_the_pipeline_left_it() -> None:
    claim = ClaimFactory(target=None, target_name="the rebels' friends")
    form = correction(claim, kind="denial")
    assert form.is_valid(), form.errors
    assert "target" not in form.changes()


def test_an_alias_leads_to_its_actor(northland: Actor) -> None:
    form = correction(ClaimFactory(), speaker="northland")
    assert form.is_valid(), form.errors
    changes = form.changes()
    assert changes["speaker"] == northland
    assert changes["speaker_name"] == "northland"


def test_a_name_is_marked_where_the_paragraph_of_the_words_has_it(
    northland: Actor,
) -> None:
    form = correction(ClaimFactory(), target="Northland")
    assert form.is_valid(), form.errors
    changes = form.changes()
    assert changes["target_start_char"] == TEXT.index(WORDS)
    assert changes["target_end_char"] == TEXT.index(WORDS) + len("Northland")


def test_a_name_of_another_paragraph_is_not_marked(northland: Actor) -> None:
    words = "which he called absurd"
    form = correction(ClaimFactory(), words=words, speaker="Northland government")
    assert form.is_valid(), form.errors
    assert form.changes()["speaker_start_char"] is None


def test_an_ambiguous_name_is_refused_and_its_actors_are_named(
    northland: Actor,
) -> None:
    other = ActorFactory(name="Northland Liberation Army")
    AliasFactory(actor=other, text="Northland")
    form = correction(ClaimFactory(), speaker="Northland")
    assert not form.is_valid()
    message = str(form.errors["speaker"])
    assert "Northland government" in message
    assert "Northland Liberation Army" in message


def test_an_unknown_name_is_refused() -> None:
    form = correction(ClaimFactory(), target="Eastland Brigade")
    assert not form.is_valid()
    assert "new actor" in str(form.errors["target"])
    assert not Actor.objects.filter(name="Eastland Brigade").exists()


def test_an_unknown_name_becomes_a_proposed_actor_if_the_editor_says_so() -> None:
    form = correction(ClaimFactory(), target="Eastland Brigade", new_target="on")
    assert form.is_valid(), form.errors
    actor = form.changes()["target"]
    assert (actor.name, actor.slug) == ("Eastland Brigade", "eastland-brigade")
    assert actor.status == Actor.Status.PROPOSED
    alias = actor.aliases.get()
    assert (alias.key, alias.origin) == ("eastland brigade", Alias.Origin.PERSON)


def test_a_new_actor_gets_a_slug_of_its_own() -> None:
    ActorFactory(name="Eastland brigade of old", slug="eastland-brigade")
    form = correction(ClaimFactory(), target="Eastland Brigade", new_target="on")
    assert form.is_valid(), form.errors
    assert form.changes()["target"].slug == "eastland-brigade-2"


def test_an_empty_party_is_unnamed() -> None:
    form = correction(ClaimFactory(), target="", speaker="")
    assert form.is_valid(), form.errors
    changes = form.changes()
    assert (changes["target"], changes["target_name"]) == (None, "")
    assert (changes["speaker"], changes["speaker_name"]) == (None, "")


def test_an_unnamed_source_is_described_not_resolved() -> None:
    values = {"speaker": "a senior official", "is_anonymous": "on"}
    form = correction(ClaimFactory(), **values)
    assert form.is_valid(), form.errors
    changes = form.changes()
    assert (changes["speaker"], changes["is_anonymous"]) == (None, True)
    assert changes["speaker_name"] == "a senior official"


def test_an_unnamed_source_needs_a_description() -> None:
    form = correction(ClaimFactory(), speaker="", is_anonymous="on")
    assert not form.is_valid()
    assert "speaker" in form.errors


def test_corrected_words_are_found_next_to_the_old_ones() -> None:
    text = "It said so. Later it said so again. In the end it said so once more."
    claim = ClaimFactory(revision=RevisionFactory(text=text), exact="said so again")
    form = correction(claim, words="it said so")
    assert form.is_valid(), form.errors
    assert form.changes()["start_char"] == text.index("it said so again")


def test_words_that_the_article_does_not_have_are_refused() -> None:
    form = correction(ClaimFactory(), words="Northland had bombed the harbour")
    assert not form.is_valid()
    assert "copy them" in str(form.errors["words"])


@pytest.mark.parametrize(
    ("text", "precision"), [("2017", "year"), ("2017-10", "month"), ("", "")]
)
def test_a_date_may_be_partial(text: str, precision: str) -> None:
    form = correction(ClaimFactory(), said_date=text)
    assert form.is_valid(), form.errors
    assert form.changes()["said_precision"] == precision


@pytest.mark.parametrize("text", ["5 Oct 2017", "2017-13", "2017-1", "20171005"])
def test_a_date_in_another_form_is_refused(text: str) -> None:
    form = correction(ClaimFactory(), said_date=text)
    assert not form.is_valid()
    assert "said_date" in form.errors


def test_on_top_of_another_decision_what_was_typed_stays_and_the_rest_is_new() -> None:
    claim = ClaimFactory()
    before = snapshot_claim(claim)
    sent = typed(claim, category="harbours", note="read again")
    Claim.objects.update(kind=Claim.Kind.DENIAL, category="other")
    claim.refresh_from_db()
    form = rebased(sent, claim, before, 7)
    shown = {name: form[name].value() for name in ("kind", "category", "note", "seen")}
    assert shown == {
        "kind": "denial",
        "category": "harbours",
        "note": "read again",
        "seen": 7,
    }


# Adding


def test_words_that_stand_once_need_no_place() -> None:
    form = new_claim()
    assert form.is_valid(), form.errors
    assert form.changes()["start_char"] == TEXT.index(WORDS)


def test_for_words_that_stand_several_times_the_editor_is_asked_which() -> None:
    form = new_claim(words="Northland")
    assert not form.is_valid()
    places = form["place"].field.widget.choices
    assert [name for name, _ in places] == ["0-9", "80-89", "135-144"]
    assert "said on Tuesday that <mark>Northland</mark> had" in places[1][1]


def test_the_chosen_place_is_taken() -> None:
    form = new_claim(words="Northland", place="80-89")
    assert form.is_valid(), form.errors
    assert form.changes()["start_char"] == 80


def test_a_place_that_does_not_have_the_words_is_not_taken() -> None:
    form = new_claim(words="Northland", place="81-90")
    assert not form.is_valid()
    assert "place" in form.errors


def test_text_of_the_article_is_escaped_where_places_are_shown() -> None:
    text = "<b>He</b> did it. <i>She</i> did it."
    form = NewClaimForm({"words": "did it"}, revision=RevisionFactory(text=text))
    assert not form.is_valid()
    assert "&lt;b&gt;He" in form["place"].field.widget.choices[0][1]


def test_a_new_claim_needs_a_category() -> None:
    assert "category" in new_claim(category="").errors


# Deciding


def test_a_relation_alone_is_a_correction() -> None:
    form = DecisionForm({"relation": "disputes", "seen": "0"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["action"] == Decision.Action.CORRECT


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"seen": "0"}, id="nothing decided"),
        pytest.param({"action": "add", "seen": "0"}, id="no decision of a button"),
        pytest.param({"action": "confirm"}, id="not said what was seen"),
    ],
)
def test_what_no_button_sends_is_refused(sent: dict[str, str]) -> None:
    assert not DecisionForm(sent).is_valid()
