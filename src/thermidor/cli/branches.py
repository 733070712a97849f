"""`thermidor branches`: the branch points that are kept, and one of them looked at."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thermidor.cli.asking import Followed, with_shared_options
from thermidor.cli.errors import INTERRUPTED, BadOption, say
from thermidor.cli.options import check_writable, named_path
from thermidor.cli.output import Json, print_json, print_table, print_text
from thermidor.cli.progress import progress

if TYPE_CHECKING:
    from thermidor.experiments.branches.kept import Kept
    from thermidor.experiments.branches.learned import Learned
    from thermidor.experiments.branches.point import BranchPoint

MOST = 12
"""Rows of the tables of surprises and of what was learnt."""


@with_shared_options
def branches(
    asked: Followed,
    at: Annotated[
        str | None,
        typer.Argument(metavar="[YYYY-MM]", help="Look at one; it is made where it is not kept."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Make all that are usually kept, 1917-01 to 1934-01.")
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Throw all that are kept away.")] = False,
    charts: Annotated[
        Path | None,
        typer.Option(
            parser=named_path, metavar="DIR", help="Also draw it, as SVG, in this folder."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List branch points: histories that follow the record up to a month.

    With a month, tells how well the record was followed up to it: how many particles still count,
    which figures none came near, which surprised most, which decisions are held. Interrupted, what
    was followed so far is kept.

    Example: thermidor branches 1923-03
    """
    check_wishes(at, everything, clear, charts)
    if clear:
        _cleared(as_json)
        return
    if charts is not None:
        check_writable(charts, "--charts")

    import thermidor as th
    from thermidor.experiments.branches.kept import kept
    from thermidor.experiments.branches.point import PARTICLES, STORED

    if at is None and not everything:
        _listed(kept(), as_json)
        return
    from thermidor.experiments.branches.figures import figures_of
    from thermidor.experiments.models import known_model

    registry = known_model(asked.theory).registry
    wished = asked.following(at or STORED[-1])
    known = figures_of(wished.figures, registry)
    months = [*STORED] if everything else [at or ""]
    last = ""
    with progress(f"the record to {months[-1]}") as moved:

        def moving(done: int, wanted: int) -> None:
            nonlocal last
            from thermidor.engine.calendar import month_text

            last = month_text(done - 1)
            moved(done, wanted)

        # The last passes all others, so the bar counts months once.
        for month in (months[-1], *months[:-1]):
            try:
                point = th.branch_point(
                    month, theory=asked.theory, seed=asked.seed, particles=asked.particles or PARTICLES,
                    learn=wished.learn, not_held=wished.not_held, figures=known, progress=moving,
                )  # fmt: skip
            except KeyboardInterrupt:
                say(_interrupted([s for s in STORED[1:] if s <= last], last))
                raise typer.Exit(INTERRUPTED) from None
            if month == at:
                _shown(point, registry, asked.theory, charts, as_json)
    if everything:
        _listed(kept(), as_json)


def check_wishes(at: str | None, everything: bool, clear: bool, charts: Path | None) -> None:
    """See that the options go together.

    Args:
        at: the month asked for.
        everything: `--all`.
        clear: `--clear`.
        charts: folder of `--charts`.

    Raises:
        BadOption: they do not.
        BadDate: the month lies outside the record.
    """
    given = [
        word
        for word, here in (("a month", at is not None), ("--all", everything), ("--clear", clear))
        if here
    ]
    if len(given) > 1:
        raise BadOption(f"{given[0]} does not go with {given[1]}")
    if charts is not None and at is None:
        raise BadOption("--charts draws one branch point: name its month, such as 1923-03")
    if at is not None:
        from thermidor.engine.calendar import month_number

        month_number(at)


def _interrupted(passed: list[str], last: str) -> str:
    where = f" in {last}" if last else ""
    return f"interrupted{where}; {f'what led to {passed[-1]} is kept' if passed else 'nothing is kept'}"


def _cleared(as_json: bool) -> None:
    from thermidor.experiments.branches.kept import clear

    points, taken = clear()
    if as_json:
        print_json({"cleared": points, "bytes": taken})
    else:
        print_text(f"Threw away {points} branch points, {_size(taken)}.")


def _listed(found: list[Kept], as_json: bool) -> None:
    if as_json:
        print_json({"branches": [k.to_json() for k in found]})
        return
    if not found:
        print_text(
            "No branch point is kept. `thermidor branches 1923-03` makes one, `--all` the usual ones."
        )
        return
    print_table(
        ("Month", "Particles", "Effective", "Least", "After the figure", "Out of reach", "Followed", "Size"),
        [
            (
                k.at, f"{k.particles:,}", _share(k.effective), _share(k.least_effective), k.worst or "-",
                str(k.unreached), _followed(k), _size(k.bytes),
            )
            for k in found
        ],
        title="Branch points kept",
        right=(1, 2, 3, 5, 7),
        fixed=(0, 1, 2, 3, 5, 7),
    )  # fmt: skip
    if any(not k.current for k in found):
        print_text("What an older version followed is not used again; --clear throws it away.")


