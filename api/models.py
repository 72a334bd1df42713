"""Keys with which programs act for a person."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Tokens are found by it in texts where they should not be.
PREFIX = "cc_"
#: The start of a token that lists show, so that people know which one it is.
SHOWN_CHARS = 8
#: "Last used" is kept to the minute: not every request writes.
USE_NOTED = timedelta(minutes=1)


class TokenQuerySet(models.QuerySet["Token"]):
    def issue(self, user: User, name: str) -> tuple[Token, str]:
        """A new token and its text, which is kept nowhere and can't be shown again."""
        text = PREFIX + token_urlsafe(32)
        token = self.create(
            user=user, name=name, digest=digest(text), start=text[:SHOWN_CHARS]
        )
        return token, text

    def user_of(self, text: str) -> User | None:
        """Whose token it is, if it is one and they may still sign in."""
        found = self.filter(digest=digest(text), user__is_active=True)
        token = found.select_related("user").first()
        if token is None:
            return None
        now = timezone.now()
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED)
        self.filter(unnoted, pk=token.pk).update(last_used_at=now)
        return token.user


class Token(models.Model):
    """A key of a person's; whoever has its text may do what that person may."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(
        _("name"), max_length=100, help_text=_("What it is for: the program, the task")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=SHOWN_CHARS, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"


def digest(text: str) -> str:
    """Tokens are random and long, so that a plain hash can't be guessed back."""
    return sha256(text.encode()).hexdigest()
