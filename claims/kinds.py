"""Which kinds of claim do what in an exchange."""

from claims.models import Claim, Link

#: Somebody says that somebody did something.
CHARGES = (Claim.Kind.ACCUSATION, Claim.Kind.CLAIM_OF_RESPONSIBILITY)

#: An accused party, or somebody for it, speaks about a charge.
REPLIES = (Claim.Kind.DENIAL, Claim.Kind.ADMISSION, Claim.Kind.NO_COMMENT)

#: The relations that answer a claim; corroboration adds to it instead.
ANSWERS = (*Link.REBUTTALS, Link.Relation.CONCEDES)
