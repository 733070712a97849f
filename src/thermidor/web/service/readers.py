"""Readers: an address, and on it whoever holds a token that a page gave him.

A class behind one address is many readers. The token lies in the page and comes back in a header; nothing is
stored with the reader, and a token tells nothing of him but that one of our pages was open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets

BYTES = 9
"""Of a reader's name, and of its signature."""

HEADER = "x-reader"
"""In which a page's script sends its token back."""

FIELD = "reader"
"""In which a form sends it."""


class Tokens:
    """Gives tokens out and knows its own again.

    Args:
        secret: that signs them; made anew by default, so that tokens live as long as the server.

    Example:
        >>> tokens = Tokens(b"secret")
        >>> name = tokens.name_in(tokens.fresh())
        >>> len(name), tokens.name_in("AAAAAAAAAAAA.AAAAAAAAAAAA")
        (12, '')
    """

    def __init__(self, secret: bytes | None = None):
        self._secret = secret or secrets.token_bytes(32)

    def fresh(self) -> str:
        """A token of a new reader."""
        name = _text(secrets.token_bytes(BYTES))
        return f"{name}.{self._signed(name)}"

    def name_in(self, token: str) -> str:
        """The reader's name in a token; "" where we have not signed it.

        Args:
            token: as it came.
        """
        name, _, signature = token[:64].partition(".")
        right = hmac.compare_digest(signature.encode(), self._signed(name).encode())
        return name if right else ""

    def _signed(self, name: str) -> str:
        return _text(hmac.digest(self._secret, name.encode(), hashlib.sha256)[:BYTES])


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def reader(address: str, name: str = "") -> str:
    """A reader as limits and turns know him.

    Args:
        address: of the connection; of IPv6 the network counts, because one household has many addresses in it.
        name: from a token.

    Example:
        >>> reader("203.0.113.5", "abc"), reader("2001:db8:1:2:3:4:5:6")
        ('203.0.113.5#abc', '2001:db8:1:2::/64')
    """
    home = address
    if ":" in address:
        try:
            found = ipaddress.IPv6Address(address.partition("%")[0])
            home = str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
        except ValueError:
            home = address
    return f"{home}#{name}" if name else home


def home(reader: str) -> str:
    """The address of a reader.

    Example:
        >>> home("203.0.113.5#abc")
        '203.0.113.5'
    """
    return reader.partition("#")[0]
