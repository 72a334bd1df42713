"""A claim as a scholar cites it: with the archived text, not only the live page."""

from claims.models import Claim


def citation(claim: Claim, address: str) -> str:
    """Who said what where, and which archived text shows it, in one line.

    `address` is the claim's own. Needs speaker, revision, article and outlet.
    """
    revision, article = claim.revision, claim.revision.article
    where = [f"“{_line(revision.title or article.title)}”", article.outlet.name]
    if article.published_at:
        where.append(article.published_at.date().isoformat())
    if article.url:
        where.append(article.url)
    said = claim.said_date or f"reported {claim.sort_date.isoformat()}"
    archived = (
        f"archived revision {revision.number} of {revision.fetched_at:%Y-%m-%d %H:%M} "
        f"UTC, characters {claim.start_char}–{claim.end_char}, "
        f"SHA-256 {revision.sha256}"
    )
    return (
        f"{claim.speaker_label}, {Claim.Kind(claim.kind).label} ({said}): "
        f"“{_line(claim.exact)}”. In: {', '.join(where)}; {archived}. "
        f"Crossclaim, {address}"
    )


def _line(text: str) -> str:
    return " ".join(text.split())
