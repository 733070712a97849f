"""Structured logs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from typing import Any

_lock = threading.Lock()
_quiet = False


def quiet(wish: bool = True) -> None:
    """Say only what is wrong."""
    global _quiet
    _quiet = wish


def log(event: str, *, level: str = "info", **fields: Any) -> None:
    """Write one line.

    Args:
        event: what happened, in a word.
        level: info, warning or error.
        fields: more about it.
    """
    if _quiet and level == "info":
        return
    at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    line = json.dumps(
        {"at": f"{at}Z", "level": level, "event": event, **fields},
        ensure_ascii=True,
        default=str,
    )
    with _lock:
        print(line, file=sys.stderr, flush=True)


def log_error(event: str, error: BaseException, **fields: Any) -> None:
    """Write one line about a fault of ours, with the last places of its way through the code."""
    places = [
        f"{frame.filename.rpartition('thermidor/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    log(event, level="error", error=repr(error)[:500], places=places, **fields)
