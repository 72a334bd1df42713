"""What the fields of several tables may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The state of a claim or link; only people confirm and reject."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


class Origin(models.TextChoices):
    MACHINE = "machine", _("machine-extracted")
    PERSON = "person", _("added by a person")


class Quotation(models.TextChoices):
    DIRECT = "direct", _("direct quotation")
    INDIRECT = "indirect", _("indirect quotation")
    MIXED = "mixed", _("mixed quotation")
    NARRATOR = "narrator", _("in the article's own voice")


class Category(models.TextChoices):
    COMMITS_ATTACK = "commits_attack", _("committed an attack")
    SUPPORTS_TERRORISM = "supports_terrorism", _("supports terrorism")
    HARBOURS = "harbours", _("harbours terrorists")
    BELONGS_COLLABORATES = "belongs_collaborates", _("belongs to or works with")
    FAILS_TO_ACT = "fails_to_act", _("fails to act")
    OTHER = "other", _("other")
