"""Work that takes time: a progress bar, and an interrupt that is never lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 1.0
"""Seconds before the bar appears."""

Move = Callable[[int, int], None]


@contextmanager
def progress(title: str) -> Iterator[Move]:
    """Give a function of (done, wanted) to call after each part of the work.

    It moves a bar on standard error where that is a terminal and the work takes over a second, and
    it raises KeyboardInterrupt where the user interrupted and a library let the interrupt go.

    Args:
        title: what is being done.
    """
    with _interrupts() as check, _bar(title) as move:

        def moved(done: int, wanted: int) -> None:
            check()
            move(done, wanted)

        yield moved


@contextmanager
def _interrupts() -> Iterator[Callable[[], None]]:
    """Note interrupts: one raised inside a library's callback is forgotten there."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    noted: list[int] = []

    def note(number: int, frame: Any) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    def check() -> None:
        if noted:
            raise KeyboardInterrupt

    def lost(error: Any) -> None:
        if not issubclass(error.exc_type, KeyboardInterrupt):
            print_lost(error)

    before = signal.signal(signal.SIGINT, note)
    print_lost, sys.unraisablehook = sys.unraisablehook, lost
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)
        sys.unraisablehook = print_lost


@contextmanager
def _bar(title: str) -> Iterator[Move]:
    if not sys.stderr.isatty():
        yield lambda done, wanted: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(f"{title}: compiling", total=None, count="")
    start = threading.Timer(PATIENCE, bar.start)
    start.daemon = True
    start.start()

    def move(done: int, wanted: int) -> None:
        count = f"{done:,} of {wanted:,}"
        bar.update(task, description=title, completed=done, total=wanted, count=count)

    try:
        yield move
    finally:
        start.cancel()
        start.join()
        bar.stop()
