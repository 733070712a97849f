"""`thermidor scenarios`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thermidor.cli.output import Json, print_json, print_table, print_text


def scenarios(
    id: Annotated[
        str | None, typer.Argument(help="A scenario, or the path of a file of one.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the scenarios, or show one.

    Example: thermidor scenarios lenin-active-one-more-year
    """
    from thermidor.scenarios import Scenario, catalogue

    found = [Scenario.load(id)] if id is not None else list(catalogue().values())
    if as_json:
        print_json({"scenarios": [s.plain() for s in found]})
    elif id is not None:
        _show(found[0])
    else:
        print_table(
            ("Scenario", "Title", "What is done"),
            [(s.id, s.title.en, "; ".join(map(str, s.do)) or "nothing") for s in found],
        )


def _show(scenario: Any) -> None:
    print_text(scenario.title.en, bold=True)
    if scenario.title.fr:
        print_text(scenario.title.fr)
    for paragraph in (scenario.summary, scenario.question):
        if paragraph:
            print_text(f"\n{paragraph}")
    print_text("")
    rows = [("does", str(operation)) for operation in scenario.do] or [("does", "nothing")]
    rows += [("expects", f"{name}: {sign}") for name, sign in scenario.expected.items()]
    if scenario.branch:
        rows.append(("branches at", f"{scenario.branch} (free runs ignore it)"))
    rows += [("cites", cite) for cite in scenario.cites]
    if scenario.pages:
        rows.append(("pages", ", ".join(map(str, scenario.pages))))
    print_table(("", scenario.id), rows)
