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


ENDING = (signal.SIGINT, signal.SIGTERM)
"""Signals that end the work and keep what is finished."""

_ended_by = [signal.SIGINT]


def interrupt(number: int, frame: Any = None) -> None:
    """Handle a signal that ends the work.

    Raises:
        KeyboardInterrupt: in any case.
    """
    _ended_by[:] = [signal.Signals(number)]
    raise KeyboardInterrupt


def exit_code() -> int:
    """Of a program that a signal has ended: 130 for Ctrl-C, 143 for a supervisor's wish."""
    return 128 + _ended_by[0]


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
        interrupt(number)

    def check() -> None:
        if noted:
            raise KeyboardInterrupt

    def lost(error: Any) -> None:
        if not issubclass(error.exc_type, KeyboardInterrupt):
            print_lost(error)

    before = {number: signal.signal(number, note) for number in ENDING}
    print_lost, sys.unraisablehook = sys.unraisablehook, lost
    try:
        yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
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
