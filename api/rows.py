"""Rows as schemas.py describes them, besides claims."""

from typing import Any

from actors.models import Actor
from claims.exports.record import actor_record
from claims.exports.selection import Selection
from claims.models import Allegation, Link
from sources.models import Article, Outlet

Row = dict[str, Any]


def allegation_row(allegation: Allegation, site: Selection) -> Row:
    return _values(
        allegation,
        *("id", "title", "category", "first_said_on", "last_said_on"),
        *("accusation_count", "reply_count", "outlet_count", "independent_count"),
        "is_answered",
    ) | {
        "url": site.address(allegation.get_absolute_url()),
        "target": actor_record(allegation.target, site),
    }


def actor_row(actor: Actor, site: Selection) -> Row:
    aliases = [alias.text for alias in actor.aliases.all()]
    row = actor_record(actor, site) or {}
    return row | _values(actor, "description", "country") | {"aliases": aliases}


def outlet_row(outlet: Outlet, site: Selection) -> Row:
    values = _values(outlet, "id", "slug", "name", "homepage", "country")
    return values | {"url": site.address(outlet.get_absolute_url())}


def article_row(article: Article, site: Selection) -> Row:
    return _values(article, "id", "title", "published_at") | {
        "url": site.address(article.get_absolute_url()),
        "published_url": article.url,
        "outlet": _values(article.outlet, "slug", "name"),
    }


def article_in_full(article: Article, site: Selection) -> Row:
    """Two queries more: its revisions, and the text of the newest one."""
    revisions = list(article.revisions.defer("text", "html").order_by("number"))
    numbers = [_values(r, "number", "fetched_at", "sha256") for r in revisions]
    values = _values(article, "byline", "language", "state")
    return (
        article_row(article, site)
        | values
        | {
            "copy_of": article.original_id,
            "revisions": numbers,
            "text": revisions[-1].text if revisions else "",
        }
    )


def link_row(link: Link) -> Row:
    values = _values(link, "id", "relation", "status", "origin", "score", "explanation")
    return values | {"answer": link.answer_id, "answered": link.answered_id}


def _values(row: object, *names: str) -> Row:
    return {name: getattr(row, name) for name in names}
