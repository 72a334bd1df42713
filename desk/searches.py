"""What a saved search finds, and what it reports."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import ngettext

from claims.filters import ClaimFilter
from claims.models import Claim, ClaimQuerySet
from desk.models import SavedSearch

#: What a reader of feeds takes in at once; the list has the rest.
MOST_ENTRIES = 50
MOST_IN_MAIL = 20


def found_by(search: SavedSearch) -> ClaimQuerySet:
    """The claims as its owner sees them, the last that came in first."""
    return ClaimFilter.of(search.query, search.user).claims.order_by("-pk")


def save_search(user_id: int, name: str, query: str) -> SavedSearch:
    """Save a search that reports what comes in from now on."""
    newest = Claim.objects.aggregate(pk=Max("pk"))["pk"] or 0
    return SavedSearch.objects.create(
        user_id=user_id, name=name, query=query, last_claim=newest
    )


def atom(search: SavedSearch, site: str) -> str:
    """The newest claims as an Atom feed. `site` is the home page with its slash."""
    home = site.rstrip("/")
    feed = Atom1Feed(
        title=f"Crossclaim: {search.name}",
        link=home + search.get_absolute_url(),
        description="",
        feed_guid=f"{home}/saved/{search.pk}/",
    )
    for claim in found_by(search)[:MOST_ENTRIES]:
        address = home + claim.get_absolute_url()
        feed.add_item(
            title=headline(claim),
            link=address,
            description=claim.exact,
            unique_id=address,
            pubdate=claim.created_at,
            updateddate=claim.created_at,
        )
    return feed.writeString("utf-8")


def headline(claim: Claim) -> str:
    kind = claim.get_kind_display()
    return f"{claim.speaker_label} → {claim.target_label}: {kind}, {claim.sort_date}"


def send_digest(search: SavedSearch) -> int:
    """Mail what came in since the last digest, if anything did; how many claims.

    Whoever calls has taken the search. Where the mail server fails, the claims wait
    for the next digest.
    """
    claims = found_by(search).filter(pk__gt=search.last_claim)
    numbers = list(claims.values_list("pk", flat=True)[: MOST_IN_MAIL + 1])
    if not numbers:
        return 0
    count = claims.count()
    context = {
        "search": search,
        "claims": [(headline(claim), claim) for claim in claims[:MOST_IN_MAIL]],
        "more": max(0, count - MOST_IN_MAIL),
        "site": settings.SITE_URL.rstrip("/"),
    }
    subject = ngettext(
        "%(n)s new claim: %(name)s", "%(n)s new claims: %(name)s", count
    ) % {"n": count, "name": " ".join(search.name.split())}
    body = render_to_string("desk/digest.txt", context)
    send_mail(subject, body, None, [search.user.email])
    SavedSearch.objects.filter(pk=search.pk).update(last_claim=numbers[0])
    return count
