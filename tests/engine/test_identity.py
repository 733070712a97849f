"""Whoever keeps results sees each kind of change that its results depend on, and no other."""

from __future__ import annotations

import copy
import functools
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from thermidor.engine import identity
from thermidor.engine.devices import prepare
from thermidor.engine.identity import Identity, Part, data, formulas
from thermidor.engine.model import Model
from thermidor.engine.simulator import Simulator
from thermidor.experiments import ablation, claims
from thermidor.experiments.branches import point
from thermidor.theories import lequenne
from thermidor.web.pages import board
from thermidor.web.service import model as answering

prepare()

USERS: dict[str, Callable[[Simulator], str]] = {
    "fingerprint": lambda sim: sim.fingerprint,
    "programs": lambda sim: sim._identity().short,
    "branch points": point.made_by,
    "ablation": lambda sim: ablation._key(sim, 200, 0),
    "verdicts": lambda sim: claims.made_by(sim.model).short,
    "answers": lambda sim: answering.identity.__wrapped__(),
}
ALL = set(USERS)
OF_VALUES = ALL - {"programs"}
"""Values of parameters and series are given to a program; they are not built into it."""

Patch = pytest.MonkeyPatch
RULE = "money.scissors_open"


def declared(table: str, path: str) -> Any:
    return getattr(lequenne().registry, table)[path]


def replaced(table: str, path: str, **fields: Any) -> Callable[[Patch], None]:
    """Another declaration stands in the registry."""

    def change(m: Patch) -> None:
        old = declared(table, path)
        new = {n: f(getattr(old, n)) if callable(f) else f for n, f in fields.items()}
        other = copy.copy(old)
        vars(other).update(new)
        m.setitem(getattr(lequenne().registry, table), path, other)

    return change


def weakened(m: Patch) -> None:
    """The rule gives a hundredth of what it gave."""
    rule = declared("rules", RULE)
    whole = rule.function

    @functools.wraps(whole)
    def weak(**given: Any) -> Any:
        return 0.01 * whole(**given)

    m.setitem(vars(rule), "function", weak)


def rewritten(change: Callable[[str], str]) -> Callable[[Patch], None]:
    """The rule's function as it would be read from a file that says something else."""

    def patch(m: Patch) -> None:
        rule = declared("rules", RULE)
        f = inspect.unwrap(rule.function)
        source = inspect.getsource(f)
        assert change(source) != source
        whole = inspect.getsource(inspect.getmodule(f)).replace(source, change(source))
        module = compile(whole, "money.py", "exec", dont_inherit=True)
        (read,) = (c for c in module.co_consts if getattr(c, "co_name", "") == f.__name__)
        m.setitem(vars(rule), "function", FunctionType(read, f.__globals__))

    return patch


def documented(source: str) -> str:
    before, _, rest = source.partition('"""')
    _, _, after = rest.partition('"""')
    return f'{before}"""Other words."""  # and a comment\n{after}'


def helper(m: Patch) -> None:
    """A function that steps call, and that no declaration holds."""
    from thermidor.model.party import persons

    name, f = next(
        (n, f) for n, f in vars(persons).items()
        if f"thermidor.model.party.persons.{n}" in formulas(lequenne()).entries
    )  # fmt: skip
    m.setattr(persons, name, lambda *a, **k: f(*a, **k))


def engine(m: Patch) -> None:
    from thermidor.engine import month

    m.setattr(month, "make_world", lambda registry, values: None)


def edited(path: str, old: str, new: str) -> Callable[[Patch], None]:
    """A file of the package says something else."""

    def change(m: Patch) -> None:
        text = (identity.ROOT / path).read_text(encoding="utf-8")
        assert old in text
        own, read = identity.ROOT / path, Path.read_bytes
        other = text.replace(old, new, 1).encode()
        m.setattr(Path, "read_bytes", lambda p: other if p == own else read(p))
        identity._content_of.cache_clear()

    return change


