"""The search index: a DuckDB file kept in the user's cache, made once for each state of the data.

DuckDB reads files alone, so what was kept is checked and then opened as a file of this process.
"""

from __future__ import annotations

import atexit
import functools
import tempfile
from pathlib import Path

import duckdb

from ._documents import documents
from ._files import DATA, content, fingerprint, keep, kept
from ._french import sources
from ._record import load
from ._words import HEARD, STOP, sound, stems, words

VERSION = b"7"
"""Goes up when the tables below or the words change."""

NAME_WEIGHT = 4
"""A word in a name counts as much as this many in the body."""


@atexit.register
def _close() -> None:
    """Let go of the index before Python does, which DuckDB would complain about."""
    if index.cache_info().currsize:
        index().close()
    index.cache_clear()


@functools.cache
def index() -> duckdb.DuckDBPyConnection:
    """A read-only connection to the index, which is made where it does not exist.

    Returns:
        A connection with tables `documents`, `postings` and `statistics`; in memory where no file can be written.
    """
    state = _state()
    try:
        with tempfile.TemporaryDirectory(prefix="thermidor-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "index.duckdb"
            found = kept("index", state)
            if found is None:
                _make(file)
                keep("index", state, file.read_bytes())
            else:
                file.write_bytes(found)
            # once it is open, the file needs no name
            return _connect(str(file), read_only=True)
    except (OSError, duckdb.Error):
        connection = _connect(":memory:")
        _fill(connection)
        return connection


def _state() -> str:
    names = sorted(path.name for path in DATA.iterdir() if path.suffix in {".yaml", ".jsonl"})
    code = [
        Path(__file__).with_name(name).read_bytes()
        for name in ("_documents.py", "_words.py", "_french.py")
    ]
    return fingerprint(VERSION, *code, *sources(), *(content(name) for name in names))


def _connect(path: str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    config = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": 2,
    }
    return duckdb.connect(path, read_only=read_only, config=config)


def _make(path: Path) -> None:
    connection = _connect(str(path))
    try:
        _fill(connection)
    finally:
        connection.close()


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    columns = [list(column) for column in zip(*documents(load()), strict=True)]
    columns.append([_leading(title) for title in columns[2]])
    connection.execute(
        """
        CREATE TABLE documents AS
        SELECT row_number() OVER () AS number, * FROM (
            SELECT unnest($1::VARCHAR[]) AS id, unnest($2::VARCHAR[]) AS kind, unnest($3::VARCHAR[]) AS title,
                   unnest($4::VARCHAR[]) AS names, unnest($5::VARCHAR[]) AS body, unnest($6::INTEGER[]) AS page,
                   unnest($7::DOUBLE[]) AS weight, unnest($8::VARCHAR[][]) AS called, unnest($9::VARCHAR[][]) AS first)
        """,
        columns,
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE found AS
        SELECT number, word, sum(weight)::DOUBLE AS times FROM (
            SELECT number, {NAME_WEIGHT} AS weight, unnest(list_distinct(regexp_extract_all({_folded("names")}, '[a-z0-9]+'))) AS word
            FROM documents
            UNION ALL
            SELECT number, 1, unnest(regexp_extract_all({_folded("body")}, '[a-z0-9]+')) FROM documents)
        GROUP BY number, word
        """
    )
    vocabulary = [
        word
        for (word,) in connection.execute(
            "SELECT DISTINCT word FROM found ORDER BY word"
        ).fetchall()
    ]
    filed = [(word, stem) for word in vocabulary for stem in _filed(word)]
    connection.execute(
        "CREATE TEMP TABLE filed AS SELECT unnest($1::VARCHAR[]) AS word, unnest($2::VARCHAR[]) AS stem",
        [list(column) for column in zip(*filed, strict=True)],
    )
    connection.execute(
        """
        CREATE TABLE postings AS
        SELECT stem, number, sum(times) AS times FROM found JOIN filed USING (word) GROUP BY ALL ORDER BY stem, number
        """
    )
    connection.execute(
        """
        CREATE TABLE vocabulary AS SELECT word, count(*) AS entries FROM found GROUP BY word ORDER BY word;
        CREATE TABLE lengths AS SELECT number, sum(times) AS length FROM found GROUP BY number;
        CREATE TABLE statistics AS SELECT count(*)::DOUBLE AS n, avg(length) AS mean FROM lengths;
        """
    )


def _filed(word: str) -> tuple[str, ...]:
    """Under what a word is filed: its stems, and how it sounds."""
    heard = sound(word)
    return (*stems(word), HEARD + heard) if heard else stems(word)


def _leading(title: str) -> list[str]:
    """Under what the first word of a title is filed that says something."""
    said = [word for word in words(title) if word not in STOP]
    return list(_filed(said[0])) if said else []


def _folded(column: str) -> str:
    return f"replace(replace(strip_accents(lower({column})), 'œ', 'oe'), 'æ', 'ae')"
