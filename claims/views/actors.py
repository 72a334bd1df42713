"""Actors: who speaks and is spoken of."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.kinds import REPLIES
from claims.models import Claim
from claims.paging import COUNT_LIMIT, page_of
from claims.selectors import (
    actor_counts,
    in_claims,
    listed_actors,
    listed_claims,
    named,
    said_by,
)

RECENT = 5
MEMBERS = 300


class ActorSearchForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("any kind")), *Actor.Kind.choices],
    )
    all = forms.BooleanField(label=_("also without claims"), required=False)


def actor_list(request: HttpRequest) -> HttpResponse:
    form = ActorSearchForm(request.GET)
    actors = listed_actors()
    if not form.is_valid():
        actors = actors.none()
    if not form.cleaned_data.get("all"):
        actors = in_claims(actors)
    if kind := form.cleaned_data.get("kind"):
        actors = actors.filter(kind=kind)
    if text := form.cleaned_data.get("q"):
        actors = named(actors, text)
    context = {
        "form": form,
        "page": page_of(request, actors, per_page=100),
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/actor_list.html", context)


def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(Actor.objects.select_related("merged_into"), slug=slug)
    if actor.merged_into:
        return redirect(actor.merged_into, permanent=True)
    claims = listed_claims().visible()
    said = said_by(claims, actor)
    context = {
        "actor": actor,
        "aliases": actor.aliases.exclude(text=actor.name),
        "affiliations": actor.affiliations.select_related("body"),
        "members": actor.members.select_related("member")[:MEMBERS],
        "counts": actor_counts(actor),
        "accuses": said.filter(kind=Claim.Kind.ACCUSATION)[:RECENT],
        "replies": said.filter(kind__in=REPLIES)[:RECENT],
        "responsibility": said.filter(kind=Claim.Kind.CLAIM_OF_RESPONSIBILITY)[:RECENT],
        "accused": claims.filter(target=actor, kind=Claim.Kind.ACCUSATION)[:RECENT],
    }
    return render(request, "claims/actor.html", context)
