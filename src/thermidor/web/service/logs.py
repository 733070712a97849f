"""Structured logs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import logging
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


MOST_ALIKE, WHILE = 10, 60.0
"""Lines of one kind that are written in so many seconds; the next line says how many were left out."""

_alike: dict[str, tuple[float, int]] = {}


def _told_enough(kind: str) -> tuple[bool, int]:
    """Whether enough was said of this kind, and how many lines of it were left out before."""
    now = time.monotonic()
    with _lock:
        since, count = _alike.get(kind, (now, 0))
        left_out = 0
        if now - since > WHILE:
            since, count, left_out = now, 0, max(0, count - MOST_ALIKE)
        if kind in _alike or len(_alike) < 1000:
            _alike[kind] = (since, count + 1)
        return count >= MOST_ALIKE, left_out


class OneLine(logging.Handler):
    """Writes what libraries log as lines like ours, without tracebacks, and not again and again."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        error = record.exc_info[1] if record.exc_info else None
        text = " ".join(record.getMessage().split())[:300]
        enough, left_out = _told_enough(f"{record.name} {record.msg} {type(error).__name__}")
        if not enough:
            fields: dict[str, Any] = {"message": text}
            if error is not None:
                fields["error"] = repr(error)[:300]
            if left_out:
                fields["left_out"] = left_out
            log(record.name, level=record.levelname.lower(), **fields)


def take_over() -> None:
    """Have what the server's libraries log written as lines like ours."""
    for name in ("uvicorn", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [OneLine(logging.WARNING)] if name != "uvicorn.error" else []
        logger.propagate = name == "uvicorn.error"


def log_error(event: str, error: BaseException, **fields: Any) -> None:
    """Write one line about a fault of ours, with the last places of its way through the code."""
    places = [
        f"{frame.filename.rpartition('thermidor/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    enough, left_out = _told_enough(f"{event} {type(error).__name__} {places[-1:]}")
    if enough:
        return
    if left_out:
        fields["left_out"] = left_out
    log(event, level="error", error=repr(error)[:500], places=places, **fields)
