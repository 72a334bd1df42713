"""Addresses of the pages on feeds and imports."""

from django.urls import path

from sources import views

urlpatterns = [
    path("feeds/", views.feed_list, name="feeds"),
    path("feeds/add/", views.feed_add, name="feed_add"),
    path("feeds/<int:pk>/", views.feed_action, name="feed_action"),
    path("import/", views.import_page, name="import"),
]
