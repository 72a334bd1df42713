"""Where an article says it has a claim from: "told the BBC", "first reported by"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from claims.models import Claim, Credit
from sources.credits import Credit as Found
from sources.credits import OutletNames, read_credits
from sources.models import Outlet, Revision

#: Not after a title or an initial, which a name follows.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Lt|St|Ms))(?<!\b(?:Gen|Col|Sen|Rep|Gov|Mrs))"
    r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+"
)
#: A speaker or cue further away than this is that of another sentence.
_NEAR_CHARS = 300


def write_credits(revision_ids: Iterable[int]) -> None:
    """Read the credits of revisions and of their claims anew. Safe to repeat.

    Two queries, and four for each revision.
    """
    outlets = dict(Outlet.objects.values_list("name", "pk"))
    names = OutletNames(outlets)
    ids = {names.canonical(name): pk for name, pk in outlets.items()}
    revisions = Revision.objects.filter(pk__in=set(revision_ids)).defer("html")
    for revision in revisions.select_related("article__outlet"):
        found = read_credits(revision.text, revision.article.byline, names)
        rows = list(_rows(revision, found, names))
        for row in rows:
            row.outlet_id = ids.get(names.canonical(row.name))
        with transaction.atomic():
            Credit.objects.filter(
                Q(revision=revision) | Q(claim__revision=revision)
            ).delete()
            # Another worker may be writing the same ones.
            Credit.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(
    revision: Revision, found: list[Found], names: OutletNames
) -> Iterable[Credit]:
    own = revision.article.outlet.name
    for credit in found:
        if credit.is_general and not names.are_same(credit.name, own):
            yield _row(revision, None, credit)
    passing = [credit for credit in found if not credit.is_general]
    for claim in revision.claims.defer("search") if passing else ():
        start_char, end_char = surroundings(revision.text, claim)
        for credit in passing:
            if start_char <= credit.start_char < end_char:
                yield _row(revision, claim, credit)


def surroundings(text: str, claim: Claim) -> tuple[int, int]:
    """From where to where the sentences go that hold the claim, its speaker and cue."""
    spans = [
        (start_char, end_char)
        for start_char, end_char in (
            (claim.start_char, claim.end_char),
            (claim.speaker_start_char, claim.speaker_end_char),
            (claim.cue_start_char, claim.cue_end_char),
        )
        if start_char is not None
        and end_char is not None
        and start_char > claim.start_char - _NEAR_CHARS
        and end_char < claim.end_char + _NEAR_CHARS
    ]
    first, last = min(spans)[0], max(end_char for _, end_char in spans)
    begins = [match.end() for match in _SENTENCE_END.finditer(text, 0, first + 1)]
    end = _SENTENCE_END.search(text, last)
    return (begins[-1] if begins else 0), (end.start() + 1 if end else len(text))


def _row(revision: Revision, claim: Claim | None, credit: Found) -> Credit:
    return Credit(
        revision=revision,
        claim=claim,
        form=credit.form,
        name=credit.name[:200],
        start_char=credit.start_char,
        end_char=credit.end_char,
    )


def article_credits(revision: Revision) -> list[Credit]:
    """What a revision credits for all that it says."""
    return list(revision.credits.filter(claim=None).select_related("outlet"))


def credits_of(claims: Iterable[Claim]) -> dict[int, list[Credit]]:
    """What the articles of claims credit for each, and for all that they say."""
    claims = list(claims)
    revisions = {claim.revision_id for claim in claims}
    rows = Credit.objects.filter(revision__in=revisions).select_related("outlet")
    by_claim: dict[int | None, list[Credit]] = defaultdict(list)
    general: dict[int, list[Credit]] = defaultdict(list)
    for row in rows:
        (
            general[row.revision_id] if row.claim_id is None else by_claim[row.claim_id]
        ).append(row)
    return {
        claim.pk: by_claim[claim.pk] + general[claim.revision_id] for claim in claims
    }
