"""What the commands print: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def ready_streams() -> None:
    """See that nothing that is printed can fail for the stream: one that is closed is nowhere, and letters that it
    does not know are written by their numbers.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def print_json(data: Any) -> None:
    """Print one JSON document on standard output; what is not a number becomes null."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    print(json.dumps(plain(data), ensure_ascii=not unicode, indent=2, allow_nan=False))


def plain(value: Any) -> Any:
    """Numbers, text, lists and mappings as JSON can hold them."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def print_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    fixed: Sequence[int] = (0,),
) -> None:
    """Print a table.

    Args:
        heads: of the columns.
        rows: of text.
        title: above it.
        right: numbers of the columns that are set to the right.
        fixed: numbers of the columns whose text is never broken.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=title or None,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    for number, head in enumerate(heads):
        justify = "right" if number in right else "left"
        table.add_column(head, justify=justify, overflow="fold", no_wrap=number in fixed)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def print_text(text: str, *, bold: bool = False) -> None:
    """Print a paragraph."""
    from rich.text import Text

    console().print(Text(text, style="bold" if bold else ""))


def console() -> Any:
    """The terminal; 160 columns where standard output is none."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)


def figure(value: float) -> str:
    """A number to four figures."""
    return f"{value:,.0f}" if 10_000 <= abs(value) < 1e15 else f"{value:.4g}"


def signed(value: float) -> str:
    """A number to three figures with its sign, a dash for none."""
    return f"{value:+.3g}" if math.isfinite(value) else "-"


def span(low: Any, high: Any) -> str:
    """A range of numbers, or of vectors of numbers."""
    return f"{values(low)} to {values(high)}"


def values(value: Any) -> str:
    """A number, or a vector's smallest and largest number."""
    if isinstance(value, int | float):
        return figure(float(value))
    flat = [float(x) for x in _flat(value)]
    if min(flat) == max(flat):
        return figure(flat[0])
    return f"{figure(min(flat))}..{figure(max(flat))}"


def _flat(value: Any) -> Iterable[float]:
    for item in value:
        if isinstance(item, list | tuple):
            yield from _flat(item)
        else:
            yield item
