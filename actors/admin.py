from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from actors.models import Actor, Affiliation, Alias
from actors.names import normalise


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 1
    fields = ("text", "kind", "origin")
    readonly_fields = ("origin",)


class AffiliationInline(admin.TabularInline):
    model = Affiliation
    fk_name = "member"
    extra = 0
    fields = ("body", "role", "start", "end", "origin")
    readonly_fields = ("origin",)
    autocomplete_fields = ("body",)


@admin.register(Actor)
class ActorAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "country", "status", "names", "wikidata_id")
    list_filter = ("kind", "status", "country")
    search_fields = ("name", "aliases__text", "wikidata_id")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("merged_into",)
    readonly_fields = ("created_at",)
    inlines = (AliasInline, AffiliationInline)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Actor]:
        return super().get_queryset(request).annotate(names=Count("aliases"))

    @admin.display(ordering="names")
    def names(self, actor: Any) -> int:
        return actor.names

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: forms.BaseModelFormSet,
        change: bool,
    ) -> None:
        """Mark what a person touched as theirs, so that no load takes it back."""
        for row in formset.save(commit=False):
            row.origin = Alias.Origin.PERSON
            if isinstance(row, Alias):
                row.key = normalise(row.text)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()
