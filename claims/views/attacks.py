"""Attacks for which several parties are named, side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.competing import competition, listed_attacks
from claims.models import Attack
from claims.paging import COUNT_LIMIT, page_of


def attack_list(request: HttpRequest) -> HttpResponse:
    context = {"page": page_of(request, listed_attacks()), "count_limit": COUNT_LIMIT}
    return render(request, "claims/attack_list.html", context)


def attack_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    attack = get_object_or_404(Attack, pk=pk)
    if attack.slug != slug:
        return redirect(attack, permanent=True)
    context = {"attack": attack, "competition": competition(attack)}
    return render(request, "claims/attack.html", context)
