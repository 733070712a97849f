"""`/healthz`: whether the server is well, for whoever watches it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse

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
def healthz(request: Request) -> dict[str, Any]:
    """State of the server in numbers."""
    return {"status": "ok", "version": __version__, **request.app.state.service.health()}
