"""Addresses of the pages on feeds and imports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
