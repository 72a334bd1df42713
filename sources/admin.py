"""The archive in Django's admin: outlets and feeds to edit, the rest to look up."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sources.models import (
    Article,
    ArticleQuerySet,
    Copy,
    Feed,
    FeedQuerySet,
    Fetch,
    Host,
    Outlet,
    Revision,
)


class ArchiveAdmin(admin.ModelAdmin):
    """Tables that may be long: nothing here counts all their rows."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class LookUpAdmin(ArchiveAdmin):
    """Rows that the ingest writes and nobody changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return False


@admin.register(Outlet)
class OutletAdmin(ArchiveAdmin):
    list_display = ["name", "homepage", "country", "created_at"]
    search_fields = ["name", "homepage"]
    list_filter = ["country"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Feed)
class FeedAdmin(ArchiveAdmin):
    list_display = [
        "__str__",
        "outlet",
        "state",
        "last_ok_at",
        "next_fetch_at",
        "failures",
        "last_error",
    ]
    list_filter = ["is_paused", "is_muted"]
    list_select_related = ["outlet"]
    search_fields = ["title", "url", "outlet__name"]
    autocomplete_fields = ["outlet"]
    readonly_fields = [
        "interval",
        "usual_gap",
        "newest_at",
        "entries_seen",
        "former_urls",
        "last_fetch_at",
        "last_status",
        "last_ok_at",
        "failures",
        "last_error",
        "retired_at",
        "created_at",
    ]
    actions = ["fetch_now", "pause"]

    @admin.display(description=_("state"))
    def state(self, feed: Feed) -> str:
        return str(feed.health.label)

    @admin.action(description=_("Fetch now (and resume)"))
    def fetch_now(self, request: HttpRequest, feeds: FeedQuerySet) -> None:
        count = feeds.fetch_soon()
        messages.success(request, f"{count} feeds will be fetched by the next sweep.")

    @admin.action(description=_("Pause"))
    def pause(self, request: HttpRequest, feeds: FeedQuerySet) -> None:
        messages.success(request, f"{feeds.pause()} feeds are paused.")


@admin.register(Host)
class HostAdmin(LookUpAdmin):
    list_display = ["name", "free_at", "rest_until", "robots_read_at"]
    search_fields = ["name"]


@admin.register(Article)
class ArticleAdmin(ArchiveAdmin):
    list_display = ["__str__", "outlet", "state", "published_at", "created_at"]
    list_filter = ["state", "language"]
    list_select_related = ["outlet"]
    search_fields = ["title", "url", "external_id"]
    search_help_text = _("Words of the title, an address or a document id")
    autocomplete_fields = ["outlet"]
    raw_id_fields = ["feed"]
    readonly_fields = ["state", "failure", "created_at"]
    actions = ["fetch_now"]

    @admin.action(description=_("Fetch the page now"))
    def fetch_now(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        count = articles.fetch_soon()
        messages.success(request, f"{count} pages will be fetched by the next sweep.")


@admin.register(Revision)
class RevisionAdmin(LookUpAdmin):
    list_display = ["__str__", "number", "fetched_at"]
    list_select_related = ["article"]
    raw_id_fields = ["article"]
    fields = [
        "article",
        "number",
        "title",
        "words",
        "sha256",
        "fetched_at",
        "html_url",
        "html_sha256",
        "html_headers",
    ]
    readonly_fields = ["words"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("html")

    @admin.display(description=_("text"))
    def words(self, revision: Revision) -> str:
        return format_html("<pre>{}</pre>", revision.text)


@admin.register(Copy)
class CopyAdmin(LookUpAdmin):
    list_display = ["copy", "original", "share", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["copy", "original"]


@admin.register(Fetch)
class FetchAdmin(LookUpAdmin):
    list_display = ["at", "origin", "outcome", "detail", "new_articles", "http_status"]
    list_filter = ["outcome"]
    list_select_related = ["feed", "article"]
    search_fields = ["origin"]
