"""Links among the claims of a set of documents, without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from claims.linking.candidates import SideIndex
from claims.linking.facts import ClaimFacts, Key
from claims.linking.scoring import Linker, ProposedLink, shipped_model


def link_documents(claims: Sequence[ClaimFacts]) -> dict[Key, list[ProposedLink]]:
    """All links among the claims, by the document of the answering claim."""
    linker = Linker(SideIndex(claims), shipped_model())
    documents = {claim.id: claim.document for claim in claims}
    found = {
        (link.answer, link.answered): link
        for claim in claims
        for link in linker.links(claim)
    }
    links: dict[Key, list[ProposedLink]] = defaultdict(list)
    for link in found.values():
        links[documents[link.answer]].append(link)
    return links
