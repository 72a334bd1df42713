"""Copies among real articles, found by the site in an archive of many others."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from bench.extraction import documents, write
from bench.figures import Figure, Part
from bench.pairs import Pair, make_pairs
from config import services
from config.place import BASE_DIR, Place
from config.postgres import DATABASE_NAME, DATABASE_USER

TEXTS = (
    "data/polnear/train.jsonl.gz",
    "data/polnear/dev.jsonl.gz",
    "data/claims/train.jsonl.gz",
)
PAIRS = 2000
STORED = 200_000
SEED = 5

#: What is stored besides: copies of one row for each table, with these values in place
#: of its own. They share a few keys with one another by chance, as phrases do.
_FIRST_ID = 1_000_000
_STORED_ROWS = {
    "sources_article": f"""
        'id', {_FIRST_ID} + n, 'external_id', 'stored ' || n,
        'published_at', now() - n * interval '1 minute'""",
    "sources_revision": f"""
        'id', {_FIRST_ID} + n, 'article_id', {_FIRST_ID} + n,
        'text', repeat(md5(n::text) || ' ', 80)""",
    "sources_sketch": f"""
        'article_id', {_FIRST_ID} + n, 'keys', ARRAY(
          SELECT CASE WHEN place <= 6 THEN (random() ^ 2 * 5000)::integer
                      ELSE ((random() - 0.5) * 4294967295)::bigint::integer END
            FROM generate_series(1, 60) AS place WHERE n > 0)""",
}
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
     WHERE attrelid = %s::regclass AND attnum > 0
       AND attgenerated = '' AND NOT attisdropped
"""


def measure(shared: Path, scratch: Path) -> Iterator[Figure]:
    rows = documents(*(shared / name for name in TEXTS))
    texts = list(dict.fromkeys(row["text"] for row in rows))
    pairs = make_pairs(texts, PAIRS, seed=SEED)
    place = Place(scratch / "var")
    services.ensure(place)
    try:
        _manage(place, "migrate", "--verbosity=0")
        example = {"id": "stored", "source": "Archive", "text": texts[0]}
        file = write([example], scratch / "example.jsonl")
        _manage(place, "import_documents", str(file))
        _manage(place, "fold_copies")
        with closing(_connect(place)) as connection:
            _fill(connection)
            seconds, count = _fold(place, pairs, scratch)
            yield from _scores(pairs, _families(connection))
        yield Figure(
            "cost-per-article", 1000 * seconds / count, "ms", smaller_is_better=True
        )
    finally:
        services.release(place)
        services.wait_until_stopped(place)


def _fill(connection: Connection) -> None:
    """Store many articles; the index is made anew in one go when they are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('sketch_keys'::regclass)")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX sketch_keys")
        for table, values in _STORED_ROWS.items():
            cursor.execute(_COLUMNS, [table])
            (columns,) = cursor.fetchone()
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM"
                f" (SELECT made.* FROM {table} AS row, generate_series(1, {STORED}) n,"
                f" jsonb_populate_record(row, jsonb_build_object({values})) AS made)"
            )
        connection.commit()
        for statement in (definition, "ANALYZE"):
            cursor.execute(statement)
        connection.commit()


def _fold(place: Place, pairs: Sequence[Pair], scratch: Path) -> tuple[float, int]:
    """Seconds that it takes to fold the articles of all pairs, and how many they are.

    The time that the command needs when there is nothing to do is taken off.
    """
    firsts = {_name(pair.first): pair.first for pair in pairs}
    seconds = {_name(pair.second): pair.second for pair in pairs} | firsts
    file = write(
        (
            {
                "id": name,
                "source": f"outlet {name[:2]}",
                "date": "2020-01-01" if name in firsts else "2020-01-02",
                "text": text,
            }
            for name, text in seconds.items()
        ),
        scratch / "articles.jsonl",
    )
    _manage(place, "import_documents", str(file))
    took = _manage(place, "fold_copies")
    return took - _manage(place, "fold_copies"), len(seconds)


def _families(connection: Connection) -> dict[str, set[int]]:
    """What each article goes back to: itself, or the first of what it copies."""
    families: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_id, coalesce(original_id, id) FROM sources_article"
            " WHERE external_id NOT LIKE 'stored%'"
            " UNION SELECT one.external_id, coalesce(other.original_id, other.id)"
            " FROM sources_copy AS copy"
            " JOIN sources_article AS one ON one.id = copy.copy_id"
            " JOIN sources_article AS other ON other.id = copy.original_id"
        )
        for name, first in cursor.fetchall():
            families[name].add(first)
    return families


def _scores(pairs: Sequence[Pair], families: dict[str, set[int]]) -> Iterator[Figure]:
    found = [
        bool(families[_name(pair.first)] & families[_name(pair.second)])
        for pair in pairs
    ]
    right = sum(f and bool(pair.recipe) for f, pair in zip(found, pairs, strict=True))
    copies = sum(bool(pair.recipe) for pair in pairs)
    yield Figure("copies-precision", right / max(1, sum(found)), "share", 0.99)
    yield Figure("copies-recall", right / copies, "share", 0.95)
    for recipe in sorted({pair.recipe for pair in pairs} - {""}):
        of_recipe = [f for f, p in zip(found, pairs, strict=True) if p.recipe == recipe]
        name = recipe.replace(", ", "-")
        yield Figure(f"recall-{name}", sum(of_recipe) / len(of_recipe), "share")


def _name(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]


def _manage(place: Place, *arguments: str) -> float:
    """Run a command on the scratch site; how many seconds it took."""
    command = [sys.executable, "manage.py", *arguments]
    started = time.monotonic()
    subprocess.run(
        command,
        check=True,
        cwd=BASE_DIR,
        env=os.environ | {"CROSSCLAIM_VAR": str(place.var)},
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - started


def _connect(place: Place) -> Connection:
    return psycopg2.connect(
        host=str(place.sockets), dbname=DATABASE_NAME, user=DATABASE_USER
    )


COPIES = Part(needs=TEXTS, measure=measure)
