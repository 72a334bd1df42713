"""Who publishes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Outlet(models.Model):
    """A publisher: whoever puts articles before the public under one name."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("slug"), max_length=200, unique=True)
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166 alpha-2 code")
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outlet", kwargs={"slug": self.slug})
