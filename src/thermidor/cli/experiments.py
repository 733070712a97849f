"""`thermidor conditions`, `timing`, `loops`, `coalitions` and `chain`: experiments on what carries the outcome."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from thermidor.cli.asking import Seeded, with_shared_options
from thermidor.cli.errors import INTERRUPTED, BadOption, say
from thermidor.cli.options import check_writable, named_path
from thermidor.cli.output import Json, print_json, print_table, print_text
from thermidor.cli.progress import Move, progress

if TYPE_CHECKING:
    from thermidor.experiments.chain import Chain
    from thermidor.experiments.coalitions import Coalitions
    from thermidor.experiments.conditions import Conditions
    from thermidor.experiments.loops import Effect
    from thermidor.experiments.timing import Timing

T = TypeVar("T")

Free = Annotated[
    int, typer.Option("--histories", "-n", min=1, max=100_000, help="How many histories.")
]
Page = Annotated[
    Path | None,
    typer.Option(
        parser=named_path, metavar="FILE", help="Also write the table there, as Markdown."
    ),
]


@with_shared_options
def loops(
    asked: Seeded,
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="Scenarios; the five cuts and the hinges by default."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also decision points that are no hinges.")
    ] = False,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=20_000, help="Twins of each scenario.")
    ] = 400,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Cut the loop of appointments and measure what becomes of power.

    Each scenario runs against twins without it: who decides, whose posts they are and whether
    Thermidor comes, by 1929 and ever.

    Example: thermidor loops --histories 200
    """
    run = ready("loops", page)
    from thermidor.codings import said
    from thermidor.experiments import loops as experiment

    wanted = list(scenarios or [*experiment.CUTS, *experiment.hinges(everything)])

    def show(found: list[Effect]) -> None:
        heads = experiment.heads(found)
        print_table(heads, experiment.rows(found), right=range(2, len(heads) - 1), fixed=(0, 1))
        print_text(
            f"{histories:,} twins of each, seed {asked.seed}: differences from the baseline, of the loss of all say in "
            f"percentage points, of the rest in {experiment.HORIZON}, with intervals of 95 per cent."
        )
        for effect in found:
            for text in said(effect.defined_by):
                print_text(f"{effect.scenario}: {text}")

    carry_out(
        "cutting the loop",
        typed("loops", *(scenarios or ()), all=everything, histories=histories, seed=asked.seed),
        lambda moved: run(wanted, histories, asked.seed, moved, theory=asked.theory),
        page,
        as_json,
        markdown=lambda found: experiment.markdown(found, histories, asked.seed),
        plain=lambda found: {
            "histories": histories, "seed": asked.seed, "horizon": experiment.HORIZON,
            "loops": [e.to_json() for e in found],
        },
        show=show,
        stopped=lambda found: (
            f"{len(found)} of {len(wanted)} scenarios" if len(found) < len(wanted) else ""
        ),
    )  # fmt: skip


