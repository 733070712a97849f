"""What stands between the network and the pages: sizes, headers, and errors without tracebacks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from thermidor.web.links import below
from thermidor.web.marks import N_
from thermidor.web.service.limits import MOST_BODY, MOST_QUERY, Refused
from thermidor.web.service.logs import log, log_error
from thermidor.web.words.i18n import language_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {}"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def error_response(
    request: Request,
    status: int,
    what: str,
    where: str = "",
    right: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """The page, or for the API the JSON, that says in one line what is wrong.

    Args:
        request: that cannot be met.
        status: of the answer.
        what: is wrong.
        where: in the question or address.
        right: what would be.
        headers: of the answer.
    """
    refused = Refused(what, where, right)
    response: Response
    place = below(request.scope)
    if place.startswith("/api/") or place in ("/healthz", "/metrics"):
        from thermidor.web.words.refusals import in_words

        response = JSONResponse(in_words(refused, language_of(request)).plain(), status)
        response.headers["vary"] = "accept-language"
    else:
        try:
            from thermidor.web.pages.rendering import render_error

            response = render_error(request, status, what, where, right)
        except Exception as error:  # the page of errors must not fail itself
            log_error("error page", error)
            response = PlainTextResponse(f"{status}: {refused}", status)
    response.headers["cache-control"] = "no-store"
    response.headers.update(headers or {})
    return response


def refusal(request: Request, error: Refused) -> Response:
    """The response that says what a refusal says."""
    headers = {} if error.after is None else {"retry-after": str(max(1, round(error.after)))}
    return error_response(request, error.status, error.what, error.where, error.right, headers)


class Guard:
    """The layer of the server that sees every request first, once it is known from whom.

    It refuses what is too long, gives every answer the headers of security, turns faults into one
    clear line, answers HEAD as GET, and writes the log.

    Args:
        app: inside it.
        seconds: for the body of a request.
    """

    def __init__(
        self, app: Callable[[Scope, Receive, Send], Awaitable[None]], seconds: float = 20.0
    ):
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        body = _Body(receive, self.seconds)
        request = Request(scope)
        try:
            refused = _too_long(scope)
            if refused is not None:
                await refusal(request, refused)(scope, receive, answer.send)
                return
            inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            await self.app(inner, body.receive, answer.send)
        except _TooLong:
            if not answer.begun:
                await refusal(request, _long_body())(scope, receive, answer.send)
        except _TooLate:
            if not answer.begun:
                late = error_response(
                    request, 408, N_("The request did not come to its end in time."), "body",
                    headers={"connection": "close"},
                )  # fmt: skip
                await late(scope, receive, answer.send)
        except Exception as error:
            log_error("fault", error, method=scope["method"], path=scope["path"][:200])
            if not answer.begun:
                response = error_response(
                    request, 500, N_("The server failed on this request; the fault is in its log.")
                )
                await response(scope, receive, answer.send)
        finally:
            answer.told()


class _TooLate(Exception):
    """A body that does not come."""


class _TooLong(Exception):
    """A body that goes on and on."""


def _long_body() -> Refused:
    return Refused(
        N_("the request is too long"), "body", f"at most {MOST_BODY // 1024} KiB", status=413
    )


def _too_long(scope: Scope) -> Refused | None:
    if len(scope.get("query_string", b"")) > MOST_QUERY:
        return Refused(
            N_("the query is too long"), "query", f"at most {MOST_QUERY} bytes", status=414
        )
    if len(scope.get("raw_path") or scope["path"].encode()) > MOST_QUERY:
        return Refused(
            N_("the address is too long"), "path", N_("follow a link of a page"), status=414
        )
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length[:20]) > MOST_BODY:
        return _long_body()
    return None


class _Body:
    """The body of a request, as long as it is not too long."""

    def __init__(self, receive: Receive, seconds: float):
        self._receive, self._bytes = receive, 0
        self._whole, self._until = False, time.monotonic() + seconds

    async def receive(self) -> MutableMapping[str, Any]:
        if self._whole:  # what is waited for now is that the reader leaves
            return await self._receive()
        try:
            left = max(0.0, self._until - time.monotonic())
            message = await asyncio.wait_for(self._receive(), left)
        except TimeoutError:
            raise _TooLate from None
        self._whole = not message.get("more_body", False)
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BODY:
            raise _TooLong
        return message


class _Answer:
    """The answer to a request, on its way out."""

    def __init__(self, scope: Scope, send: Send):
        self._scope, self._send = scope, send
        self.begun, self._status, self._since, self._bytes = False, 0, time.perf_counter(), 0
        pieces = below(scope).strip("/").split("/")
        ancestors = "*" if "embed" in pieces else "'none'"
        self._headers = {"content-security-policy": POLICY.format(ancestors), **HEADERS}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.begun, self._status = True, message["status"]
            given = {name.lower() for name, _ in message.get("headers", [])}
            message = {
                **message,
                "headers": [
                    *message.get("headers", []),
                    *(
                        (name.encode(), value.encode())
                        for name, value in self._headers.items()
                        if name.encode() not in given
                    ),
                ],
            }
        elif self._scope["method"] == "HEAD":
            message = {**message, "body": b""}
        self._bytes += len(message.get("body", b""))
        await self._send(message)

    def told(self) -> None:
        """Write the line of the log."""
        client = self._scope.get("client")
        log(
            "request",
            method=self._scope["method"],
            path=self._scope["path"][:200],
            query=self._scope.get("query_string", b"")[:500].decode("ascii", "replace"),
            status=self._status,
            bytes=self._bytes,
            ms=round(1000 * (time.perf_counter() - self._since), 1),
            address=client[0] if client else None,
        )
