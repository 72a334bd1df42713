"""What linking keeps of claims, to find those that belong together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from actors.models import Actor
from claims.models.claim import Claim


class Fingerprint(models.Model):
    """What linking compares of a claim, so that its article's text is read only once.

    Written when the claim is linked. Words are stems with spaces between; sides are the
    ids of the parties and of the bodies behind them on the claim's date.
    """

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True)
    own = models.TextField()
    sentence = models.TextField()
    around = models.TextField()
    speaker_sides = ArrayField(models.BigIntegerField())
    target_sides = ArrayField(models.BigIntegerField())
    #: The words with which the claim names what it answers, or "".
    refers_to = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"fingerprint of {self.claim_id}"


class ClaimSide(models.Model):
    """One side that a claim is about; by it others find what they may belong with."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="sides")
    side = models.ForeignKey(Actor, models.CASCADE, related_name="+", db_index=False)
    #: Denials, admissions and the like; else a charge.
    is_reply = models.BooleanField()
    sort_date = models.DateField()

    class Meta:
        indexes = [
            # A reply looks for charges, a charge for both, and the nearest in time.
            models.Index(
                fields=["side", "is_reply", "sort_date", "claim"], name="claim_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} is about {self.side_id}"
