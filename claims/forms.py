"""What editors type: a decision, a correction, a claim to add, a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from claims.anchors import find, nearest, select
from claims.answers import STATES
from claims.fields import PartialDateField, PartyField, WordsField, read_date
from claims.models import Category, Claim, Decision, Link, Quotation
from claims.naming import create_actor
from claims.selectors import AmbiguousName, find_actor
from claims.snapshots import snapshot_claim
from sources.models import Revision

#: Places offered when the words stand in the article more than once.
MOST_PLACES = 20

Place = tuple[int, int]


class DecisionForm(forms.Form):
    """Confirm or reject, or correct a link by its relation alone."""

    action = forms.ChoiceField(
        choices=[("confirm", _("Confirm")), ("reject", _("Reject"))], required=False
    )
    relation = forms.ChoiceField(choices=Link.Relation.choices, required=False)
    #: The newest decision that the editor saw; 0 for none.
    seen = forms.IntegerField(min_value=0)
    note = forms.CharField(required=False, max_length=2_000)

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        if values.get("relation"):
            values["action"] = Decision.Action.CORRECT
        elif not values.get("action"):
            raise ValidationError(_("Nothing was decided."))
        return values


class AnsweredForm(forms.Form):
    """Which allegations to list, by who answered them."""

    answered = forms.ChoiceField(
        label=_("answered"), choices=[("", _("either")), *STATES], required=False
    )


class LinkForm(forms.Form):
    """Another claim, and how this one and that one are related."""

    other = forms.ModelChoiceField(
        Claim.objects.all(),
        error_messages={
            "invalid_choice": _("That claim was replaced when its article was read.")
        },
    )
    relation = forms.ChoiceField(choices=Link.Relation.choices)
    #: Whether this claim is the one that answers; else the other one is.
    is_answer = forms.BooleanField(required=False)


class ClaimForm(forms.Form):
    """The values of a claim that a person decides, to correct one that is there.

    What the editor leaves as it was stays as it is, an unknown name too. After
    is_valid(), `changes()` gives the fields of the model.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = WordsField(
        label=_("Words"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Exactly as in the article: select them there, or copy them."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Claim.Kind.choices)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", _("choose…")), *Category.choices],
        help_text=_("What the target is accused of; in a denial, what is denied."),
    )
    speaker = PartyField(
        label=_("Speaker"), help_text=_("Empty when the article itself says so.")
    )
    new_speaker = forms.BooleanField(
        label=_("create this speaker as a new actor"), required=False
    )
    is_anonymous = forms.BooleanField(
        label=_("an unnamed source, described by these words"), required=False
    )
    speaker_body = PartyField(
        label=_("Speaks for"),
        help_text=_("The government or organisation behind the speaker, if any."),
    )
    target = PartyField(
        label=_("Target"),
        help_text=_("Whom the accusation is about. Empty when nobody is named."),
    )
    new_target = forms.BooleanField(
        label=_("create this target as a new actor"), required=False
    )
    said_date = PartialDateField(
        label=_("Said on"),
        required=False,
        max_length=10,
        help_text=_("2017-10-05, 2017-10 or 2017. Empty when the article is silent."),
    )
    quotation = forms.ChoiceField(
        label=_("Quotation"), choices=Quotation.choices, initial=Quotation.INDIRECT
    )
    is_hedged = forms.BooleanField(
        label=_("hedged: “may have”, “is believed to”"), required=False
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why you decide so. It is shown in the history."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        revision: Revision,
        claim: Claim | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.revision = revision
        self.claim = claim
        now = initial_values(snapshot_claim(claim)) if claim else {}
        super().__init__(data, initial=now | (initial or {}), label_suffix="")
        #: The claim that is there already, where that is what is wrong.
        self.existing: Claim | None = None
        self._place: Place | None = None
        self._actors: dict[str, Model | None] = {}

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        if "words" in values:
            self._place = self._find_place(values["words"])
        for role in ("speaker", "target", "speaker_body"):
            if self._is_changed(role):
                self._actors[role] = self._find_actor(role)
        if values.get("is_anonymous") and not values.get("speaker"):
            self.add_error("speaker", _("Describe the source as the article does."))
        return values

    def changes(self) -> dict[str, Any]:
        """The decided values as fields of Claim.

        Writes the new actors that the editor asked for: call it inside a transaction.
        """
        values = self.cleaned_data
        same = ("kind", "category", "quotation", "is_hedged", "is_anonymous")
        fields = {name: values[name] for name in same}
        fields["said_on"], fields["said_precision"] = read_date(values["said_date"])
        assert self._place is not None
        fields["start_char"], fields["end_char"] = self._place
        for role in ("speaker", "target"):
            if role in self._actors:
                fields |= self._party(role)
        if "speaker_body" in self._actors:
            fields["speaker_body"] = self._actors["speaker_body"]
        return fields

    def _is_changed(self, role: str) -> bool:
        is_renamed = self.claim is None or role in self.changed_data
        return is_renamed or (role == "speaker" and "is_anonymous" in self.changed_data)

    def _find_actor(self, role: str) -> Model | None:
        name = self.cleaned_data.get(role)
        if not name or self._is_description(role):
            return None
        try:
            actor = find_actor(name)
        except AmbiguousName as error:
            self.add_error(
                role,
                _("Several actors go by this name: %(names)s. Write the full name.")
                % {"names": ", ".join(error.names)},
            )
            return None
        if actor is None and not self.cleaned_data.get(f"new_{role}"):
            self.add_error(role, self._unknown(role))
        return actor

    def _unknown(self, role: str) -> str:
        text = _("No actor goes by this name. Choose another name.")
        if f"new_{role}" in self.fields:
            text = _(
                "No actor goes by this name. Choose another name, or tick that it is "
                "a new actor."
            )
        return str(text)

    def _is_description(self, role: str) -> bool:
        return role == "speaker" and self.cleaned_data.get("is_anonymous", False)

    def _party(self, role: str) -> dict[str, Any]:
        name, actor = self.cleaned_data[role], self._actors[role]
        if actor is None and name and not self._is_description(role):
            actor = create_actor(name)
        start_char, end_char = self._place_of_name(name)
        return {
            role: actor,
            f"{role}_name": name,
            f"{role}_start_char": start_char,
            f"{role}_end_char": end_char,
        }

    def _place_of_name(self, name: str) -> tuple[int | None, int | None]:
        """Where the paragraph of the words has the name; (None, None) if it hasn't."""
        assert self._place is not None
        start_char, end_char = self._place
        places = [
            place
            for place in find(self.revision.text, name)
            if not self._are_paragraphs_apart(place, self._place)
        ]
        return nearest(places, start_char, end_char) if places else (None, None)

    def _are_paragraphs_apart(self, one: Place, other: Place) -> bool:
        first, last = sorted((one, other))
        return "\n\n" in self.revision.text[first[1] : last[0]]

    def _find_place(self, words: str) -> Place | None:
        places = find(self.revision.text, words)
        if not places:
            self.add_error(
                "words", _("The article does not have these words: copy them from it.")
            )
            return None
        return self._choose(places)

    def _choose(self, places: list[Place]) -> Place | None:
        """The words are corrected, so they are meant where the old ones stand."""
        assert self.claim is not None
        return nearest(places, self.claim.start_char, self.claim.end_char)


class NewClaimForm(ClaimForm):
    """The values of a claim that the pipeline missed.

    `place` is where the words were selected, as "start-end". Without it, words that
    stand in the article several times make the form ask which are meant.
    """

    place = forms.CharField(
        label=_("Which of them?"), required=False, widget=forms.HiddenInput
    )

    field_order = ("seen", "words", "place")

    def _choose(self, places: list[Place]) -> Place | None:
        by_name = {f"{start}-{end}": (start, end) for start, end in places}
        chosen = by_name.get(self.data.get("place", ""))
        if chosen or len(places) == 1:
            return chosen or places[0]
        self.fields["place"].widget = forms.RadioSelect(
            choices=[
                (name, self._in_context(*place))
                for name, place in list(by_name.items())[:MOST_PLACES]
            ]
        )
        self.add_error(
            "place", _("The article has these words several times: choose one place.")
        )
        return None

    def _in_context(self, start_char: int, end_char: int) -> str:
        found = select(self.revision.text, start_char, end_char)
        words = Truncator(found.exact).words(12)
        return format_html("…{}<mark>{}</mark>{}…", found.prefix, words, found.suffix)


def initial_values(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What the fields of ClaimForm show for the values that a decision records."""
    same = ("kind", "category", "quotation", "said_date", "is_hedged", "is_anonymous")
    return {name: snapshot[name] for name in same} | {
        "words": snapshot["exact"],
        "speaker": snapshot["speaker"] or snapshot["speaker_name"],
        "speaker_body": snapshot["speaker_body"],
        "target": snapshot["target"] or snapshot["target_name"],
    }


def rebased(data: Any, claim: Claim, before: dict[str, Any], newest: int) -> ClaimForm:
    """The form of an editor who saw `before`, on top of what others decided since.

    What the editor had changed stays as typed; everything else is as it is now.
    """
    typed = ClaimForm(
        data, revision=claim.revision, claim=claim, initial=initial_values(before)
    )
    kept = {name: data.get(name) for name in typed.changed_data}
    return ClaimForm(
        revision=claim.revision, claim=claim, initial=kept | {"seen": newest}
    )
