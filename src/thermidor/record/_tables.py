"""The record as SQL tables, for questions that no function answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def tables() -> duckdb.DuckDBPyConnection:
    """A new in-memory DuckDB connection with one table a collection.

    Returns:
        A connection with tables named as the collections (`claims`, `figures`, `events`, ...), one row an entry, nested
        fields as structs and lists, plus `title` and `page`.

    Example:
        >>> tables().execute("SELECT count(*) FROM claims WHERE testable = 'experiment'").fetchone()
        (511,)
    """
    import tempfile
    from pathlib import Path

    import duckdb

    from ._record import KINDS, load

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    with tempfile.TemporaryDirectory(prefix="thermidor-") as folder:
        for kind, collection in KINDS.items():
            path = Path(folder) / f"{collection}.json"
            with path.open("w", encoding="utf-8") as file:
                for entry in load().collection(kind).values():
                    row = entry.model_dump(mode="json", by_alias=True)
                    row |= {"title": entry.title, "page": getattr(entry, "page", None)}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            connection.execute(
                f"CREATE TABLE {collection} AS SELECT * FROM read_json(?, format = 'newline_delimited', "
                "sample_size = -1, maximum_object_size = 10000000, convert_strings_to_integers = false, "
                "dateformat = 'never', timestampformat = 'never')",
                [str(path)],
            )
    return connection
