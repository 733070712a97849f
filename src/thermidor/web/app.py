"""The explorer as an application: its parts, its static files, its errors."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import importlib
import importlib.util
import threading
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from thermidor import __version__
from thermidor.engine.devices import prepare
from thermidor.errors import is_bad_input
from thermidor.web.asking import reader_of
from thermidor.web.front import Front
from thermidor.web.marks import N_
from thermidor.web.security import Guard, error_response, refusal
from thermidor.web.service.limits import COSTS, Refused, Settings
from thermidor.web.service.logs import log_error
from thermidor.web.service.readers import Tokens
from thermidor.web.service.service import Service

ROUTERS = (
    "thermidor.web.routes.health",
    "thermidor.web.routes.api",
    "thermidor.web.routes.downloads",
    "thermidor.web.routes.embed",
    "thermidor.web.routes.record",
    "thermidor.web.routes.claims",
    "thermidor.web.routes.history",
    "thermidor.web.routes.method",
    "thermidor.web.routes.glossary",
    "thermidor.web.routes.ask",
)
"""Modules that have a `router`; Ask comes last, because its address is the shortest."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application of one server.

    Args:
        settings: of the server; the usual ones by default.
    """
    prepare()
    chosen = settings or Settings()
    app = FastAPI(
        title="Thermidor",
        version=__version__,
        summary="How the Russian revolution was undone from within, 1917-1940: an executable model.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_life,
        middleware=[
            Middleware(
                Front,
                root_path=chosen.root_path,
                proxies=chosen.proxies,
                host_names=chosen.host_names,
                requests_of_one=chosen.connections_of_one,
            ),
            Middleware(Guard, seconds=chosen.request_deadline),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
    )
    app.state.settings = chosen
    app.state.service = Service(chosen)
    app.state.budgets = app.state.service.budgets
    app.state.tokens = Tokens()
    _errors(app)
    for name in ROUTERS:
        if importlib.util.find_spec(name) is not None:
            app.include_router(importlib.import_module(name).router)
    _static(app)

    @app.get("/", include_in_schema=False)
    def home(request: Request) -> RedirectResponse:
        from thermidor.web.words.i18n import preferred

        lang = preferred(request.headers.get("accept-language"))
        return RedirectResponse(f"/{lang}/", 307, {"vary": "accept-language"})

    return app


@contextlib.asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    app.state.service.start()
    threading.Thread(target=_warm, daemon=True).start()
    home = asyncio.create_task(_answers_of_home(app.state.service, app.state.settings))
    try:
        yield
    finally:
        home.cancel()
        await asyncio.to_thread(app.state.service.stop)


async def _answers_of_home(service: Service, settings: Settings) -> None:
    """Answer the questions of the first page's cards, so that their charts are there at once."""
    if not settings.warm:
        return
    from thermidor.web.routes.ask import HINGES
    from thermidor.web.service.questions import Question

    for query in ("", *(f"scenario={id}" for id, _ in HINGES)):
        try:
            await service.answer(Question.from_query(query), "server")
        except Refused as error:  # a reader who asks it will be told
            log_error("warming up", error)


def _warm() -> None:
    """Make what the first reader would otherwise wait for."""
    from thermidor.record import search
    from thermidor.web.service.model import registry

    for make in (registry, _vega, lambda: search("thermidor", limit=1)):
        try:
            make()
        except Exception as error:  # the reader who needs it will be told
            log_error("warming up", error)


# -- static files ------------------------------------------------------------------------------


class _Static(StaticFiles):
    """Files whose address holds the hash of their content may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        stamped = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = (
            "public, max-age=31536000, immutable" if stamped else "no-cache"
        )
        return response


@functools.cache
def _vega() -> tuple[bytes, str]:
    """The JavaScript that draws charts, and its tag."""
    from thermidor.report.bundle import javascript

    code = javascript().encode()
    return code, f'"{hashlib.sha256(code).hexdigest()[:16]}"'


def _static(app: FastAPI) -> None:
    from thermidor.web.pages.rendering import STATIC

    @app.get("/static/vega.js", include_in_schema=False)
    def vega(request: Request) -> Response:
        code, tag = _vega()
        headers = {"etag": tag, "cache-control": "public, max-age=86400"}
        if request.query_params.get("v") == __version__:
            headers["cache-control"] = "public, max-age=31536000, immutable"
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(code, media_type="text/javascript; charset=utf-8", headers=headers)

    app.mount("/static", _Static(directory=STATIC, check_dir=False), name="static")


# -- errors ------------------------------------------------------------------------------------

WORDS = {
    404: (N_("There is nothing at this address."), N_("Follow a link of a page.")),
    405: (
        N_("This address does not answer this kind of request."),
        N_("Nearly all of them answer GET."),
    ),
}


def _charge(request: Request) -> None:
    """Charge a reader for a refusal: names like the one he wrote were looked for."""
    request.app.state.budgets.charge(reader_of(request), COSTS.refusal)


def _errors(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        if error.status in (400, 404, 422):
            _charge(request)
        return refusal(request, error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        what, right = WORDS.get(error.status_code, (str(error.detail), ""))
        headers = dict(error.headers or {})
        return error_response(request, error.status_code, what, "", right, headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first: dict[str, Any] = dict(error.errors()[0])
        place = [str(part) for part in first.get("loc", ())]
        _charge(request)
        if place[:1] == ["path"]:
            return error_response(request, 404, WORDS[404][0], "", WORDS[404][1])
        return error_response(request, 422, str(first.get("msg", "")), ".".join(place[1:]))

    async def bad_input(request: Request, error: Exception) -> Response:
        if not is_bad_input(error):
            raise error
        _charge(request)
        return error_response(request, 400, str(error.args[0]) if error.args else str(error))

    app.add_exception_handler(ValueError, bad_input)
    app.add_exception_handler(LookupError, bad_input)
