"""The report as Markdown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from thermidor.experiments.scores import sentences
from thermidor.glossary import terms
from thermidor.keep import write_text
from thermidor.report import answer, conditions, tables
from thermidor.report.manifest import command
from thermidor.report.summary import Summary
from thermidor.report.tables import Table


def write_markdown(
    summary: Summary,
    path: str | os.PathLike[str],
    *,
    parameters: Iterable[Mapping[str, Any]] = (),
    comparisons: Iterable[Mapping[str, Any]] = (),
) -> Path:
    """Write the report of an ensemble as Markdown, whole or not at all.

    Args:
        summary: what `summarise` returned.
        path: the Markdown file.
        parameters: mappings with path, value, unit, low, high, basis and cites.
        comparisons: twins, as mappings with title, difference, low, high, necessity and sufficiency.

    Returns:
        The path written.

    Raises:
        OSError: the file cannot be written.

    Example:
        >>> write_markdown(summary, "report.md")
        PosixPath('report.md')
    """
    return write_text(
        path, "\n\n".join(_parts(summary, list(parameters), list(comparisons))) + "\n"
    )


def _parts(
    summary: Summary, parameters: list[Mapping[str, Any]], comparisons: list[Mapping[str, Any]]
) -> Iterable[str]:
    yield f"# {answer.QUESTION}"
    yield f"**{answer.headline(summary)}**"
    yield from answer.definitions(summary)
    yield from answer.by_codings(summary)
    yield from answer.meaning(summary)
    yield "## Conditions"
    yield conditions.reading()
    rows = [
        (group.title, group.role, text, pages)
        for group in conditions.conditions()
        for text, pages in group.items
    ]
    yield _table(
        Table("", ("In the book", "Part in the model", "Condition", "Pages"), rows, numeric=False)
    )
    if comparisons:
        yield _table(tables.effects_table(comparisons))
    yield "## How the histories end"
    for coding in summary.codings.outcomes or ("",):
        if coding:
            yield f"### {terms()[coding].name['en']}"
        yield _table(tables.outcomes_table(summary, coding))
    if summary.deaths:
        yield "## The dead"
        yield _table(tables.deaths_table(summary))
        recorded = tables.recorded_deaths_table(summary)
        if recorded.rows:
            yield _table(recorded)
    if summary.milestones:
        yield "## Milestones"
        yield _table(tables.milestones_table(summary))
    yield "## Fit to the record"
    yield " ".join(sentences(summary.fit.counts, summary.fit.crps_ratio))
    if summary.fit.variables:
        yield _table(tables.fit_table(summary))
        if summary.fit.uninformative:
            yield _table(tables.uninformative_table(summary))
        yield _table(tables.pit_table(summary))
    yield "## What the words mean"
    yield "\n".join(f"- **{t.name['en']}**: {t.says['en']}" for t in answer.words(summary))
    yield "## Assumptions"
    bases = Counter(str(p.get("basis") or "not said") for p in parameters)
    yield (
        "; ".join(f"{basis}: {count}" for basis, count in bases.most_common())
        or "No parameters were given to this report."
    )
    if parameters:
        yield _table(tables.parameters_table(parameters, ""))
    yield "## To run it again"
    yield f"```sh\n{command(summary.manifest)}\n```"
    yield _table(
        Table(
            "", ("Item", "Value"), [(k, str(v)) for k, v in summary.manifest.items()], numeric=False
        )
    )


def _table(table: Table) -> str:
    rule = ["---", *("---:" if table.numeric else "---" for _ in table.heads[1:])]
    lines = [table.heads, rule, *table.rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
