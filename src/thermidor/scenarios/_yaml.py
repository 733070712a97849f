"""YAML in and out for scenarios: plain values only, each with its line, nothing that can blow up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from thermidor.errors import shown
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios.typed import text_of

MOST_BYTES = 1_000_000
MOST_VALUES = 10_000
MOST_LEVELS = 12

Place = tuple[str | int, ...]
"""Way to a value: keys of mappings and positions in lists, from the outside in."""

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read_bytes(path: Path, source: str) -> bytes:
    """The content of a file that may be a scenario.

    Args:
        path: of the file.
        source: its name in messages.

    Returns:
        The content.

    Raises:
        BadScenario: no file, no regular file, unreadable, or longer than a scenario can be.
    """
    try:
        if not path.exists():
            raise BadScenario("no such file", source)
        if not path.is_file():
            raise BadScenario("not a file of text", source)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, BadScenario):
            raise
        reason = getattr(error, "strerror", None) or error
        raise BadScenario(f"cannot be read: {reason}", source) from None
    if len(content) > MOST_BYTES:
        raise BadScenario("longer than 1 MB: a scenario is a short file of YAML", source)
    return content


def parse(text: str | bytes, source: str) -> tuple[Any, dict[Place, int]]:
    """Read one YAML document of plain values.

    Args:
        text: the document; bytes are UTF-8, UTF-16 with a mark, or of Western Windows.
        source: its name in messages.

    Returns:
        The value, and the line of each key and each item of a list by its place.

    Raises:
        BadScenario: not YAML, or YAML with aliases, tags, repeated keys, too much or too deep.
    """
    if len(text) > MOST_BYTES:
        raise BadScenario("longer than 1 MB: a scenario is a short file of YAML", source)
    if isinstance(text, bytes):
        try:
            text = text_of(text)
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, error.start) + 1
            raise BadScenario("not text in UTF-8", source, line) from None
    reader = _Reader(source, _events(text.removeprefix("\ufeff"), source))
    return reader.document(), reader.lines


def _events(text: str, source: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except BadScenario:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "broken"
        raise BadScenario(f"not YAML: {problem}", source, mark.line + 1 if mark else None) from None
    except Exception as error:  # on nonsense the parser fails in ways of its own
        raise BadScenario(f"not YAML: {str(error).splitlines()[0:1]}", source) from None


class _Reader:
    """Builds plain values from YAML events and notes their lines."""

    def __init__(self, source: str, stream: Iterator[Any]):
        self.source = source
        self.stream = stream
        self.lines: dict[Place, int] = {}
        self.count = 0

    def document(self) -> Any:
        value, seen = None, False
        for event in self.stream:
            if isinstance(event, events.DocumentStartEvent):
                if seen:
                    raise self._bad("a second document begins: one scenario a file", event)
                seen = True
                value = self._value(next(self.stream), ())
        return value

    def _value(self, event: Any, place: Place) -> Any:
        self.count += 1
        if self.count > MOST_VALUES:
            raise self._bad(f"more than {MOST_VALUES} values: a scenario is short", event)
        if len(place) > MOST_LEVELS:
            raise self._bad(f"nested deeper than {MOST_LEVELS} levels", event)
        if isinstance(event, events.AliasEvent) or event.anchor is not None:
            raise self._bad("anchors and aliases (&name, *name) have no place in a scenario", event)
        if event.tag is not None and event.tag != "!":
            raise self._bad("tags (!name) have no place in a scenario", event)
        if isinstance(event, events.ScalarEvent):
            return _plain(event.value) if event.style is None else event.value
        if isinstance(event, events.SequenceStartEvent):
            return self._list(place)
        return self._mapping(place)

    def _list(self, place: Place) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.stream), events.SequenceEndEvent):
            here = (*place, len(items))
            self.lines[here] = event.start_mark.line + 1
            items.append(self._value(event, here))
        return items

    def _mapping(self, place: Place) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.stream), events.MappingEndEvent):
            key = self._value(event, (*place, "?"))
            if not isinstance(key, str):
                raise self._bad(f"a key must be a word, not {shown(key)}", event)
            here = (*place, key)
            if key in entries:
                text = f"{shown(key)} stands here for the second time; first in line {self.lines[here]}"
                raise self._bad(text, event)
            self.lines[here] = event.start_mark.line + 1
            entries[key] = self._value(next(self.stream), here)
        return entries

    def _bad(self, text: str, event: Any) -> BadScenario:
        return BadScenario(text, self.source, event.start_mark.line + 1)


def _plain(text: str) -> Any:
    """A plain scalar as null, truth value, number or text (YAML 1.2)."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if found := _NOT_FINITE.fullmatch(text):
        return float(f"{found[1] or ''}{(found[2] or found[3]).lower()}")
    return text


def write(data: Mapping[str, Any]) -> str:
    """Plain values as a YAML document.

    Args:
        data: a mapping of text, numbers, lists and mappings.

    Returns:
        Text that `parse` reads back to the same values.
    """
    return yaml.dump(
        dict(data), Dumper=_Plain, width=100, allow_unicode=True, sort_keys=False, indent=2
    )


class _Plain(yaml.SafeDumper):
    """Writes what our own reader takes for text only in quotes, and lists one step further in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Go one step further in, in a list as well."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    style = "'" if isinstance(_plain(text), str) and not text else None
    style = "'" if not isinstance(_plain(text), str) else style
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)
