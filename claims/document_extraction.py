"""Documents in, claims and links out: files instead of the database.

The same pipeline, resolution and linking as on the site, on one set of documents alone.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import Pool
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Any, TextIO

from spacy.language import Language

from actors.resolve import ActorIndex
from claims.document_lines import describe_attribution, describe_claims
from claims.documents import BadLine, Document, facts_of, open_text, parse_line
from claims.incidents import describe_incidents
from claims.linking.documents import link_documents
from claims.linking.facts import ClaimFacts, Key
from claims.linking.scoring import ProposedLink
from claims.nlp import UnreadableText, load_pipeline, read
from claims.parties import PartyFinder

#: Lines that wait for each process; more would only take memory.
_WAITING = 4


@dataclass(frozen=True)
class Result:
    """What became of one line of input: a line of output, or an error in words."""

    line: dict[str, Any] | None = None
    facts: tuple[ClaimFacts, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Summary:
    """What an extraction did."""

    documents: int
    claims: int
    links: int
    errors: int


def extract_documents(
    source: Path,
    target: Path,
    *,
    jobs: int = 1,
    gold_claims: bool = False,
    incidents: bool = False,
    report: Callable[[str], None],
) -> Summary:
    """Read claims in each document of a file and link them; write a line for each.

    Lines that can't be read are told to `report` and left out. `target` appears only
    when all is written. With `gold_claims` the input's own claims are linked; with
    `incidents` lines name the perpetrators of attacks too. Memory grows with the number
    of claims, not with the texts.

    Raises OSError.
    """
    with _appearing(target) as output, tempfile.TemporaryFile("w+") as unlinked:
        facts: list[ClaimFacts] = []
        documents = errors = 0
        with open_text(source) as lines:
            process = _link_given if gold_claims else partial(_read, incidents)
            for result in _results(lines, jobs, process):
                if result.line is None:
                    errors += 1
                    report(result.error)
                    continue
                documents += 1
                facts.extend(result.facts)
                unlinked.write(json.dumps(result.line) + "\n")
        links = link_documents(facts)
        unlinked.seek(0)
        for line in unlinked:
            output.write(_with_links(json.loads(line), links))
    return Summary(documents, len(facts), sum(map(len, links.values())), errors)


def _results(
    lines: Iterable[str], jobs: int, process: Callable[[int, str], Result]
) -> Iterator[Result]:
    """Process the lines in order, by so many processes; empty lines are nothing."""
    numbered = (
        (number, line) for number, line in enumerate(lines, start=1) if line.strip()
    )
    if jobs == 1:
        yield from (process(*item) for item in numbered)
        return
    # Pool.imap would take in all lines at once: only so many may wait.
    waiting: deque[AsyncResult[Result]] = deque()
    with Pool(jobs) as pool:
        for item in numbered:
            waiting.append(pool.apply_async(process, item))
            if len(waiting) >= jobs * _WAITING:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


def _read(incidents: bool, number: int, line: str) -> Result:
    """Read the claims of the document in a line; what goes wrong is its result."""
    try:
        document = parse_line(line, number)
        output = _document_reader()(document, incidents=incidents)
    except BadLine as error:
        return Result(error=str(error))
    except UnreadableText as error:
        return Result(error=f"line {number}: {error}")
    return _with_facts(document, output)


def _link_given(number: int, line: str) -> Result:
    """Take the claims that the document in a line brings along."""
    try:
        document = parse_line(line, number)
        return _with_facts(document, _line(document, list(document.claims), []))
    except BadLine as error:
        return Result(error=str(error))
    except (KeyError, TypeError, ValueError) as error:
        return Result(error=f"line {number} has no claims to link: {error!r}")


def _with_facts(document: Document, line: dict[str, Any]) -> Result:
    return Result(line, tuple(facts_of(document, claim) for claim in line["claims"]))


def _line(
    document: Document,
    claims: list[dict[str, Any]],
    attributions: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "id": document.id,
        "claims": claims,
        "rebuttals": [],
        "attributions": attributions,
    }


def _with_links(line: dict[str, Any], links: dict[Key, list[ProposedLink]]) -> str:
    line["rebuttals"] = [
        {"from": link.answer, "to": link.answered, "relation": link.relation}
        | {"score": link.score, "explanation": link.explanation}
        for link in links.get(line["id"], [])
    ]
    return json.dumps(line, ensure_ascii=False) + "\n"


@contextmanager
def _appearing(path: Path) -> Iterator[TextIO]:
    """A text file to write that appears under its name only when all went well."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    compress = gzip.open if path.suffix == ".gz" else open
    try:
        with compress(unfinished, "wt", encoding="utf-8") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@cache
def _document_reader() -> DocumentReader:
    """One for each process: a model takes a second to load and much memory."""
    return DocumentReader()


class DocumentReader:
    """Reads claims in documents; the model is loaded once."""

    def __init__(self) -> None:
        self._nlp: Language = load_pipeline()
        self._index = ActorIndex.from_gazetteer()

    def __call__(self, document: Document, *, incidents: bool) -> dict[str, Any]:
        """The document's line of output, still without rebuttals.

        Raises UnreadableText.
        """
        reading = read(
            self._nlp,
            document.text,
            published=document.published,
            title=document.title,
            outlet=document.source,
        )
        finder = PartyFinder(
            document.text, reading.mentions, self._index, document.published
        )
        line = _line(
            document,
            describe_claims(document, reading, finder),
            [describe_attribution(a) for a in reading.attributions],
        )
        named = describe_incidents(reading.claims, finder) if incidents else {}
        return line | named
