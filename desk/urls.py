"""The addresses of what people keep."""

from django.urls import path

from desk.views import collections, searches

urlpatterns = [
    path("saved/", searches.saved_searches, name="saved_searches"),
    path("saved/add/", searches.save, name="save_search"),
    path("saved/<int:pk>/digest/", searches.set_digest, name="search_digest"),
    path("saved/<int:pk>/delete/", searches.delete, name="search_delete"),
    path("saved/feed/<str:secret>.atom", searches.feed, name="search_feed"),
    path("collections/", collections.collections, name="collections"),
    path("collections/keep/", collections.keep, name="keep_claim"),
    path("collections/<int:pk>/", collections.collection, name="collection"),
    path("collections/<int:pk>/share/", collections.share, name="share_collection"),
    path("collections/<int:pk>/delete/", collections.delete, name="delete_collection"),
    path(
        "collections/<int:pk>/export/<slug:name>/",
        collections.export,
        name="export_collection",
    ),
    path("collections/entries/<int:pk>/", collections.note, name="entry_note"),
    path("collections/shared/<str:secret>/", collections.shared, name="shared"),
]