def _followed(k: Kept) -> str:
    parts = [k.theory, f"seed {k.seed}"]
    parts += ["constants learn"] * k.learn
    parts += [f"not held: {', '.join(k.not_held)}"] * bool(k.not_held)
    parts += ["figures of a file"] * (not k.record)
    parts += ["older version"] * (not k.current)
    parts += ["damaged"] * (k.effective is None)
    return ", ".join(parts)


def _shown(
    point: BranchPoint, registry: Any, theory: str, charts: Path | None, as_json: bool
) -> None:
    from thermidor.experiments.branches.learned import CLEAR, chance, learned
    from thermidor.experiments.branches.steps import counted
    from thermidor.experiments.scores import sentences

    moved: list[Learned] = []
    if point.origin.parameters is not None:
        moved = learned(registry, point.origin.parameters)
    drawn = [] if charts is None else _drawn(point, moved, charts)
    if as_json:
        print_json(
            {
                **point.to_json(),
                "fit": counted(point.figures, theory).to_json(),
                "learned": [p.to_json() for p in moved],
                "chance": None if math.isnan(noise := chance([p.shift for p in moved])) else noise,
                "charts": [str(p) for p in drawn],
            }
        )
        return
    units = {name: o.unit for name, o in registry.outputs.items()}
    print_text(f"The record followed to {point.at}", bold=True)
    print_text(
        f"{point.particles:,} particles, seed {point.seed}, {len(point.held)} recorded decisions held, "
        f"{len(point.figures)} figures. Effective size {_share(point.effective)}, at its smallest "
        f"{_share(point.least_effective)}. Log evidence {point.log_evidence:.1f}. The particles descend "
        f"from {point.lineages:,} of the histories of January 1917."
    )
    if point.figures:
        for line in sentences(counted(point.figures, theory)):
            print_text(line)
        _print_years(point)
        _print_figures("Figures that no particle came near", point.unreached, units)
        ranked = sorted(point.figures, key=lambda f: -f.surprise)[:MOST]
        _print_figures("The most surprising figures", ranked, units)
    if moved:
        print_table(
            ("Constant", "Prior range", "Mean", "5% to 95%", "Shift", "Spread left"),
            [
                (
                    p.path, f"{p.low:.4g} to {p.high:.4g}", f"{p.mean:.4g}", f"{p.q05:.4g} to {p.q95:.4g}",
                    f"{p.shift:+.2f}", f"{1 - p.shrinkage:.2f}",
                )
                for p in moved[:MOST]
            ],
            title="Constants that moved most, in standard deviations of their range",
            right=(4, 5),
        )  # fmt: skip
        noise = chance([p.shift for p in moved])
        clear = sum(abs(p.shift) > CLEAR * noise for p in moved)
        print_text(
            "With so few constants chance cannot be told from what is learnt here: ask with another --seed, "
            "and believe what both say."
            if math.isnan(noise)
            else f"Chance alone moves a constant by {noise:.2f}, with so few lineages left; {clear} of "
            f"{len(moved):,} moved by more than {CLEAR:g} times that."
        )
    if point.held:
        done = [line for line in point.held if line.startswith("force")]
        print_text(
            f"Held to what was decided: {'; '.join(done)}. Forbidden in {len(point.held) - len(done)} other "
            "spans; --json has them all."
        )
    for path in drawn:
        print_text(f"Chart: {path}")


def _print_years(point: BranchPoint) -> None:
    rows = [f.to_json() for f in point.figures]
    years = {str(r["month"])[:4]: [] for r in rows}
    for row in rows:
        years[str(row["month"])[:4]].append(row)
    worst = {year: min(those, key=lambda r: r["effective"]) for year, those in years.items()}
    print_table(
        ("Year", "Figures", "Smallest size", "After the figure"),
        [
            (year, str(len(years[year])), _share(r["effective"]), r["figure"])
            for year, r in worst.items()
        ],
        title="Effective size, share of the particles",
        right=(1, 2),
    )


def _print_figures(title: str, figures: Any, units: dict[str, str]) -> None:
    from thermidor.plots.labels import number

    if not figures:
        return
    print_table(
        ("Figure", "Recorded", "Particles before it (5-95%)", "Surprise", "Effective"),
        [
            (
                f.name, number(f.recorded, units.get(f.variable, "")),
                f"{number(f.q05, units.get(f.variable, ''))} to {number(f.q95, units.get(f.variable, ''))}",
                f"{f.surprise:.2f}", _share(f.effective),
            )
            for f in figures
        ],
        title=title,
        right=(1, 2, 3, 4),
    )  # fmt: skip


def _drawn(point: BranchPoint, moved: list[Learned], folder: Path) -> list[Path]:
    from thermidor import plots

    figures = [f.to_json() for f in point.figures]
    charts: dict[str, Any] = {}
    if figures:
        charts["effective"] = plots.effective(figures)
        charts["surprises"] = plots.surprises(figures)
    if moved:
        charts["learned"] = plots.learned([p.to_json() for p in moved])
    return [plots.save(c, folder / f"{point.at}-{name}.svg") for name, c in charts.items()]


def _share(value: float | None) -> str:
    from thermidor.plots.labels import percent

    return "-" if value is None else percent(value)


def _size(taken: int) -> str:
    return f"{taken / 2**20:.0f} MiB"
