"""Addresses of the pages on feeds and imports."""

from django.urls import path

from sources.views import feeds, imports

urlpatterns = [
    path("feeds/", feeds.feed_list, name="feeds"),
    path("feeds/add/", feeds.feed_add, name="feed_add"),
    path("feeds/<int:pk>/", feeds.feed_detail, name="feed"),
    path("feeds.opml", feeds.feed_opml, name="feed_opml"),
    path("import/", imports.import_page, name="import"),
    path("import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("import/<int:pk>/do/", imports.import_action, name="import_action"),
    path("import/<int:pk>/report.csv", imports.import_report, name="import_report"),
]
