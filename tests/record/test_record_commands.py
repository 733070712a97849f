"""The commands print one JSON document or a table, and one clear line where the request is wrong."""

from __future__ import annotations

import json

import hypothesis
import hypothesis.strategies as st
import pytest
from rich.console import Console
from typer.testing import CliRunner

from thermidor.record.cli import app
from thermidor.record.commands import search_command, series_command, show_command

runner = CliRunner()


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "ciseaux"],
        ["search", "Lenin", "Levy", "--kind", "event", "--limit", "3"],
        ["search", "xyzzyqqq"],
        ["show", "lenin-active-one-more-year"],
        ["show", "army"],
        ["series", "party.members"],
        ["series", "grain_harvest_davies_wheatcroft"],
    ],
)
def test_json_is_one_document_and_the_table_says_something(arguments: list[str]) -> None:
    done = runner.invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    assert isinstance(json.loads(done.stdout), dict)
    assert not done.stderr
    shown = runner.invoke(app, arguments)
    assert shown.exit_code == 0
    assert shown.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["show", "colectivisation"], "collectivisation"),
        (["show", "K0613"], "k0613"),
        (["series", "grain_export"], "grain_exports"),
        (["search", "famine", "--kind", "claims"], "claim"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_wrong_request_gives_one_line_with_the_nearest_names(arguments, nearest, as_json) -> None:
    done = runner.invoke(app, [*arguments, *as_json])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert nearest in done.stderr
    assert "Traceback" not in done.stderr


@hypothesis.given(st.text(max_size=30))
@hypothesis.settings(max_examples=40, deadline=None)
def test_any_id_is_answered_or_refused_in_one_line(id: str) -> None:
    for command in ("show", "series"):
        done = runner.invoke(app, [command, "--json", "--", id])
        assert done.exit_code in (0, 2)
        if done.exit_code == 2:
            assert len(done.stderr.strip().splitlines()) == 1
        else:
            json.loads(done.stdout)


@pytest.mark.parametrize("command", ["search", "show", "series"])
def test_help_gives_an_example(command: str) -> None:
    done = runner.invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert f"thermidor record {command}" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "answer",
    [
        lambda: search_command("Testament"),
        lambda: show_command("bukharin"),
        lambda: show_command("m12"),
        lambda: series_command("collectivised_households_pct"),
    ],
)
def test_a_command_returns_data_and_a_renderable(answer) -> None:
    data, shown = answer()
    json.dumps(data)
    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(shown)
    assert console.export_text().strip()


def test_every_entry_can_be_rendered_with_brackets_in_it() -> None:
    console = Console(width=80, file=open("/dev/null", "w"))  # noqa: SIM115
    for id in ("actor:stalin", "leader:trotsky", "foreign_trade", "k0009"):
        console.print(show_command(id)[1])
