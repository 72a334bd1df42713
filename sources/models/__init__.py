"""Where text comes from: outlets, their feeds, and the archive of what was read."""

from sources.models.article import Article, ArticleQuerySet
from sources.models.copies import Copy, CopyQuerySet, Sketch
from sources.models.feed import DEFAULT_INTERVAL, Feed, FeedQuerySet
from sources.models.host import VISIT_TIMEOUT, Host, HostQuerySet
from sources.models.imports import Import, ImportChunk, ImportFile
from sources.models.log import Fetch
from sources.models.outlet import Outlet
from sources.models.revision import Revision
from sources.models.taking import TAKEN_TIMEOUT

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Copy",
    "CopyQuerySet",
    "DEFAULT_INTERVAL",
    "Feed",
    "FeedQuerySet",
    "Fetch",
    "Host",
    "HostQuerySet",
    "Import",
    "ImportChunk",
    "ImportFile",
    "Outlet",
    "Revision",
    "Sketch",
    "TAKEN_TIMEOUT",
    "VISIT_TIMEOUT",
]