def claim_asks_more(m: Patch) -> None:
    """A figure of the record by which a claim is measured."""
    encoded = claims.load_claims()
    id, claim = next((k, c) for k, c in encoded.items() if c.at_least is not None)
    m.setattr(
        claims, "load_claims", lambda: encoded | {id: claim.model_copy(update={"at_least": 9.0})}
    )


PARAMETER, VARIABLE = "money.scissors_open.elasticity", "mood.fear"
FLOW, OUTSIDE = "countryside.harvest", "drought"

CHANGES: dict[str, tuple[Callable[[Patch], None], set[str]]] = {
    "a parameter's value": (replaced("parameters", PARAMETER, value=lambda x: np.asarray(x * np.float32(1.01))), OF_VALUES),
    "a parameter's range": (replaced("parameters", PARAMETER, high=lambda x: np.asarray(x * np.float32(1.01))), OF_VALUES),
    "a parameter's unit": (replaced("parameters", PARAMETER, unit="furlongs"), OF_VALUES),
    "a variable's bound": (replaced("states", VARIABLE, high=0.9), ALL),
    "a flow's end": (lambda m: replaced("flows", first_flow(), target="border:lost")(m), ALL),
    "what a rule reads": (replaced("rules", RULE, reads=lambda x: x | {"hunger": "mood.fear"}), ALL),
    "what stands for a rule that is off": (replaced("rules", RULE, neutral=9.0), ALL),
    "what a rule implements": (replaced("rules", RULE, implements=("money.r99",)), OF_VALUES),
    "an outside series": (replaced("outside", OUTSIDE, values=lambda x: x + np.float32(0.1)), OF_VALUES),
    "a rule's formula": (rewritten(lambda s: s.replace("return ", "return 1.01 * ", 1)), ALL),
    "a rule weakened a hundredfold": (weakened, ALL),
    "a helper of a step": (helper, ALL),
    "the engine": (engine, ALL - {"fingerprint"}),
    "a rule's docstring": (rewritten(documented), set()),
    "words and grounds of a variable": (replaced("states", VARIABLE, meaning="other words"), set()),
    "a figure that a claim reads": (claim_asks_more, {"verdicts"}),
    "a figure that an answer shows": (edited("record/data/series.yaml", "\n", "\n\n"), {"answers"}),
    "an actor's life": (edited("record/data/actors.yaml", "\n", "\n\n"), {"answers"}),
    "the definition of a milestone": (
        edited("experiments/milestones.py", "0.5", "0.6"), {"ablation", "verdicts", "answers"},
    ),
    "what a filter does": (
        edited("experiments/branches/following.py", "\n", "\n\n"), {"branch points", "answers"},
    ),
}  # fmt: skip


def first_flow() -> str:
    return next(
        n for n, f in lequenne().registry.flows.items() if not f.target.startswith("border")
    )


@pytest.fixture(scope="module")
def sim() -> Simulator:
    return Simulator(lequenne())


@pytest.fixture(autouse=True)
def no_edited_file_is_remembered() -> Iterator[None]:
    yield
    identity._content_of.cache_clear()


@pytest.fixture(scope="module")
def before(sim: Simulator) -> dict[str, str]:
    return {name: of(sim) for name, of in USERS.items()}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_seen_by_those_who_depend_on_it_and_by_no_other(kind, sim, before, monkeypatch):
    change, seen_by = CHANGES[kind]
    change(monkeypatch)
    after = {name: of(sim) for name, of in USERS.items()}
    assert {name for name in USERS if after[name] != before[name]} == seen_by


def test_the_board_of_claims_is_out_of_date_after_a_rule_was_weakened(monkeypatch, tmp_path):
    run = {"version": "0", "histories": 64, "seed": 0, "claims": []}
    path = tmp_path / "claims.json"
    path.write_text(json.dumps(run | {"made_by": claims.made_by(lequenne()).account()}))
    assert board.stored(path).state == "current"
    weakened(monkeypatch)
    found = board.stored(path)
    assert (found.state, found.changed) == ("old", ("formulas",))


