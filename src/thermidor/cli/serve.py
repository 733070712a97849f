"""`thermidor serve`: the explorer in the browser."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from thermidor.cli.asking import with_shared_options
from thermidor.cli.errors import BadOption, say
from thermidor.cli.options import check_writable, named_path

MIB = 1024 * 1024


def _whole(help: str, most: int = 1_000_000_000) -> Any:
    return typer.Option(min=1, max=most, help=help, rich_help_panel="Limits")


def _seconds(help: str) -> Any:
    return typer.Option(min=0.1, help=help, metavar="SECONDS", rich_help_panel="Limits")


def _prefix(text: str) -> str:
    """The type of `--root-path`."""
    from thermidor.web.front import prefix

    try:
        return prefix(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _network(text: str) -> str:
    """The type of `--proxy`."""
    from thermidor.web.front import network

    try:
        return str(network(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@dataclass(frozen=True)
class Limits:
    """What readers may ask for together and one by one, as options of the command."""

    waiting: Annotated[int, _whole("Questions that may be waiting.")] = 200
    waiting_of_one: Annotated[int, _whole("Of one address.")] = 150
    histories_waiting: Annotated[int, _whole("Histories that may be waiting.")] = 64_000
    jobs_waiting: Annotated[int, _whole("Pieces of long work that may be waiting.")] = 24
    jobs_of_one: Annotated[int, _whole("Of one address.")] = 16
    budget: Annotated[
        float, typer.Option(min=1, help="Histories that one address has at once.")
    ] = 40_000.0
    refill: Annotated[
        float, typer.Option(min=0.001, help="Histories it gets back in a second.")
    ] = 400.0
    connections: Annotated[int, _whole("Connections that may be open.")] = 1000
    connections_of_one: Annotated[int, _whole("Of one address.")] = 256
    request_deadline: Annotated[float, _seconds("For the head of a request, and for its body.")] = (
        20.0
    )
    unit_deadline: Annotated[float, _seconds("For a worker to compute 32 histories.")] = 300.0
    job_deadline: Annotated[float, _seconds("For a worker to say how far long work is.")] = 900.0
    readers_of_one: Annotated[int, _whole("Readers of one address with a turn of their own.")] = 32
    share_of_reader: Annotated[
        float,
        typer.Option(
            min=0.01, max=1, help="Part of what an address may have that one of its readers may.",
            rich_help_panel="Limits",
        ),
    ] = 0.5  # fmt: skip
    scenarios: Annotated[int, _whole("Uploaded scenarios that are kept.")] = 10_000
    scenario_days: Annotated[
        float, typer.Option(min=0.01, help="Days that an uploaded scenario stays unused.")
    ] = 180.0
    answers_in_memory: Annotated[int, _whole("MiB of answers in memory.", 1_000_000)] = 64
    answers_on_disk: Annotated[int, _whole("MiB of answers on disk.", 10_000_000)] = 512
    tiles_in_memory: Annotated[int, _whole("MiB of histories in memory.", 1_000_000)] = 256

    def plain(self) -> dict[str, Any]:
        """The same as the service's settings have it: memory in bytes."""
        found = asdict(self)
        for name in ("answers_in_memory", "answers_on_disk", "tiles_in_memory"):
            found[name] *= MIB
        return found


@with_shared_options
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
    warm: Annotated[
        bool, typer.Option(help="Answer the questions of the first page's cards at the start.")
    ] = True,
    root_path: Annotated[
        str,
        typer.Option(
            parser=_prefix,
            metavar="PREFIX",
            show_default=False,
            help="Prefix under which a proxy shows the explorer, as /thermidor; it may take it off or leave it.",
        ),
    ] = "",
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            parser=_network,
            metavar="ADDRESS",
            show_default=False,
            help="Address or network of a proxy whose X-Forwarded headers are believed. May be repeated.",
        ),
    ] = None,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help="Name by which readers reach the explorer, beside localhost, bare addresses and this machine's "
            "own; *.example.org for all below, * for every name. May be repeated.",
        ),
    ] = None,
    *,
    limits: Limits,
) -> None:
    """Open the explorer: ask history in a browser.

    It serves pages on this machine until it is interrupted; nothing leaves the machine.

    Example: thermidor serve --port 8017
    """
    os.environ["THERMIDOR_DEVICES"] = "1"  # this process does not simulate
    import socket

    import uvicorn

    from thermidor.web.app import create_app
    from thermidor.web.service.connections import limited
    from thermidor.web.service.limits import Settings
    from thermidor.web.service.logs import quiet as hush
    from thermidor.web.service.logs import take_over

    if cache is not None:
        check_writable(cache, "--cache")
        os.environ["THERMIDOR_CACHE"] = str(cache.absolute())
    hush(quiet)
    chosen = limits.plain() if workers is None else {**limits.plain(), "workers": workers}
    proxies = tuple(proxy or ())
    settings = Settings(
        **chosen,
        warm=warm,
        root_path=root_path,
        proxies=proxies,
        host_names=(*(host_name or ()), host),
    )
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadOption(f"cannot listen on {host}:{port}: {reason}; try another --port") from None
    shown = f"[{host}]" if ":" in host else host
    say(
        f"the explorer is at http://{shown}:{listening.getsockname()[1]}{root_path}/ (Ctrl-C ends it)"
    )
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
        http=limited(
            settings.connections, settings.connections_of_one, settings.request_deadline, proxies
        ),
        log_config=None,
    )
    take_over()
    uvicorn.Server(config).run(sockets=[listening])
