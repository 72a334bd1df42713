"""All addresses. Each app names its own; here is only what belongs to the house."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("api.urls")),
    path("", include("desk.urls")),
    path("accounts/", include("django.contrib.auth.urls")),
    path("", include("claims.urls")),
    path("", include("sources.urls")),
]
