"""The addresses of the API and of the pages about it."""

from django.urls import path

from api import views
from api.routes import api

urlpatterns = [
    path("api/v1/docs", views.docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", views.revoke, name="token_revoke"),
]
