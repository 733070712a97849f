"""The book's economy in small, written as XMILE, is the same economy in another program."""

import json
import re
import sys
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import rivals
from equations import Term, equations, term
from national import FLOWS, RULES, VARIABLES, economy
from thermidor.engine.simulator import Simulator
from thermidor.theories import lequenne
from xmile import NAMESPACE, document, equation

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = {
    "MAX",
    "MIN",
    "EXP",
    "LN",
    "SQRT",
    "ABS",
    "SIN",
    "COS",
    "IF",
    "THEN",
    "ELSE",
    "AND",
    "OR",
    "NOT",
    "mod",
    "TIME",
}


@pytest.fixture(scope="module")
def pysd_model(tmp_path_factory):
    return rivals.by_pysd(tmp_path_factory.mktemp("xmile"))


def test_pysd_runs_the_file_as_the_engine_runs_the_model(pysd_model):
    theirs, ours = rivals.seen_by_pysd(pysd_model), rivals.in_double()
    assert ours.shape == theirs.shape == (288, len(VARIABLES))
    gaps = dict(zip(VARIABLES, rivals.apart(ours, theirs), strict=True))
    assert {path: gap for path, gap in gaps.items() if gap > 1e-9} == {}


def test_they_agree_with_other_constants_and_in_a_war_without_a_currency(pysd_model):
    (lot,) = rivals.drawn(1, seed=1)
    war = {"initial.great_war.soldiers": 9e6, "initial.great_war.front": 1.0, "initial.money.reformed": 0.0,
           "initial.civil_war.intensity": 0.5, "initial.procurement.method": 0.0}  # fmt: skip
    for constants in (lot, war):
        pysd_model.reload()
        theirs, ours = rivals.seen_by_pysd(pysd_model, constants), rivals.in_double(constants)
        assert np.isfinite(ours).all()
        assert rivals.apart(ours, theirs).max() < 1e-9


def test_the_engine_as_it_runs_keeps_to_single_precision(pysd_model):
    pysd_model.reload()
    r = economy().registry
    batch = next(iter(Simulator(economy(), tile=16).run(np.arange(1), 0)))
    ours = batch.values[0][:, [list(r.outputs).index(path) for path in VARIABLES]]
    assert rivals.apart(ours, rivals.seen_by_pysd(pysd_model)).max() < 1e-4


def test_its_rules_are_functions_of_the_book():
    book = lequenne().registry
    for path, rule in economy().registry.rules.items():
        function = rule.function.func if isinstance(rule.function, partial) else rule.function
        assert function is book.rules[path].function
        assert rule.implements == book.rules[path].implements
        for name, p in rule.parameters.items():
            known = book.rules[path].parameters[name]
            if isinstance(p, str):
                assert p == known
            elif not known.dim:
                assert p.value == known.value


def test_it_keeps_what_it_says_and_each_rule_and_flow_moves_something():
    r, found = economy().registry, equations(economy())
    assert set(r.rules) == set(RULES)
    assert set(r.flows) == set(FLOWS)
    moving = {p for p, x in found.states.items() if not (isinstance(x, Term) and x.operation == "name"
                                                         and x.parts == (p.replace(".", "_"),))}  # fmt: skip
    assert moving == set(VARIABLES)
    for name in RULES:
        word = name.replace(".", "_")
        assert any(used == word or re.fullmatch(rf"{word}_\d", used) for used in found.used), name


def test_what_regions_have_is_added_up_and_what_they_are_like_is_averaged():
    book, small = lequenne().registry.parameters, economy().registry.parameters
    crop, sown = "initial.countryside.crop", "initial.countryside.sown"
    assert small[crop].value == pytest.approx(book[crop].value.sum(), rel=1e-6)
    yields = "countryside.standing_crop.yields"
    cut = small[yields].value * small[sown].value
    assert cut == pytest.approx((book[yields].value * book[sown].value).sum(), rel=1e-6)


def test_the_file_is_whole():
    root = Xml.fromstring(document(economy()))
    ns = {"x": NAMESPACE}
    assert root.tag == f"{{{NAMESPACE}}}xmile"
    assert root.attrib["version"] == "1.0"
    for needed in (
        "header/x:vendor",
        "header/x:product",
        "sim_specs/x:start",
        "sim_specs/x:stop",
        "sim_specs/x:dt",
    ):
        assert root.find(f"x:{needed}", ns) is not None, needed
    variables = root.findall("x:model/x:variables/*", ns)
    names = [v.attrib["name"] for v in variables]
    flows = {v.attrib["name"] for v in variables if v.tag.endswith("}flow")}
    assert len(set(names)) == len(names)
    for v in variables:
        text = v.findtext("x:eqn", "", ns)
        words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"\d+(\.\d+)?e[+-]?\d+", "", text)))
        assert words - FUNCTIONS <= set(names), v.attrib["name"]
        assert v.findtext("x:doc", "", ns)
        moved = [f.text for kind in ("inflow", "outflow") for f in v.findall(f"x:{kind}", ns)]
        assert set(moved) <= flows
        assert bool(moved) == v.tag.endswith("}stock")


def test_a_model_of_chance_or_of_regions_is_refused():
    with pytest.raises(ValueError, match="equations know no chance"):
        equations(lequenne())


def test_terms_fold_what_changes_nothing():
    grain = Term("name", ("grain",), low=0.0, high=1.0)
    assert term("max", term("min", grain, 1.0), 0.0) is grain
    assert term("if", True, grain, 2.0) is grain
    assert term("mul", grain, 0.0) == 0.0
    assert equation(term("sub", term("add", grain, 1.0), -2.5)) == "((grain + 1) - (-2.5))"


def test_the_page_shows_what_is_on_file():
    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert rivals.table(json.loads(rivals.ON_FILE.read_text(encoding="utf-8"))) in page