@with_shared_options
def coalitions(
    asked: Seeded,
    histories: Free = 1000,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Count in what order leaders fall in free histories, and who is left.

    Of the histories with the conditions of the record, says in which share its sequence came out, and
    what came in its place elsewhere: with the prestige of leaders as coded, drawn for each history, and equal.

    Example: thermidor coalitions --histories 500
    """
    run = ready("coalitions", page)
    from thermidor.experiments import coalitions as experiment

    def show(found: Coalitions) -> None:
        for line in experiment.sentences(found):
            print_text(line)
        heads = experiment.heads(found)
        print_table(
            heads, experiment.rows(found), right=range(2, len(heads)), fixed=range(1, len(heads))
        )
        print_text("; ".join(f"{name}: {means}" for name, means in experiment.ENDINGS.items()))

    carry_out(
        "following the leaders",
        typed("coalitions", histories=histories, seed=asked.seed),
        lambda moved: run(histories, asked.seed, moved, theory=asked.theory),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=_stopped,
    )


@with_shared_options
def chain(
    asked: Seeded,
    histories: Free = 1000,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Follow an opposition from the cells to the congress, beside the record.

    Of the histories with the conditions of the record, gives the distribution of what each level lets
    through, of the delegates who owe their post to nomination, and of what is counted of dissent.

    Example: thermidor chain --histories 500
    """
    run = ready("chain", page)
    from thermidor.experiments import chain as experiment

    def show(found: Chain) -> None:
        for line in experiment.sentences(found):
            print_text(line)
        heads = experiment.HEADS
        print_table(heads, experiment.table(found), right=(2, 3, 4, 5), fixed=(2, 3, 4, 5, 7))

    carry_out(
        "following the delegates",
        typed("chain", histories=histories, seed=asked.seed),
        lambda moved: run(histories, asked.seed, moved, theory=asked.theory),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=_stopped,
    )


@with_shared_options
def conditions(
    asked: Seeded,
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CONDITION]...", help="Conditions by id; all by default."),
    ] = None,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=20_000, help="Twins of each.")
    ] = 512,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Make conditions good one at a time and together, and count who loses all say.

    Isolation, privilege, the active layer, bread, educated people, legal tendencies, election, Lenin's
    health: in free histories and in those that follow the record to 1921 and 1923, under each coding; and
    the links of each chain cut, to see whether its effect goes.

    Example: thermidor conditions no-stroke --histories 200
    """
    run = ready("conditions", page)
    from thermidor.experiments import conditions as experiment

    def show(found: Conditions) -> None:
        for line in experiment.sentences(found):
            print_text(line)
        heads = experiment.heads(found)
        print_table(
            heads, experiment.rows_of(found.answers), right=range(2, len(heads)), fixed=(0, 1)
        )
        if found.chains:
            print_table(
                ("Chain", *heads[1:]),
                experiment.link_rows(found.chains),
                right=range(2, len(heads)),
                fixed=(0, 1),
            )
        if found.after:
            print_text(experiment.AFTER)
            heads = experiment.heads_after(found)
            print_table(
                heads, experiment.link_rows(found.after), right=range(2, len(heads)), fixed=(0, 1)
            )

    carry_out(
        "conditions and chains",
        typed("conditions", *(wanted or ()), histories=histories, seed=asked.seed),
        lambda moved: run(
            wanted or None, histories, asked.seed, progress=moved, theory=asked.theory
        ),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=lambda found: "some kinds of histories" if found.interrupted else "",
    )


@with_shared_options
def timing(
    asked: Seeded,
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CONDITION]...",
            help="Conditions with which it is counted again; legal tendencies by default.",
        ),
    ] = None,
    histories: Annotated[
        int, typer.Option("--histories", "-n", min=2, max=20_000, help="Histories of each.")
    ] = 512,
    page: Page = None,
    as_json: Json = False,
) -> None:
    """Count by which year those below lose all say, and which other endings there are.

    In free histories and in those that follow the record to 1921 and 1923, under each coding, as they are
    and with a condition of the table of conditions.

    Example: thermidor timing tendencies-legal --histories 200
    """
    run = ready("timing", page)
    from thermidor.experiments import timing as experiment

    def show(found: Timing) -> None:
        first, second = experiment.sentences(found)
        print_text(first)
        print_table(
            experiment.LOSS_HEADS,
            experiment.loss_rows(found),
            right=range(3, 3 + len(experiment.YEARS)),
            fixed=(0, 1),
        )
        print_text(second)
        print_table(
            experiment.ENDING_HEADS, experiment.ending_rows(found), right=(5, 6), fixed=(0, 1)
        )

    carry_out(
        "kinds of histories",
        typed("timing", *(wanted or ()), histories=histories, seed=asked.seed),
        lambda moved: run(wanted or None, histories, asked.seed, progress=moved, theory=asked.theory),
        page,
        as_json,
        markdown=experiment.markdown,
        plain=lambda found: found.to_json(),
        show=show,
        stopped=lambda found: "some kinds of histories" if found.interrupted else "",
    )  # fmt: skip


def ready(name: str, page: Path | None) -> Callable[..., Any]:
    """The experiment of this name, once it is known that its page can be written.

    To be called before the module of the experiment is imported: it readies the devices.
    """
    if page is not None:
        if page.is_dir():
            raise BadOption(f"--page '{page}' is a folder; name a file in it")
        check_writable(page.parent, "the folder of --page")

    import thermidor as th

    return getattr(th, name)


def typed(*words: str, **options: Any) -> str:
    """A command as it would be typed again.

    Args:
        words: its name and arguments.
        options: by name; those that were not given (None) or not asked for (False) are left out.

    Example:
        >>> typed("loops", "secret-ballot", all=False, histories=400)
        'thermidor loops secret-ballot --histories 400'
    """
    given = {f"--{name}": x for name, x in options.items() if x is not None and x is not False}
    flags = [w for name, x in given.items() for w in ([name] if x is True else [name, str(x)])]
    return shlex.join(["thermidor", *words, *flags])


def carry_out(
    title: str,
    command: str,
    run: Callable[[Move], T],
    page: Path | None,
    as_json: bool,
    *,
    markdown: Callable[[T], str],
    plain: Callable[[T], Any],
    show: Callable[[T], None],
    stopped: Callable[[T], str],
) -> None:
    """Run an experiment with its progress, then give out what it found.

    Args:
        title: what is being done.
        command: that asks for it, as it would be typed again.
        run: the experiment, given what to call after each part of the work.
        page: file for the Markdown; none without it.
        as_json: print plain data, not the table.
        markdown: what was found, for the page.
        plain: the same as plain data.
        show: prints it for people.
        stopped: how far it came when interrupted; empty where it came to its end.
    """
    with progress(title) as moved:
        found = run(moved)
    if page is not None:
        from thermidor.keep import write_text
        from thermidor.report.made import made_line

        write_text(page, f"{made_line(command)}\n\n{markdown(found)}")
    if as_json:
        print_json(plain(found))
    else:
        show(found)
    if far := stopped(found):
        say(f"interrupted after {far}")
        raise typer.Exit(INTERRUPTED)


def _stopped(found: Coalitions | Chain) -> str:
    return f"{found.histories:,} of {found.wanted:,} histories" if found.interrupted else ""
