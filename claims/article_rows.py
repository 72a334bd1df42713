"""What was read in an article as rows, not yet saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any

from actors.names import normalise
from actors.resolve import ActorIndex
from claims.anchors import select
from claims.models import Analysis, Attribution, Claim, Mention, first_day
from claims.nlp.readings import ArticleReading, CharSpan, ClaimReading
from claims.parties import Party, PartyFinder
from claims.proposals import propose_actors
from sources.models import Revision

#: Lengths of the columns for names and mentions, and for cues.
_NAME_CHARS = 500
_CUE_CHARS = 300


def published_on(revision: Revision) -> date | None:
    published_at = revision.article.published_at
    return published_at.date() if published_at else None


class ArticleRows:
    """Rows for one reading of one revision.

    Making it resolves the names, and proposes actors for the parties that nobody knows;
    the methods query nothing.
    """

    def __init__(
        self, revision: Revision, reading: ArticleReading, index: ActorIndex
    ) -> None:
        self._revision = revision
        self._reading = reading
        self._sort_date = published_on(revision) or revision.fetched_at.date()
        finder = PartyFinder(
            revision.text, reading.mentions, index, published_on(revision)
        )
        self._mentioned = [finder.mentioned(mention) for mention in reading.mentions]
        self._parties = [_parties(claim, finder) for claim in reading.claims]
        parties = [party for pairs in self._parties for pair in pairs for party in pair]
        self._proposed = propose_actors(parties)

    def mentions(self, analysis: Analysis) -> list[Mention]:
        return [
            Mention(
                analysis=analysis,
                actor_id=actor.actor_id
                if actor
                else self._proposed.get(normalise(mention.text)),
                start_char=mention.span.start_char,
                end_char=mention.span.end_char,
                text=mention.text[:_NAME_CHARS],
                label=mention.label,
            )
            for mention, actor in zip(
                self._reading.mentions, self._mentioned, strict=True
            )
        ]

    def attributions(self, analysis: Analysis) -> list[Attribution]:
        """One row for each attribution, in the order of the reading."""
        return [
            Attribution(
                analysis=analysis,
                quotation=attribution.quotation,
                source_spans=_pairs(attribution.source),
                cue_spans=_pairs(attribution.cue),
                content_spans=_pairs(attribution.content),
                confidence=attribution.confidence,
            )
            for attribution in self._reading.attributions
        ]

    def claims(
        self, analysis: Analysis, attributions: Sequence[Attribution]
    ) -> list[list[Claim]]:
        """The claims of each reading, one for each pair of conjoined parties.

        `attributions` are the saved rows of the reading's attributions. Two readings
        that make the same claim give one row.
        """
        seen: set[tuple[Any, ...]] = set()
        families = []
        for reading, pairs in zip(self._reading.claims, self._parties, strict=True):
            common = self._common(analysis, reading, attributions)
            family = [
                Claim(
                    explanation=_explain(reading, *pair),
                    **common,
                    **self._of_parties(*pair),
                )
                for pair in pairs
            ]
            families.append([c for c in family if not _seen_before(c, seen)])
        return families

    def _common(
        self,
        analysis: Analysis,
        reading: ClaimReading,
        attributions: Sequence[Attribution],
    ) -> dict[str, Any]:
        """What the claims of conjoined parties share."""
        words = select(
            self._revision.text,
            reading.accusation.start_char,
            reading.accusation.end_char,
        )
        said_on, said_precision = first_day(reading.said_date)
        cue_start, cue_end = _ends(reading.cue)
        return {
            "revision": self._revision,
            "analysis": analysis,
            "attribution": None
            if reading.attribution is None
            else attributions[reading.attribution],
            "kind": reading.kind,
            "category": reading.category,
            "via": reading.via[:_NAME_CHARS],
            "start_char": reading.accusation.start_char,
            "end_char": reading.accusation.end_char,
            "exact": words.exact,
            "prefix": words.prefix,
            "suffix": words.suffix,
            "quotation": reading.quotation,
            "cue": self._text(reading.cue)[:_CUE_CHARS],
            "cue_start_char": cue_start,
            "cue_end_char": cue_end,
            "said_on": said_on,
            "said_precision": said_precision,
            "sort_date": said_on or self._sort_date,
            "is_hedged": reading.is_hedged,
            "confidence": reading.confidence,
        }

    def _of_parties(self, speaker: Party, target: Party) -> dict[str, Any]:
        speaker_start, speaker_end = _ends(speaker.span)
        target_start, target_end = _ends(target.span)
        return {
            "speaker_id": self._party_id(speaker),
            "speaker_name": speaker.name[:_NAME_CHARS],
            "speaker_body_id": speaker.body.actor_id if speaker.body else None,
            "speaker_start_char": speaker_start,
            "speaker_end_char": speaker_end,
            "is_anonymous": speaker.is_anonymous,
            "target_id": self._party_id(target),
            "target_name": target.name[:_NAME_CHARS],
            "target_start_char": target_start,
            "target_end_char": target_end,
        }

    def _party_id(self, party: Party) -> int | None:
        if party.is_proposable:
            return self._proposed.get(normalise(party.name))
        return party.actor.actor_id if party.actor else None

    def _text(self, span: CharSpan | None) -> str:
        return self._revision.text[span.start_char : span.end_char] if span else ""


def _parties(reading: ClaimReading, finder: PartyFinder) -> list[tuple[Party, Party]]:
    """Speaker and target of each claim in the reading; unstated ones are empty."""
    speakers = [finder.speaker(party) for party in reading.speakers] or [Party()]
    targets = [finder.target(party) for party in reading.targets] or [Party()]
    return list(product(speakers, targets))


def _explain(
    reading: ClaimReading, speaker: Party, target: Party
) -> dict[str, str | float]:
    """How the claim was found, and how its parties were recognised."""
    recognised = {"speaker": speaker.how, "target": target.how}
    return reading.explanation | {role: how for role, how in recognised.items() if how}


def _seen_before(claim: Claim, seen: set[tuple[Any, ...]]) -> bool:
    """Whether an equal claim was met, by the constraint claim_unique_in_revision."""
    key = (
        claim.kind,
        claim.start_char,
        claim.end_char,
        claim.speaker_id,
        claim.speaker_name,
        claim.target_id,
        claim.target_name,
    )
    if key in seen:
        return True
    seen.add(key)
    return False


def _pairs(spans: Iterable[CharSpan]) -> list[list[int]]:
    return [[span.start_char, span.end_char] for span in spans]


def _ends(span: CharSpan | None) -> tuple[int | None, int | None]:
    return (span.start_char, span.end_char) if span else (None, None)
