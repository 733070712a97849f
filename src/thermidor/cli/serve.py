"""`thermidor serve`: the explorer in the browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from thermidor.cli.errors import BadOption, say
from thermidor.cli.options import check_writable, named_path


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8017,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=256, help="Processes that simulate; one a core.", show_default=False
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            parser=named_path,
            metavar="DIR",
            help="Folder for what is kept between starts.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log only what is wrong.")] = False,
) -> None:
    """Open the explorer: ask history in a browser.

    It serves pages on this machine until it is interrupted; nothing leaves the machine.

    Example: thermidor serve --port 8017
    """
    os.environ["THERMIDOR_DEVICES"] = "1"  # this process does not simulate
    import socket

    import uvicorn

    from thermidor.web.app import create_app
    from thermidor.web.service.limits import Settings
    from thermidor.web.service.logs import quiet as hush

    if cache is not None:
        check_writable(cache, "--cache")
        os.environ["THERMIDOR_CACHE"] = str(cache.absolute())
    hush(quiet)
    settings = Settings() if workers is None else Settings(workers=workers)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadOption(f"cannot listen on {host}:{port}: {reason}; try another --port") from None
    shown = f"[{host}]" if ":" in host else host
    say(f"the explorer is at http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends it)")
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32 * 1024,
        limit_concurrency=1000,
    )
    uvicorn.Server(config).run(sockets=[listening])
