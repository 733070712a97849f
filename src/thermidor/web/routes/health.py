"""`/healthz`: whether the server is well, for whoever watches it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from thermidor import __version__

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
def healthz(request: Request) -> dict[str, Any]:
    """State of the server in numbers."""
    return {"status": "ok", "version": __version__, **request.app.state.service.health()}
