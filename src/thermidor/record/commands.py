"""The record's commands as plain functions: each returns its data and a Rich renderable."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from . import search, series, show

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = tuple[dict[str, Any], "RenderableType"]
"""What a command found, ready for JSON, and the same for a terminal."""


def search_command(
    words: str, as_json: bool = False, *, kind: str | None = None, limit: int = 20
) -> Answer:
    """Find entries of the record by words.

    Args:
        words: what to look for, in English or French.
        as_json: the caller prints JSON: the renderable is then empty, to save the time of making it.
        kind: only entries of this kind.
        limit: how many hits at most.

    Returns:
        {"query", "kind", "hits": [{"id", "kind", "title", "snippet", "page", "score"}]} and its lines.

    Raises:
        UnknownKind: there is no such kind.

    Example:
        >>> search_command("ciseaux", as_json=True, limit=1)[0]["query"]
        'ciseaux'
    """
    hits = search(words, kind=kind, limit=limit)
    data = {"query": words, "kind": kind, "hits": [dataclasses.asdict(hit) for hit in hits]}
    if as_json:
        return data, ""
    if not hits:
        return data, f"Nothing found for {words!r}."
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    lines: list[RenderableType] = []
    for hit in hits:
        head = Text(hit.id, style="bold")
        head.append(
            f"  {hit.kind}" + (f"  p. {hit.page}" if hit.page else ""), style="dim not bold"
        )
        found = "" if hit.snippet == hit.title else hit.snippet
        lines += [
            head,
            Padding(Text(hit.title), (0, 2)),
            *([Padding(Text(found, style="italic"), (0, 2))] * bool(found)),
        ]
    return data, Group(*lines)


def show_command(id: str, as_json: bool = False) -> Answer:
    """One entry of the record in full.

    Args:
        id: an id of any kind, or "kind:id".
        as_json: the caller prints JSON: the renderable is then empty.

    Returns:
        {"id", "kind", "title", "pages", "entry", "links"} and a panel.

    Raises:
        UnknownRecordId: no entry has this id.

    Example:
        >>> show_command("m12", as_json=True)[0]["title"]
        'Second All-Russian Congress of Soviets, first session'
    """
    data = show(id)
    if as_json:
        return data, ""
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(data["kind"], style="dim"))
    for field, value in data["entry"].items():
        if field != "id" and value not in (None, [], {}, ""):
            _grow(tree, field, value)
    links = Tree(Text("links", style="dim"))
    for field, others in data["links"].items():
        branch = links.add(Text(field, style="bold"))
        for other in others[:12]:
            branch.add(Text(f"{other['id']}  {other['title']}"))
        if len(others) > 12:
            branch.add(Text(f"and {len(others) - 12} more"))
    pages = (
        Text("pages " + ", ".join(str(page) for page in data["pages"]))
        if data["pages"]
        else Text("")
    )
    parts = [tree, *([links] if data["links"] else []), pages]
    return data, Panel(
        Group(*parts), title=Text(f"{data['id']}: {data['title']}"), title_align="left"
    )


def series_command(id: str, as_json: bool = False) -> Answer:
    """A series of the record with every figure.

    Args:
        id: name of a series, or the id of one of its figures.
        as_json: the caller prints JSON: the renderable is then empty.

    Returns:
        The fields of `SeriesView` and a table.

    Raises:
        UnknownRecordId: there is no such series.

    Example:
        >>> series_command("party.members", as_json=True)[0]["basis"]
        'book'
    """
    view = series(id)
    data = dataclasses.asdict(view)
    if as_json:
        return data, ""
    from rich.console import Group
    from rich.text import Text

    table = _table(
        f"{view.id} ({', '.join(view.units)})", "id", "date", "value", "remarks", "source", "page"
    )
    for point in view.points:
        date = f"{point.date or 'undated'}{' to ' + point.date_end if point.date_end else ''}"
        table.add_row(
            point.id, date, _value(point), _remarks(point), point.source, _text(point.page)
        )
    lines = [view.title]
    if view.variables:
        lines.append(f"compared with {', '.join(view.variables)}")
    if view.see_also:
        lines.append(f"see also {', '.join(view.see_also)}")
    if view.definitions or view.disagreements:
        lines.append(f"governed by {', '.join((*view.definitions, *view.disagreements))}")
    return data, Group(*(Text(line) for line in lines), table)


def _table(title: str, *columns: str):
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("id", "page"), overflow="fold")
    return table


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _value(point) -> str:
    if point.low is None and point.high is None:
        return "" if point.value is None else f"{point.value:,}"
    bounds = f"{_number(point.low)} to {_number(point.high)}"
    return bounds if point.value is None else f"{point.value:,} ({bounds})"


def _number(value: int | float | None) -> str:
    return "?" if value is None else f"{value:,}"


def _remarks(point) -> str:
    marks = [
        "doubtful" if point.doubtful else "",
        "vague" if point.vague else "",
        {"approx": "approximate", "lower": "at least", "upper": "at most"}.get(point.bound, ""),
        f"contradicts {', '.join(point.contradicts)}" if point.contradicts else "",
        "" if point.confirmed or point.doubtful or point.vague else "not confirmed",
        point.note,
    ]
    return "; ".join(mark for mark in marks if mark)


def _grow(tree, name: str, value: Any) -> None:
    from rich.text import Text

    label = Text(name.replace("_", " "), style="bold")
    if isinstance(value, dict):
        branch = tree.add(label)
        for key, part in value.items():
            if part not in (None, [], {}, ""):
                _grow(branch, str(key), part)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        if all(set(part) == {"page", "line"} for part in value):
            tree.add(
                label.append(
                    ": " + ", ".join(f"p. {p['page']} l. {p['line']}" for p in value),
                    style="not bold",
                )
            )
            return
        branch = tree.add(label)
        for number, part in enumerate(value, 1):
            _grow(branch, str(part.get("id", number)), {k: v for k, v in part.items() if k != "id"})
    else:
        shown = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
        tree.add(label.append(f": {shown}", style="not bold"))
