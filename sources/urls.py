"""Addresses of the pages on feeds and imports."""

from django.urls import path

from sources.views import feeds, imports

urlpatterns = [
    path("feeds/", feeds.feed_list, name="feeds"),
    path("feeds/add/", feeds.feed_add, name="feed_add"),
    path("feeds/<int:pk>/", feeds.feed_action, name="feed_action"),
    path("import/", imports.import_page, name="import"),
]