def test_what_changed_is_told_by_name(monkeypatch):
    model = lequenne()
    whole = formulas(model)
    weakened(monkeypatch)
    assert whole.changed(formulas(model)) == (f"rule {RULE}",)


def test_every_function_that_a_month_runs_is_among_the_formulas():
    model = lequenne()
    known = formulas(model).entries
    ran: set[str] = set()

    def seen(frame: Any, event: str, _: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        written = not frame.f_code.co_filename.startswith("<")
        if event == "call" and written and module.startswith("thermidor.model."):
            ran.add(f"{module}.{frame.f_code.co_qualname}")

    trace_a_month(model, seen)
    rules = {f"{r.function.__module__}.{r.function.__qualname__}" for r in model.registry.rules.values()}  # fmt: skip
    outputs = {f"{o.function.__module__}.{o.function.__qualname__}" for o in model.registry.outputs.values()}  # fmt: skip
    steps = {f"{name.removeprefix('step ')}.step" for name in known if name.startswith("step ")}
    outer = {name.partition(".<locals>")[0] for name in ran}
    assert len(ran & rules) > 250
    assert outer <= {*known, *rules, *outputs, *steps}


def trace_a_month(model: Model, seen: Callable[..., None]) -> None:
    """Run the functions of a month on shapes alone."""
    import jax
    import jax.numpy as jnp

    from thermidor.engine.controls import Schedule

    r, sim = model.registry, Simulator(model)
    controls = jax.tree.map(lambda x: x[0], Schedule(r).controls(end=1))
    key = jax.random.key(0)

    def month(parameters: Any, series: Any) -> Any:
        world, m = sim.advance(
            sim.start(parameters), key, parameters, jnp.int32(0), controls, series
        )
        return sim.outputs_of(world, m)

    sys.setprofile(seen)
    try:
        jax.eval_shape(month, jnp.asarray(r.point), jnp.asarray(sim.outside()[0]))
    finally:
        sys.setprofile(None)


# -- parts and identities --------------------------------------------------------------------------


def test_a_part_made_by_another_python_is_compared_by_its_files():
    part = Part("formulas", {"a": "1"}, files="f")
    assert part.same(str(part))
    assert part.same("other/2.7/f")
    assert not part.same("other/2.7/g")
    assert not part.same(str(part).replace(part.digest, "other"))
    assert not part.same("")


def test_an_identity_tells_its_parts_and_which_of_them_differ():
    one = Identity(Part("data", {"a": "1"}), Part("code", {"b": "2"}))
    other = Identity(Part("data", {"a": "1"}), Part("code", {"b": "3"}))
    assert one.changed(one.account()) == ()
    assert other.changed(one.account()) == ("code",)
    assert other.changed({}) == ("data", "code")
    assert one.short != other.short
    assert all(name in str(one) for name in ("data", "code", one.short))


def test_the_order_of_parts_does_not_matter_and_none_is_given_twice():
    a, b = Part("data", {"a": "1"}), Part("code", {"b": "2"})
    assert Identity(a, b).short == Identity(b, a).short
    with pytest.raises(ValueError, match="twice"):
        Identity(a, a)


def test_files_that_are_not_there_are_an_error():
    with pytest.raises(FileNotFoundError, match="no file of the package fits"):
        data("record/data/nothing.yaml")


def test_parts_are_the_same_in_every_process():
    program = """
from thermidor.engine.identity import code, declarations, formulas
from thermidor.theories import lequenne
model = lequenne()
for part in (declarations(model.registry), formulas(model), code()):
    print(part)
"""
    told = [run_apart(program, seed) for seed in ("1", "2")]
    assert told[0][:3] == told[1][:3]
    model = lequenne()
    assert told[0][1] == str(formulas(model)), "checks of shapes count"


def run_apart(program: str, seed: str) -> list[str]:
    """What a program prints in a process of its own, with its own order of sets."""
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(identity.ROOT.parent)},
    )  # fmt: skip
    return told.stdout.split()
