"""Whatever comes in: a scenario, or one line that says why not."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from thermidor.scenarios import BadScenario, Operation, Scenario
from thermidor.scenarios.operation import NUMERIC
from thermidor.scenarios.settings import setting

printable = st.characters(exclude_categories=("C", "Z"))
words = st.text(printable, min_size=1, max_size=30)
texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")) | st.just("\n"), min_size=1, max_size=200).filter(
    lambda t: t.strip() and all(c.isprintable() or c == "\n" for c in t))  # fmt: skip
months = st.tuples(st.integers(1917, 1940), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02d}")
numbers = st.floats(-1e30, 1e30, allow_nan=False) | st.integers(-(10**9), 10**9)
ids = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,4}", fullmatch=True)


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["set", "add", "scale", "hold", "force", "forbid"]))
    first, last = sorted(draw(st.tuples(months, months)))
    when: dict[str, Any] = {"at": first}
    if kind != "set" and draw(st.booleans()):
        when = {"from": first, "to": last}
    elif kind not in ("set", "force") and draw(st.booleans()):
        when = {}
    value: Any = None
    if kind in NUMERIC:
        value = draw(numbers)
    elif kind == "force":
        value = draw(st.none() | st.booleans() | words)
    return {kind: draw(words), "value": value, **when}


scenarios = st.fixed_dictionaries(
    {
        "id": ids,
        "title": st.fixed_dictionaries({"en": texts}, optional={"fr": texts}),
        "do": st.lists(operations(), max_size=5, unique_by=lambda o: next(iter(o.values()))),
    },
    optional={
        "summary": texts,
        "question": texts,
        "branch": months,
        "cites": st.lists(words, min_size=1, max_size=4),
        "pages": st.lists(st.integers(1, 380), min_size=1, max_size=4),
        "expected": st.dictionaries(
            words, st.sampled_from(["+", "-", "none"]), min_size=1, max_size=3
        ),
    },
)


@settings(max_examples=150)
@given(scenarios)
def test_yaml_gives_back_the_same_scenario(data: dict[str, Any]) -> None:
    scenario = Scenario.from_data(data)
    assert Scenario.from_yaml(scenario.to_yaml()) == scenario


def is_one_line(error: BadScenario) -> None:
    assert str(error).isprintable(), str(error)


def read(content: str | bytes) -> None:
    try:
        Scenario.from_yaml(content)
    except BadScenario as error:
        is_one_line(error)


@settings(max_examples=300)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbfid: x")
def test_any_bytes(content: bytes) -> None:
    read(content)


@settings(max_examples=400)
@given(st.text(max_size=200) | st.text("{}[]:-?&*!|>'\"%@`#, \n\tab01.", max_size=200))
@example('"\\U99999999"')
@example("!<tag:yaml.org,2002:int> x")
@example("%TAG ! tag:x,2000:\n---\n!foo bar")
@example("id: 0x10\ntitle: 2001-12-14t21:59:43.10-05:00")
def test_any_text(content: str) -> None:
    read(content)


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=5)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = list(Scenario.model_fields)


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(KEYS), junk)
    | st.fixed_dictionaries({
        "id": st.just("x"), "title": st.just({"en": "x"}),
        "do": st.lists(st.dictionaries(
            st.sampled_from([f.alias or n for n, f in Operation.model_fields.items()]), junk | months | words, max_size=5)),
    })
    | junk
)  # fmt: skip
def test_any_structure(data: Any) -> None:
    try:
        Scenario.from_data(data)
    except BadScenario as error:
        is_one_line(error)


@settings(max_examples=200)
@given(st.text(max_size=40) | st.tuples(words, words).map("=".join))
def test_any_setting(text: str) -> None:
    try:
        setting(text)
    except BadScenario as error:
        is_one_line(error)


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_name(name: str) -> None:
    try:
        Scenario.load(name)
    except BadScenario as error:
        is_one_line(error)
