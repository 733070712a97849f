"""The record's data files, and the cache of their parsed form.

YAML and JSON lines are the source of truth, for people to read and correct. YAML is slow to parse, so its JSON form
is kept in the user's cache folder under the hash of the file's content: a corrected file is parsed again at once.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._errors import RecordError

DATA = Path(__file__).parent / "data"
"""Folder of the data files."""


def cache_folder() -> Path:
    """Where parsed data and the search index are kept.

    Returns:
        `$THERMIDOR_CACHE/record` where that is set, otherwise `record` in the user's cache folder.
    """
    chosen = os.environ.get("THERMIDOR_CACHE")
    if chosen:
        return Path(chosen) / "record"
    import platformdirs

    return Path(platformdirs.user_cache_dir("thermidor")) / "record"


@functools.cache
def content(name: str) -> bytes:
    """The bytes of a data file.

    Args:
        name: file name within `DATA`.

    Returns:
        Its content.
    """
    return (DATA / name).read_bytes()


def fingerprint(*contents: bytes) -> str:
    """A short hash of some contents, to name what was made from them.

    Args:
        contents: bytes, in order.

    Returns:
        24 hexadecimal digits.
    """
    digest = hashlib.blake2b(digest_size=12)
    for part in contents:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def as_json(name: str) -> bytes:
    """A data file as one JSON document.

    Args:
        name: a `.yaml` or `.jsonl` file within `DATA`.

    Returns:
        JSON: an array of the lines for JSON lines, the document itself for YAML.

    Raises:
        RecordError: the file is no valid YAML.
    """
    raw = content(name)
    if name.endswith(".jsonl"):
        return b"[" + b",".join(line for line in raw.splitlines() if line.strip()) + b"]"
    kept = cache_folder() / f"{Path(name).stem}-{fingerprint(raw)}.json"
    try:
        return kept.read_bytes()
    except OSError:
        pass
    parsed = json.dumps(_parse_yaml(name, raw), ensure_ascii=False).encode()
    write_atomically(kept, lambda path: path.write_bytes(parsed))
    return parsed


def write_atomically(target: Path, write: Callable[[Path], Any]) -> bool:
    """Make a file so that nobody ever sees half of it.

    Args:
        target: the file to make; its folder is created.
        write: writes the content to the path it is given.

    Returns:
        True when the file is in place, False where the folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
            made = Path(folder) / target.name
            write(made)
            os.replace(made, target)
        _forget_older(target)
    except OSError:
        return False
    return True


def _forget_older(target: Path, keep: int = 4) -> None:
    stem = target.name.rpartition("-")[0]
    same = sorted(
        target.parent.glob(f"{stem}-*{target.suffix}"),
        key=lambda p: p.stat().st_mtime,
        reverse=True,
    )
    for old in same[keep:]:
        if old != target:
            old.unlink(missing_ok=True)


def _parse_yaml(name: str, raw: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise RecordError(f"{name}{where}: {getattr(error, 'problem', None) or error}") from error
