"""The model described by the ODD protocol, made from the code so that it cannot drift."""

from __future__ import annotations

from thermidor.engine.declare import DIMENSIONS, Here
from thermidor.engine.registry import Registry
from thermidor.engine.theory import Theory
from thermidor.experiments.listing import basis_shares, parameters
from thermidor.theories import BOOK, theory


def markdown(name: str = BOOK) -> str:
    """The description in Markdown: purpose, entities, scheduling, concepts, start, inputs, submodels.

    Args:
        name: of the theory that is described.

    Returns:
        The text; every list in it is read from the registry.

    Source:
        Grimm et al., The ODD protocol: a second update, JASSS 23(2), 2020.
    """
    described = theory(name)
    registry = described.registry
    return (
        "\n\n".join(
            [
                "# The model, by the ODD protocol",
                _purpose(),
                _entities(registry),
                _scheduling(described),
                _concepts(registry),
                _initialisation(registry, name),
                f"## 6. Input data\n\n{_series(registry)}",
                _submodels(registry),
            ]
        )
        + "\n"
    )


def _purpose() -> str:
    return (
        "## 1. Purpose and patterns\n\n"
        "To state as executable rules how, according to Michel Lequenne's *Contre-révolution dans la révolution* "
        "(2017), the revolution of 1917 turned into its opposite, and to ask of these rules what the book claims: "
        "that the outcome was no fatality but followed from conditions. Patterns by which it is judged: the recorded "
        "and independent figures (`thermidor run`: fit), the book's milestones, and its claims (`thermidor claims`)."
    )


def _entities(registry: Registry) -> str:
    lines = [
        "## 2. Entities, state variables and scales\n",
        "One history is one Soviet Russia and its world, in steps of a month from January 1917 to December 1940. "
        "Axes: "
        + "; ".join(f"{n} ({len(v)}): {', '.join(v)}" for n, v in DIMENSIONS.items())
        + ".\n",
        "| variable | unit | meaning | axis | conserved |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{p}` | {v.unit} | {v.meaning} | {', '.join(v.dim)} | {v.quantity or ''} |"
        for p, v in registry.states.items()
    ]
    return "\n".join(lines)


def _scheduling(described: Theory) -> str:
    lines = [
        "## 3. Process overview and scheduling\n",
        "Each month the systems take their steps in this order; a system reads last month's world and what ran "
        "before it in the month, writes only its own variables, and moves people, grain, goods, money, arms, posts "
        "and members by declared flows.\n",
    ]
    for number, module in enumerate(described.modules, start=1):
        doc = (module.__doc__ or "").strip().splitlines()[0]
        lines.append(f"{number}. `{module.__name__.rsplit('.', 1)[-1]}`: {doc}")
    return "\n".join(lines)


def _concepts(registry: Registry) -> str:
    return (
        "## 4. Design concepts\n\n"
        "*Emergence*: phases, outcomes and milestones are read off the state; no rule reads the date. "
        "*Interaction*: by flows, by one ballot for every vote, by fear, hope and hunger. "
        f"*Stochasticity*: {len(registry.streams)} named streams of draws, each keyed by history, month and name, so that "
        "twins share their fate until an intervention bites. "
        "*Observation*: "
        + str(len(registry.outputs))
        + " output variables; regime and outcome are decided from "
        "state alone."
    )


def _initialisation(registry: Registry, name: str) -> str:
    n = sum(1 for p in registry.parameters if p.startswith("initial."))
    shares = basis_shares(parameters(theory=name))
    text = ", ".join(f"{b}: {int(s['n'])} ({s['share']:.0%})" for b, s in shares.items())
    return (
        f"## 5. Initialisation\n\nJanuary 1917, {n} starting values, each a parameter `initial.*` with a range. "
        f"All parameters by what they rest on: {text}."
    )


def outside(name: str = BOOK) -> str:
    """What comes from outside the model, as a section of a page in Markdown.

    Args:
        name: of the theory.

    Returns:
        A heading, and a table of the series as the registry has them.
    """
    return f"## What comes from outside\n\n{_series(theory(name).registry)}\n"


def _series(registry: Registry) -> str:
    lines = ["| series | unit | meaning | in French | rests on |", "|---|---|---|---|---|"]
    lines += [
        f"| `{n}` | {o.unit} | {o.meaning} | {o.french} | {'; '.join(o.grounds.cites)} |"
        for n, o in registry.outside.items()
    ]
    return "\n".join(lines)


def _submodels(registry: Registry) -> str:
    lines = ["## 7. Submodels\n"]
    system = ""
    for name, r in sorted(registry.rules.items()):
        if r.system != system:
            system = r.system
            lines.append(f"\n### {system}\n")
        doc = (r.function.__doc__ or "").strip().splitlines()[0]
        reads = ", ".join(f"`{s}`" for s in r.reads.values() if not isinstance(s, Here))
        ids = ", ".join(r.implements) or "assumption"
        lines.append(
            f"- **{name.split('.', 1)[1]}** ({ids}): {doc} Reads {reads or 'nothing else'}."
        )
    return "\n".join(lines)
