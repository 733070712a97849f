"""Promise 10 on the command line: bad input gives one clear line, exit code 2, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

HEAD = "id: mine\ntitle: {en: Mine}\ndo:\n"
FILES: dict[str, str | bytes] = {
    "unknown_path.yaml": HEAD
    + "  - force: abroad.germny.insurrection.outcome\n    value: victory\n    at: 1923-10\n",
    "wrong_type.yaml": HEAD + "  - hold: party.members\n    value: lots\n",
    "wrong_value.yaml": HEAD + "  - force: factions.ban\n    value: maybe\n    at: 1921-03\n",
    "outside.yaml": HEAD + "  - force: factions.ban\n    at: 1945-05\n",
    "contradiction.yaml": HEAD
    + "  - forbid: factions.ban\n  - force: factions.ban\n    at: 1921-03\n",
    "nonsense.yaml": bytes(range(256)) * 40_000,
    "letters.yaml": b"a" * 900_000,
    "broken.yaml": "id: [mine\n",
    "empty.yaml": "",
    "share.yaml": "# mine\nfigures:\n  - {variable: party.workers_share, first_month: 1922-01, value: 1.2}\n",
    "itself.csv": "variable,first_month,value\nparty.members,1922-01,5\nparty.members,1922-01,500000\n",
    "range.csv": "variable,first_month,value,low,high\nparty.members,1922-01,5,6,7\n",
}


def is_one_clear_line(answer: Any, words: str, folder: Path) -> None:
    assert answer.code == 2, answer.err
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    assert answer.err.startswith("thermidor: ")
    assert "Traceback" not in answer.err
    assert words in answer.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["unknown_path.yaml"], "unknown_path.yaml:4: 'abroad.germny.insurrection.outcome' names nothing in the model; nearest: abroad.germany.insurrection.outcome"),
        (["wrong_type.yaml"], "wrong_type.yaml:4: 'hold' wants a number as value: not 'lots'"),
        (["outside.yaml"], "outside.yaml:5: 1945-05 lies outside 1917-01..1940-12"),
        (["contradiction.yaml"], "contradiction.yaml:5: 'force factions.ban (1921-03)' contradicts 'forbid factions.ban (whole run)' (line 4) in 1921-03"),
        (["nonsense.yaml"], "nonsense.yaml: longer than 1 MB"),
        (["--histories", "0"], "greater than or equal to 1"),
        (["--out", "/dev/null/results"], "--out '/dev/null/results' cannot be written"),
        (["--theory", "lequene"], "unknown theory 'lequene'; there is: lequenne"),
    ],
)  # fmt: skip
def test_promise_10_bad_input_to_a_process_is_one_line(
    process: Command, tmp_path: Path, options: list[str], words: str
) -> None:
    write(tmp_path, options[0])
    is_one_clear_line(process("run", *options), words, tmp_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("letters.yaml", "letters.yaml: a scenario has the keys id, title and do"),
        ("broken.yaml", "broken.yaml:2: not YAML"),
        ("empty.yaml", "empty.yaml: a scenario has the keys id, title and do; here is nothing"),
        ("wrong_value.yaml", "wrong_value.yaml:4: force factions.ban = maybe (1921-03): factions.ban has the options"),
    ],
)  # fmt: skip
def test_promise_10_a_bad_scenario_is_one_line(
    command: Command, tmp_path: Path, name: str, words: str
) -> None:
    write(tmp_path, name)
    is_one_clear_line(command("run", name, "--histories", "1"), words, tmp_path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--histories", "-5"], "greater than or equal to 1"),
        (["--histories", "10000001"], "less than or equal to 1000000"),
        (["--histories", "many"], "valid integer"),
        (["--seed", "-1"], "greater than or equal to 0"),
        (["--seed", "1" * 400], "--seed"),
        (["--out", "/proc/results"], "--out '/proc/results' cannot be written"),
        (["--start", "1905-01"], "1905-01 lies outside 1917-01..1940-12"),
        (["--stop", "1940-13"], "'1940-13' is not a month"),
        (["--start", "1930-01", "--stop", "1920-01"], "lies before"),
        (["--branch", "1945-01"], "1945-01 lies outside 1917-01..1940-12"),
        (["--branch", "last"], "'last' is not a month"),
        (["--branch", "own"], "--branch own: 'baseline' has no branch date; give a month, such as 1923-03"),
        (["--branch", "1930-01", "--stop", "1920-01"], "--branch 1930-01 lies after --stop 1920-01"),
        (["trotsky-circulates-georgian-note", "--branch", "1925-01"], "'force succession.georgian_note = yes (1923-03)' is over before the branch begins in 1925-01: branch in 1923-03 or earlier"),
        (["--branch", "1923-03", "--particles", "200"], "particles must be a multiple of 128, not 200: the nearest is 256"),
        (["--branch", "1923-03", "--particles", "0"], "--particles"),
        (["--branch", "1923-03", "--not-held", "factions.bann"], "no recorded decision is called 'factions.bann'; nearest: factions.ban"),
        (["--branch", "1923-03", "--parameters", "prior"], "use 'learn'"),
        (["--branch", "1923-03", "--figures", "none.yaml"], "none.yaml: no such file"),
        (["--branch", "1923-03", "--figures", "share.yaml"], "share.yaml:3: party.workers_share lies between 0 and 1 in every history: 1.2 is impossible"),
        (["--branch", "1923-03", "--figures", "itself.csv"], "itself.csv:3: party.members has a figure of the same months in line 2"),
        (["--branch", "1923-03", "--figures", "range.csv"], "range.csv:2: party.members 1922-01: the value 5 lies outside its own range, 6 to 7"),
        (["--learn"], "'learn' goes with a branch"),
        (["--learn-only", "classes"], "'learn' goes with a branch"),
        (["--branch", "1923-03", "--learn-only", "classes.village_seek"], "no constant with a range is called 'classes.village_seek'; nearest: classes.village_seeks_work."),
        (["--particles", "256"], "'particles' goes with a branch"),
        (["--not-held", "factions.ban"], "'not_held' goes with a branch"),
        (["--figures", "share.yaml"], "'figures' goes with a branch"),
        (["--set", "party"], "write PATH=VALUE"),
        (["--set", "party.rate=2", "--set", "party.rate=1"], "twice"),
        (["--set", "factions.bann=forbid"], "--set: 'factions.bann' names nothing in the model; nearest: factions.ban"),
        (["--set", "factions.ban=1"], "--set: factions.ban is a decision: its options are no, yes"),
        (["--parameters", "guess"], "--parameters"),
        (["--data", "excel"], "--data"),
        (["--histroies", "5"], "--histories"),
        (["german-october"], "nearest: german-insurrection-october-1923"),
        (["no/such/file.yaml"], "no/such/file.yaml: no such file"),
        (["."], "no scenario is called '.'"),
        (["two", "names"], "unexpected extra argument"),
        (["\x1b[31mred\n"], "no scenario is called"),
    ],
)  # fmt: skip
def test_promise_10_a_bad_option_is_one_line(
    command: Command, tmp_path: Path, options: list[str], words: str
) -> None:
    for name in set(options) & set(FILES):
        write(tmp_path, name)
    is_one_clear_line(command("run", *options), words, tmp_path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["compare"], "Missing argument 'scenario'"),
        (["compare", "baseline", "--against", "baselin"], "nearest: baseline"),
        (["scenarios", "german-october"], "nearest: german-insurrection-october-1923"),
        (["rnu"], "No such command 'rnu'"),
        (["claims", "--system", "procurment"], "procurement"),
        (["claims", "k9999"], "k9999"),
        (["rules", "procurment"], "procurement"),
        (["rules", "camps.r01"], "no rule of the model implements camps.r01 yet"),
        (["systems", "procurment"], "procurement"),
        (["parameters", "contryside"], "no parameter is called 'contryside'"),
        (["variables", "party.member"], "nearest: party.members"),
        (["phases", "--verbose"], "No such option"),
        (["branches", "1945-01"], "1945-01 lies outside 1917-01..1940-12"),
        (["branches", "1923-03", "--all"], "a month does not go with --all"),
        (["branches", "--all", "--clear"], "--all does not go with --clear"),
        (["branches", "--charts", "pictures"], "--charts draws one branch point: name its month"),
        (["branches", "1923-03", "--charts", "/proc/pictures"], "--charts '/proc/pictures' cannot be written"),
        (["branches", "1923-03", "--particles", "300"], "particles must be a multiple of 128, not 300: the nearest is 256"),
        (["branches", "1923-03", "--not-held", "leader"], "no recorded decision is called 'leader'"),
        (["branches", "1923-03", "--theory", "lequene"], "unknown theory 'lequene'"),
        (["compare", "trotsky-circulates-georgian-note", "--branch", "1924-01"], "is over before the branch begins in 1924-01"),
    ],
)  # fmt: skip
def test_promise_10_the_other_commands_answer_in_one_line(
    command: Command, tmp_path: Path, words: list[str], expected: str
) -> None:
    is_one_clear_line(command(*words), expected, tmp_path)


def test_an_unwritable_out_leaves_nothing_behind(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    is_one_clear_line(command("run", "--out", "file"), "file is a file, not a folder", tmp_path)
    is_one_clear_line(
        command("run", "--out", "file/deep/er"), "file is a file, not a folder", tmp_path
    )
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def write(folder: Path, name: str) -> None:
    if name in FILES:
        content = FILES[name]
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
