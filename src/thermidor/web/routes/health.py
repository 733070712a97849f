"""For machines: whether the server is well (`/healthz`, `/metrics`), and where crawlers may go (`/robots.txt`)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse

from thermidor import __version__

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> PlainTextResponse:
    """The same numbers in the text form of Prometheus."""
    numbers = request.app.state.service.health()
    lines = [
        f"# TYPE thermidor_{name} gauge\nthermidor_{name} {value}"
        for name, value in numbers.items()
    ]
    lines.append(f'# TYPE thermidor_info gauge\nthermidor_info{{version="{__version__}"}} 1')
    return PlainTextResponse(
        "\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8"
    )


@router.get("/healthz", include_in_schema=False)
def healthz(request: Request) -> JSONResponse:
    """State of the server in numbers; 503 while no worker is ready to compute."""
    numbers: dict[str, Any] = request.app.state.service.health()
    status = "ok" if numbers["ready"] else "no worker is ready"
    headers = {"cache-control": "no-store"} | ({} if numbers["ready"] else {"retry-after": "5"})
    return JSONResponse(
        {"status": status, "version": __version__, **numbers},
        200 if numbers["ready"] else 503,
        headers,
    )


CLOSED = ("/api/", "/*/embed", "/*/history?", "/*/history/", "/*/record?", "/*/claims?", "/*?run=", "/*?answer=", "/*&answer=", "/metrics", "/healthz")  # fmt: skip
"""Where crawlers need not go: data for programs, and pages that a reader has made for him or that are lists without end."""


@router.get("/robots.txt", include_in_schema=False)
def robots(request: Request) -> PlainTextResponse:
    """What crawlers may visit: the pages, but nothing that is computed or searched for."""
    root = request.scope.get("root_path", "")
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in CLOSED)]
    return PlainTextResponse(
        "\n".join(lines) + "\n", headers={"cache-control": "public, max-age=86400"}
    )
