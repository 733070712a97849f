"""Someone in an event loop who waits for what threads do."""

from __future__ import annotations

import asyncio
import contextlib


class Listener:
    """Is told by any thread that something has changed; made and waited for in one event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """Say that something has changed."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._changed.set)

    async def changed(self, within: float | None = None) -> None:
        """Wait until something has changed.

        Args:
            within: seconds after which the wait is over in any case.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), within)
        self._changed.clear()
