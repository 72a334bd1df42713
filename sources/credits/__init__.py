"""Which other outlets an article credits: "as first reported by", "told", "(AP)"."""

from sources.credits.names import OutletNames, name_key
from sources.credits.read import Credit, agencies_credited, read_credits

__all__ = ["Credit", "OutletNames", "agencies_credited", "name_key", "read_credits"]
