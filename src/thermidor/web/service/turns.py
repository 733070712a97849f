"""Whose unit is computed next: readers take turns, and so do the questions of one reader."""

from __future__ import annotations

import zlib
from collections import Counter, OrderedDict
from dataclasses import replace

from thermidor.keep import Recent
from thermidor.web.service.inquiry import Inquiry
from thermidor.web.service.limits import LIVES
from thermidor.web.service.readers import home
from thermidor.web.service.workers import Tile, Unit

MOST_WIDENED = 32
"""Variables of a unit that is computed for several questions at once."""


class Turns:
    """The order in which units are computed, each once however many wait for it.

    It holds no lock: whoever shares it between threads does.

    Args:
        tiles: what was computed before and is still kept.
        readers_of_one: readers of one address who have a line of their own; more of them share these.

    Attributes:
        computed: tiles that have come in.
    """

    def __init__(self, tiles: Recent[Tile], readers_of_one: int = 1):
        self.tiles, self._readers_of_one = tiles, readers_of_one
        self.computed = 0
        self._lines: OrderedDict[str, OrderedDict[str, Inquiry]] = OrderedDict()
        self._wanting: dict[str, list[Inquiry]] = {}
        self._running: set[str] = set()
        self._lost: Counter[str] = Counter()

    @property
    def addresses(self) -> int:
        """How many addresses stand in line."""
        return len({home(line) for line in self._lines})

    @property
    def readers(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    # -- who waits -----------------------------------------------------------------------------

    def look(self, inquiry: Inquiry) -> None:
        """Give an inquiry what is kept of its units, and note what it has still to wait for."""
        for key, unit in inquiry.units.items():
            kept = self._kept(unit)
            if kept is not None:
                inquiry.have[key] = kept
            else:
                inquiry.todo.append(key)

    def want(self, inquiry: Inquiry) -> None:
        """Let an inquiry have the units that it waits for when they come in, for whomever."""
        for key in inquiry.todo:
            self._wanting.setdefault(key, []).append(inquiry)

    def line_up(self, inquiry: Inquiry) -> None:
        """Have the units that an inquiry waits for computed in its turn."""
        inquiry.line = inquiry.line or self._line_of(inquiry.reader)
        self._lines.setdefault(inquiry.line, OrderedDict())[inquiry.question.key] = inquiry

    def leave(self, inquiry: Inquiry) -> None:
        """Forget an inquiry for which nobody waits any more."""
        line = self._lines.get(inquiry.line, {})
        if line.get(inquiry.question.key) is inquiry:
            del line[inquiry.question.key]
            if not line:
                del self._lines[inquiry.line]
        for key in inquiry.units:
            self._satisfied(key, inquiry)

    # -- what is computed ----------------------------------------------------------------------

    def take(self) -> Unit | None:
        """The next reader's next question's next unit, or None where nothing is to be done."""
        for reader in list(self._lines):
            line = self._lines[reader]
            for name, inquiry in list(line.items()):
                key = self._todo(inquiry)
                if key is None:
                    if not inquiry.todo:
                        del line[name]
                    continue
                line.move_to_end(name)
                self._lines.move_to_end(reader)
                self._running.add(key)
                return self._widened(inquiry.units[key])
            if not line:
                del self._lines[reader]
        return None

    def deliver(self, unit: Unit, tile: Tile) -> None:
        """Keep the tile of a unit, and give it to all who wait for it."""
        self._running.discard(unit.key)
        del self._lost[unit.key]
        self.computed += 1
        self.tiles.put(unit.key, tile)
        for inquiry in list(self._wanting.get(unit.key, ())):
            wanted = inquiry.units[unit.key]
            if tile.serves(wanted.end, wanted.variables):
                self._give(inquiry, unit.key, tile)

    def lost(self, unit: Unit) -> bool:
        """Put a unit whose worker died in front of its line.

        Args:
            unit: that was being computed.

        Returns:
            False where it has cost so many workers that it seems to be the unit's fault: it is to be given up.
        """
        key = unit.key
        self._running.discard(key)
        self._lost[key] += 1
        if self._lost[key] >= LIVES:
            del self._lost[key]
            return False
        for inquiry in self._wanting.get(key, ()):
            if key not in inquiry.todo:
                inquiry.todo.appendleft(key)
                self.line_up(inquiry)
        return True

    def give_up(self, unit: Unit) -> list[Inquiry]:
        """Compute a unit no more.

        Args:
            unit: that cannot be computed.

        Returns:
            Those who wait for it.
        """
        self._running.discard(unit.key)
        return list(self._wanting.get(unit.key, ()))

    # -- its parts -----------------------------------------------------------------------------

    def _line_of(self, reader: str) -> str:
        """A reader's own line, or one that he shares where his address has as many as it may."""
        own = [line for line in self._lines if home(line) == home(reader)]
        if reader in own or len(own) < self._readers_of_one:
            return reader
        return own[zlib.crc32(reader.encode()) % len(own)]

    def _kept(self, unit: Unit) -> Tile | None:
        kept = self.tiles.get(unit.key)
        return kept if kept is not None and kept.serves(unit.end, unit.variables) else None

    def _todo(self, inquiry: Inquiry) -> str | None:
        """The next unit of an inquiry that nobody is computing; those already there are taken over."""
        for _ in range(len(inquiry.todo)):
            key = inquiry.todo.popleft()
            if key in inquiry.have:
                continue
            kept = self._kept(inquiry.units[key])
            if kept is not None:
                self._give(inquiry, key, kept)
            elif key in self._running:  # it may not hold what is wanted here: looked at again later
                inquiry.todo.append(key)
            else:
                return key
        return None

    def _widened(self, unit: Unit) -> Unit:
        """A unit with all that those who wait for it want of it."""
        end, variables = unit.end, unit.variables
        for inquiry in self._wanting.get(unit.key, ()):
            other = inquiry.units[unit.key]
            end = max(end, other.end)
            if variables is not None and other.variables is not None:
                joined = dict.fromkeys((*variables, *other.variables))
                variables = tuple(joined)[:MOST_WIDENED]
            else:
                variables = None
        return replace(unit, end=end, variables=variables)

    def _give(self, inquiry: Inquiry, key: str, tile: Tile) -> None:
        inquiry.have[key] = tile
        self._satisfied(key, inquiry)
        inquiry.tell()

    def _satisfied(self, key: str, inquiry: Inquiry) -> None:
        wanting = self._wanting.get(key, [])
        if inquiry in wanting:
            wanting.remove(inquiry)
            if not wanting:
                del self._wanting[key]
