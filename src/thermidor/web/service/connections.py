"""Connections: so many in all and of one address, each with a deadline for what it was opened for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from thermidor.web.front import is_in, network
from thermidor.web.service.readers import reader

REFUSAL = (
    "This address has too many connections open at once; close some, or ask again in a while.\n"
)


def limited(
    most: int, most_of_one: int, deadline: float, proxies: Iterable[str] = ()
) -> type[H11Protocol]:
    """A protocol that refuses connections over a limit, and closes those that say nothing.

    Args:
        most: connections in all.
        most_of_one: of one address.
        deadline: seconds for the head of a request, from the opening or from its first byte.
        proxies: addresses and networks that speak for many readers: all their connections count in all alone.

    Returns:
        A class for `uvicorn.Config(http=...)`; its attribute `open` counts connections by address.
    """
    counts: Counter[str] = Counter()
    speaking = [network(text) for text in proxies]

    class Limited(H11Protocol):
        """One connection."""

        open = counts

        def connection_made(self, transport: Any) -> None:
            """Take a connection, or refuse it at once."""
            super().connection_made(transport)
            peer = self.client[0] if self.client else "unknown"
            self._address = reader(peer)
            self._late: asyncio.TimerHandle | None = None
            counts[self._address] += 1
            own = 0 if is_in(peer, speaking) else counts[self._address]
            if own > most_of_one or counts.total() > most:
                self._refuse()
            else:
                self._expect()

        def connection_lost(self, exc: Exception | None) -> None:
            """Let a connection go."""
            self._expect_nothing()
            counts[self._address] -= 1
            if counts[self._address] <= 0:
                del counts[self._address]
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Take some bytes; the clock runs until the head of the request is whole."""
            if self.transport.is_closing():
                return
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._expect_nothing()
            elif self._late is None:
                self._expect()

        def _expect(self) -> None:
            self._late = self.loop.call_later(deadline, self.transport.abort)

        def _expect_nothing(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _refuse(self) -> None:
            head = (
                "HTTP/1.1 429 Too Many Requests\r\nretry-after: 5\r\nconnection: close\r\n"
                f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(REFUSAL)}\r\n\r\n"
            )
            self.transport.write((head + REFUSAL).encode())
            self.transport.close()

    return Limited


__all__ = ["limited"]
