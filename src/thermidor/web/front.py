"""What stands before the server: the name and the prefix under which it is reached, and the proxy that speaks for readers."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from starlette.requests import Request

from thermidor.web.links import below
from thermidor.web.marks import N_
from thermidor.web.security import error_response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
OWN = frozenset({"en", "fr", "api", "static"})
"""First parts of the explorer's own addresses: a prefix that begins so could not be told from them."""

ANY = "*"
"""In place of a name: every name is taken."""


def prefix(text: str) -> str:
    """A prefix as it is put before links: no stroke at its end, "" for none.

    Args:
        text: as written.

    Raises:
        ValueError: it is none.

    Example:
        >>> prefix("/thermidor/"), prefix("/")
        ('/thermidor', '')
    """
    found = text.rstrip("/")
    if found and (not PREFIX.fullmatch(found) or ".." in found or found.split("/")[1] in OWN):
        raise ValueError(f"{text!r} is no prefix; write for example /thermidor")
    return found


def network(text: str) -> Network:
    """The network of a proxy: one address, or many as in 10.0.0.0/8.

    Args:
        text: as written.

    Raises:
        ValueError: it is none.

    Example:
        >>> str(network("10.1.2.3")), str(network("10.0.0.0/8"))
        ('10.1.2.3/32', '10.0.0.0/8')
    """
    try:
        return ipaddress.ip_network(text.strip("[] "), strict=False)
    except ValueError:
        raise ValueError(
            f"{text!r} is no address; write for example 127.0.0.1 or 10.0.0.0/8"
        ) from None


def is_in(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of some networks.

    Example:
        >>> is_in("127.0.0.1", [network("127.0.0.0/8")]), is_in("unknown", [network("127.0.0.1")])
        (True, False)
    """
    found = _address(address)
    return found is not None and any(found in known for known in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def spoken_for(peer: str, forwarded: str, proxies: Iterable[Network]) -> str:
    """The address of the reader for whom a proxy speaks: the last that no proxy of ours has.

    What stands further to the left was written by the reader, who can write anything.

    Args:
        peer: who has connected.
        forwarded: the header x-forwarded-for.
        proxies: who are believed.

    Example:
        >>> spoken_for("10.0.0.1", "6.6.6.6, 203.0.113.5, 10.0.0.2", [network("10.0.0.0/8")])
        '203.0.113.5'
        >>> spoken_for("203.0.113.9", "6.6.6.6", [network("10.0.0.0/8")])
        '203.0.113.9'
    """
    believed, known = peer, list(proxies)
    for text in reversed(forwarded.split(",")):
        if not is_in(believed, known):
            break
        text = text.strip().strip('"')
        host = text[1:].partition("]")[0] if text.startswith("[") else text
        host = host.partition(":")[0] if host.count(":") == 1 else host
        found = _address(host)
        if found is None:
            break
        believed = str(found)
    return believed


def host_in(header: str) -> str | None:
    """The name in a header Host, without its port; None where it is none.

    Example:
        >>> host_in("Localhost:8017"), host_in("[::1]:8017"), host_in("a b")
        ('localhost', '::1', None)
    """
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?", header.strip().lower())
    return found[1].strip("[]").rstrip(".") if found else None


def is_known(host: str | None, names: Iterable[str]) -> bool:
    """Whether the server goes by a name.

    A name that somebody else has had lead here would let his pages read ours; a bare address cannot be had so.

    Args:
        host: as `host_in` gives it.
        names: that the operator has set; `*.example.org` stands for all below, `*` for all.

    Example:
        >>> [is_known(h, ("explorer.example.org",)) for h in ("localhost", "10.1.2.3", "evil.example")]
        [True, True, False]
    """
    if ANY in names:
        return True
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost") or _address(host) is not None:
        return True
    for name in (*names, *_own_names()):
        name = name.lower().rstrip(".")
        if host == name or (name.startswith("*.") and host.endswith(name[1:])):
            return True
    return False


def _own_names() -> tuple[str, ...]:
    """What this machine is called in its own network."""
    own = socket.gethostname()
    return (own, f"{own.partition('.')[0]}.local") if own else ()


class Front:
    """The outermost layer of the server.

    Args:
        app: inside it.
        root_path: the prefix under which a proxy shows the server, where the request does not say.
        proxies: whose word about the reader is believed.
        host_names: by which the server goes beside the usual ones; None takes every name.
        requests_of_one: that a reader behind a proxy may have open at once.
    """

    def __init__(
        self,
        app: Callable[[Scope, Receive, Send], Awaitable[None]],
        root_path: str = "",
        proxies: Iterable[str] = (),
        host_names: Iterable[str] | None = None,
        requests_of_one: int = 256,
    ):
        self.app, self.root_path = app, prefix(root_path)
        self.proxies = tuple(network(text) for text in proxies)
        self.host_names = None if host_names is None else tuple(host_names)
        self.requests_of_one = requests_of_one
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        peer = (scope.get("client") or ("unknown", 0))[0]
        through = is_in(peer, self.proxies)
        scope = self._placed(scope)
        host = headers.get("host", "")
        if through:
            reader = spoken_for(peer, headers.get("x-forwarded-for", ""), self.proxies)
            scope["client"] = (reader, 0)
            if headers.get("x-forwarded-proto") in ("http", "https"):
                scope["scheme"] = headers["x-forwarded-proto"]
            host = headers.get("x-forwarded-host", host).rpartition(",")[2]
        if host and self.host_names is not None and not is_known(host_in(host), self.host_names):
            await _refused_host(scope)(scope, receive, send)
            return
        if scope["path"] == scope["root_path"] != "":
            scope["path"] += "/"
        if not through:
            await self.app(scope, receive, self._located(scope, send))
            return
        reader = scope["client"][0]
        if self._open[reader] >= self.requests_of_one:
            await _too_many(scope)(scope, receive, send)
            return
        self._open[reader] += 1
        try:
            await self.app(scope, receive, self._located(scope, send))
        finally:
            self._open[reader] -= 1
            if self._open[reader] <= 0:
                del self._open[reader]

    def _placed(self, scope: Scope) -> Scope:
        """A request whose path holds the prefix, whether the proxy takes it off or leaves it."""
        root = scope.get("root_path") or self.root_path
        path = scope["path"]
        if root and path != root and not path.startswith(f"{root}/"):
            path = root + path
        return {**scope, "root_path": root, "path": path}

    def _located(self, scope: Scope, send: Send) -> Send:
        """What sends redirections below the prefix."""
        root = scope["root_path"].encode()

        async def located(message: MutableMapping[str, Any]) -> None:
            if root and message["type"] == "http.response.start":
                message = {
                    **message,
                    "headers": [
                        (name, root + value)
                        if name.lower() == b"location"
                        and value.startswith(b"/")
                        and not value.startswith(b"//")
                        else (name, value)
                        for name, value in message.get("headers", [])
                    ],
                }
            await send(message)

        return located


def _headers(scope: Scope) -> dict[str, str]:
    """The headers of a request; of those that come several times, one list as a proxy would write it."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _refused_host(scope: Scope) -> Any:
    return error_response(
        Request(scope), 421, N_("This server does not go by this name."), "host",
        N_("Use its address; whoever runs it can add the name with --host-name."),
    )  # fmt: skip


def _too_many(scope: Scope) -> Any:
    return error_response(
        Request(scope), 429, N_("This address has too many requests open at once."), "",
        N_("Ask again when some are answered."), {"retry-after": "5"},
    )  # fmt: skip


__all__ = ["Front", "below", "host_in", "is_in", "is_known", "network", "prefix", "spoken_for"]
