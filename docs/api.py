"""The page of the public names: what there is in `thermidor`, by purpose, each from its own docstring."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import thermidor

PLUMBING = "model_config, model_post_init"
"""What pydantic adds to a class and no reader asks for."""


@dataclass(frozen=True)
class Purpose:
    """Public names that serve one purpose.

    Attributes:
        title: heading on the page.
        names: what stands below it, as users write it after `thermidor.`.
        says: what is to be known of all of them.
    """

    title: str
    names: tuple[str, ...]
    says: str = ""


PURPOSES = (
    Purpose("Simulate", ("simulate", "open_histories")),
    Purpose("Compare", ("compare", "Comparison")),
    Purpose(
        "Follow the record, then let go",
        ("branch", "branch_point", "forecasts", "hinges"),
        "What these mean is said in [Histories that are still ours](branches.md).",
    ),
    Purpose(
        "Scenarios",
        ("Scenario", "Intervention"),
        "Wherever a scenario is asked for, an id, a YAML file, a `Scenario` or a list of `Intervention` will do.",
    ),
    Purpose("Claims and rules at work", ("claims", "ablate", "check", "check_draws")),
    Purpose(
        "One history, conditions, and the loop of appointments",
        ("trace", "Trace", "conditions", "timing", "loops", "coalitions", "chain"),
        "See [One history](trace.md), [What carries the outcome](conditions.md) and [Cutting the loop](loops.md).",
    ),
    Purpose("Listings", ("parameters", "variables", "settable", "outside_series", "rules")),
    Purpose(
        "The record",
        (
            "record", "record.Record", "record.search", "record.show", "record.series", "record.observations",
            "record.milestones", "record.months", "record.tables",
        ),
    ),
    Purpose(
        "Theories",
        ("Theory", "register", "lequenne"),
        "How a rival is written is said in [Theories](theories.md).",
    ),
    Purpose(
        "Charts",
        (
            "plot", "plot.fan", "plot.fan_spec", "plot.outcomes", "plot.milestones", "plot.ladder", "plot.effects",
            "plot.effective", "plot.pit_histogram", "plot.pit_order", "plot.surprises", "plot.learned", "plot.save", "plot.Observation",
        ),
        'In the examples `ds` is an ensemble, `ds = thermidor.simulate(histories=50, stop="1922-12")`, and '
        "`observations` are recorded figures, `thermidor.record.observations()`.",
    ),
    Purpose("Version", ("__version__",)),
)  # fmt: skip


def named(name: str) -> Any:
    """What a public name stands for.

    Args:
        name: as users write it after `thermidor.`.

    Returns:
        A function, a class, a package or the version.
    """
    found: Any = thermidor
    for part in name.split("."):
        found = getattr(found, part)
    return found


def directive(name: str) -> list[str]:
    """The lines that let Sphinx show a name under the name that users write."""
    what, full = named(name), f"thermidor.{name}"
    if inspect.ismodule(what):
        # A package that can be called is both, and Sphinx indexes a name once.
        shown = [f".. automodule:: {what.__name__}", "   :no-index:"]
        head = (
            f".. py:function:: {full}() -> {full}.Record"
            if callable(what)
            else f".. py:module:: {full}"
        )
        return [head, "", *shown]
    if inspect.isclass(what):
        return [f".. autoclass:: {full}", "   :members:", f"   :exclude-members: {PLUMBING}"]
    return [f".. auto{'function' if callable(what) else 'data'}:: {full}"]


def markdown() -> str:
    """The page.

    Returns:
        Markdown with directives for autodoc, one section a purpose.
    """
    parts = []
    for purpose in PURPOSES:
        parts += [f"## {purpose.title}", ""]
        parts += [purpose.says, ""] if purpose.says else []
        parts.append("```{eval-rst}")
        for name in purpose.names:
            parts += [*directive(name), ""]
        parts += ["```", ""]
    return "\n".join(parts)
