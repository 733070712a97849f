"""The record's data files, and the cache of their parsed form.

YAML and JSON lines are the source of truth, for people to read and correct. YAML is slow to parse, so its JSON form
is kept in the user's cache folder under the hash of the file's content: a corrected file is parsed again at once.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from thermidor.keep import KEPT, cache_folder, forget_oldest, recall, remember

from ._errors import RecordError

DATA = Path(__file__).parent / "data"
"""Folder of the data files."""

STATES = 4
"""States of a data file of which the parsed form is kept."""


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
    stem, state = Path(name).stem, fingerprint(raw)
    parsed = kept(stem, state)
    if parsed is None:
        parsed = json.dumps(parse_yaml(name, raw), ensure_ascii=False).encode()
        keep(stem, state, parsed)
    return parsed


def keep(stem: str, state: str, content: bytes) -> None:
    """Keep something that was made of the data; older states of it are given up.

    Args:
        stem: what it is.
        state: fingerprint of what it was made of.
        content: read again with `kept`.
    """
    path = _place(stem, state)
    if remember(path, content):
        forget_oldest(path.parent, most=STATES, pattern=f"{stem}-*{KEPT}")


def kept(stem: str, state: str) -> bytes | None:
    """What was kept of one state of the data, or None.

    Args:
        stem: what it is.
        state: fingerprint of what it was made of.
    """
    return recall(_place(stem, state))


def _place(stem: str, state: str) -> Path:
    return cache_folder("record") / f"{stem}-{state}{KEPT}"


def parse_yaml(name: str, raw: bytes) -> Any:
    """A YAML document as plain values.

    Args:
        name: of its file, for the message.
        raw: its content.

    Raises:
        RecordError: it is no valid YAML.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise RecordError(f"{name}{where}: {getattr(error, 'problem', None) or error}") from error
