"""Claims in the Django admin: to look things up. Decisions are taken on the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.models import Allegation, Analysis, Claim, Decision, Link
from claims.paging import CappedPaginator
from claims.roles import is_admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at: people change them on the site, where it is recorded."""

    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_admin(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "kind",
        "speaker_label",
        "target_label",
        "sort_date",
        "status",
        "origin",
        "page",
    )
    list_filter = ("status", "origin", "kind", "category")
    search_fields = ("=id", "=revision__article__id")
    search_help_text = _("Number of a claim or of an article")
    fields = (
        "page",
        *(
            field.name
            for field in Claim._meta.fields
            if field.name not in ("search", "id")
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        claims = super().get_queryset(request).defer("search")
        return claims.select_related("speaker", "target")

    @admin.display(description=_("on the site"))
    def page(self, claim: Claim) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', claim.get_absolute_url(), _("read and decide")
        )


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    list_display = ("id", "relation", "answer", "answered", "status", "origin", "page")
    list_filter = ("status", "origin", "relation")
    search_fields = ("=id", "=answer__id", "=answered__id")
    search_help_text = _("Number of a link or of a claim")
    fields = (
        "page",
        *(field.name for field in Link._meta.fields if field.name != "id"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        links = super().get_queryset(request)
        return links.select_related("answer__speaker", "answered__speaker").defer(
            "answer__search", "answered__search"
        )

    @admin.display(description=_("on the site"))
    def page(self, link: Link) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>',
            link.answered.get_absolute_url(),
            _("read and decide"),
        )


@admin.register(Allegation)
class AllegationAdmin(ReadOnlyAdmin):
    list_display = ("title", "target", "category", "first_said_on", "last_said_on")
    list_filter = ("category",)
    list_select_related = ("target",)
    search_fields = ("title",)


@admin.register(Analysis)
class AnalysisAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "revision",
        "pipeline_version",
        "state",
        "started_at",
        "finished_at",
        "error",
    )
    list_filter = ("state",)
    search_fields = ("=revision__article__id", "=pipeline_version")
    search_help_text = _("Number of an article, or a pipeline version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Analysis]:
        analyses = super().get_queryset(request).select_related("revision__article")
        return analyses.defer("revision__text", "revision__html")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = (
        "at",
        "user",
        "action",
        "claim_id",
        "link_id",
        "allegation_id",
        "note",
    )
    list_filter = ("action",)
    list_select_related = ("user",)
    search_fields = ("=claim__id", "=link__id", "=allegation__id", "=user__username")
    search_help_text = _("Number of a claim, link or allegation, or an account's name")
    date_hierarchy = "at"
