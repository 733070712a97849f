"""Scenario files: what they may say, and the one line that says what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from thermidor.scenarios import BadScenario, Scenario

pytestmark = pytest.mark.lowest

HEAD = "id: mine\ntitle: {en: Mine}\n"


def fault(text: str | bytes) -> str:
    with pytest.raises(BadScenario) as caught:
        Scenario.from_yaml(text, "mine.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_form_of_the_interface_is_read() -> None:
    scenario = Scenario.from_yaml(
        """
id: german-insurrection-october-1923
title: {en: A victorious German October, fr: Un Octobre allemand victorieux}
branch: 1923-08
do:
  - force: abroad.germany.insurrection.outcome
    value: victory
    at: 1923-10
cites: [german-insurrection-october-1923]
"""
    )
    (operation,) = scenario.do
    assert (operation.operation, operation.path, operation.value) == (
        "force",
        "abroad.germany.insurrection.outcome",
        "victory",
    )
    assert operation.first == operation.last == 81
    assert scenario.branch == "1923-08"


def test_spans_without_dates_last_the_whole_run() -> None:
    scenario = Scenario.from_yaml(
        HEAD + "do:\n  - {forbid: a.b}\n  - {hold: c.d, value: 1, from: 1920-01}\n"
    )
    assert [(o.first, o.last) for o in scenario.do] == [(0, 287), (36, 287)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "mine.yaml: a scenario has the keys id, title and do; here is nothing"),
        ("[1, 2]", "mine.yaml: a scenario has the keys id, title and do; here is [1, 2]"),
        ("a: [", "mine.yaml:1: not YAML: "),
        ("titlee: {en: x}\nid: mine\n", "mine.yaml:1: 'titlee' is no key of a scenario; nearest: title (and 1 more)"),
        ("id: mine\n", "mine.yaml: 'title' is missing"),
        ("id: My Own\ntitle: {en: x}\n", "mine.yaml:1: 'id' must be small letters, digits and hyphens, not 'My Own'"),
        ("id: 3\ntitle: {en: x}\n", "mine.yaml:1: 'id' must be text, not 3"),
        ("id: mine\nid: mine\n", "mine.yaml:2: 'id' stands here for the second time; first in line 1"),
        (HEAD + "branch: 1923", "mine.yaml:3: 1923 is not a month; write YYYY-MM, such as 1921-03"),
        (HEAD + "branch: 1950-01", "mine.yaml:3: 1950-01 lies outside 1917-01..1940-12"),
        (HEAD + "do: nothing", "mine.yaml:3: 'do' must be a list, not 'nothing'"),
        (HEAD + "do: [5]", "mine.yaml:3: 'do 1' must be a mapping, not 5"),
        (HEAD + "do:\n  - {hold: a.b, force: a.c}\n", "mine.yaml:4: an operation has exactly one of set, add, scale, hold, force, forbid; here hold and force"),
        (HEAD + "do:\n  - {value: 3}\n", "mine.yaml:4: an operation has exactly one of set, add, scale, hold, force, forbid; here none"),
        (HEAD + "do:\n  - hold: a.b\n    valuee: 3\n", "mine.yaml:5: 'valuee' is no key of an operation; nearest: value"),
        (HEAD + "do:\n  - hold: a.b\n    value: much\n", "mine.yaml:4: 'hold' wants a number as value: not 'much'"),
        (HEAD + "do:\n  - hold: a.b\n", "mine.yaml:4: 'hold' wants a number as value: none is given"),
        (HEAD + "do:\n  - hold: a.b\n    value: .nan\n", "mine.yaml:5: a value must be a finite number, not nan"),
        (HEAD + "do:\n  - hold: a.b\n    value: -.inf\n", "mine.yaml:5: a value must be a finite number, not -inf"),
        (HEAD + "do:\n  - hold: a.b\n    value: 1e39\n", "mine.yaml:4: 'hold' wants a number that fits: 1e+39"),
        (HEAD + "do:\n  - hold: a.b\n    value: [1]\n", "mine.yaml:5: a value is a number or the name of an option, not a list"),
        (HEAD + "do:\n  - hold: a.b\n    value: 1\n    at: 1916-12\n", "mine.yaml:6: 1916-12 lies outside 1917-01..1940-12"),
        (HEAD + "do:\n  - hold: a.b\n    value: 1\n    at: 1921-13\n", "mine.yaml:6: '1921-13' is not a month; write YYYY-MM, such as 1921-03"),
        (HEAD + "do:\n  - {hold: a.b, value: 1, from: 1925-01, to: 1924-01}\n", "mine.yaml:4: the span ends (1924-01) before it begins (1925-01)"),
        (HEAD + "do:\n  - {hold: a.b, value: 1, from: 1925-01, at: 1925-01}\n", "mine.yaml:4: give either 'at' or 'from' and 'to', not both"),
        (HEAD + "do:\n  - {set: a.b, value: 1}\n", "mine.yaml:4: 'set' acts in one month: give 'at' (use 'hold' for a span)"),
        (HEAD + "do:\n  - {force: a.b}\n", "mine.yaml:4: 'force' needs a date: give 'at', or 'from' and 'to'"),
        (HEAD + "do:\n  - {forbid: a.b, value: 0}\n", "mine.yaml:4: 'forbid' takes no value"),
        (HEAD + "do:\n  - {forbid: a.b}\n  - {forbid: a.b}\n", "mine.yaml:5: 'forbid a.b (whole run)' is already done in line 4"),
        (HEAD + "a: &x [1]\nb: *x\n", "mine.yaml:3: anchors and aliases (&name, *name) have no place in a scenario"),
        (HEAD + "a: !!python/object:os.system x\n", "mine.yaml:3: tags (!name) have no place in a scenario"),
        (HEAD + "---\nid: other\n", "mine.yaml:3: a second document begins: one scenario a file"),
        ("? [1]\n: 2\n", "mine.yaml:1: a key must be a word, not [1]"),
        ("[" * 5000, "mine.yaml:1: nested deeper than 12 levels"),
        ("{a: " * 5000, "mine.yaml:1: nested deeper than 12 levels"),
        ("- 1\n" * 20_000, "mine.yaml:10000: more than 10000 values: a scenario is short"),
        (b"id: mine\n\xff\xfe\x00", "mine.yaml:2: not text in UTF-8"),
        ("x" * 2_000_000, "mine.yaml: longer than 1 MB: a scenario is a short file of YAML"),
        ('id: mine\ntitle: {en: "\\ud800"}\n', "mine.yaml:2: 'en' must be readable text, not '\\ud800'"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(text: str | bytes, expected: str) -> None:
    assert fault(text).startswith(expected)


def test_entity_bombs_do_not_expand() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchors and aliases" in fault(bomb)


@pytest.mark.parametrize(
    "nonsense",
    [bytes(range(256)) * 40_000, b"\x00" * 1_000_000, b"a" * 1_000_000, b"a b\n" * 250_000, b"- - - - " * 100_000,
     b"'" * 999_999, b"? " * 400_000, b"a: " * 300_000, b"%YAML 1.2\n" * 90_000, b"#\n" * 450_000, b"\t" * 900_000],
)  # fmt: skip
def test_large_nonsense_is_refused_at_once(nonsense: bytes) -> None:
    import time

    start = time.perf_counter()
    fault(nonsense)
    assert time.perf_counter() - start < 10


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none.yaml", "no such file"),
        (tmp_path, "not a file of text"),
        (Path("/dev/zero"), "not a file of text"),
        (tmp_path / ("x" * 5000), "cannot be read"),
    ]:
        with pytest.raises(BadScenario, match=words):
            Scenario.load(path)
    with pytest.raises(BadScenario):
        Scenario.load("a\0.yaml")


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(
        BadScenario, match="no scenario is called 'german-october'; nearest: german-insurrection"
    ):
        Scenario.load("german-october")


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    scenario = Scenario.load("no-foreign-intervention-1918")
    path = tmp_path / "own.yaml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    assert Scenario.load(path) == Scenario.load(str(path)) == scenario
