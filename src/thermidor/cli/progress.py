"""A progress bar on standard error, for work of more than a second before a terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before the bar appears."""


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function of (done, wanted) that moves the bar, or None where nobody would see it.

    Args:
        title: what is being done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    task = bar.add_task(f"{title}: compiling", total=None, count="")
    start = threading.Timer(PATIENCE, bar.start)
    start.daemon = True
    start.start()

    def move(done: int, wanted: int) -> None:
        bar.update(
            task, description=title, completed=done, total=wanted, count=f"{done:,} of {wanted:,}"
        )

    try:
        yield move
    finally:
        start.cancel()
        start.join()
        bar.stop()
