"""What was said, by whom, of whom, and what answers it."""

from claims.models.allegation import Allegation, AllegationQuerySet, Attack
from claims.models.analysis import Analysis, Attribution, Mention
from claims.models.anchor import Anchor, Credit
from claims.models.choices import Category, Origin, Quotation, Status
from claims.models.claim import LEAST_SURE, Claim, ClaimQuerySet
from claims.models.dates import Precision, first_day
from claims.models.decision import Decision
from claims.models.fingerprint import ClaimSide, Fingerprint
from claims.models.link import Link, LinkQuerySet
from claims.models.tally import ActorTally, DayTally, OutletTally
from claims.models.visibility import LIKELY

__all__ = [
    "ActorTally",
    "Allegation",
    "AllegationQuerySet",
    "Analysis",
    "Anchor",
    "Attack",
    "Attribution",
    "Category",
    "Claim",
    "ClaimQuerySet",
    "ClaimSide",
    "DayTally",
    "Credit",
    "Decision",
    "Fingerprint",
    "LEAST_SURE",
    "LIKELY",
    "Link",
    "LinkQuerySet",
    "Mention",
    "Origin",
    "OutletTally",
    "Precision",
    "Quotation",
    "Status",
    "first_day",
]
