"""Models of other sizes, which `make bench` measures: copies of systems stand apart from the originals."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import growth
from thermidor.theories import lequenne


@pytest.mark.parametrize("times", [0.5, 1.5, 2.0, 2.6])
def test_a_size_has_about_as_many_rules_as_it_says(times):
    rules = len(growth.sized(times).registry.rules)
    assert rules == pytest.approx(times * len(lequenne().registry.rules), rel=0.03)


def test_a_model_in_two_copies_shares_no_rule_stock_draw_or_constant_between_them():
    book, twice = lequenne().registry, growth.sized(2.0).registry
    assert twice.slots - len(twice.outside) == 2 * (book.slots - len(book.outside))
    assert sum(twice.words.values()) == 2 * sum(book.words.values())
    copied = {name: rule for name, rule in twice.rules.items() if name not in book.rules}
    assert len(copied) == len(book.rules)
    for name, rule in copied.items():
        paths = [r for r in rule.reads.values() if isinstance(r, str)]
        paths += [p for p in rule.parameters.values() if isinstance(p, str)]
        systems = {p.removeprefix("now:").removeprefix("initial.").split(".")[0] for p in paths}
        assert all(s.endswith("_2") or s.startswith("outside:") for s in systems), name
    for name, flow in twice.flows.items():
        ends = [e for e in (flow.source, flow.target) if not e.startswith("border:")]
        copy = name not in book.flows
        assert all(e.split(".")[0].endswith("_2") == copy for e in ends), name


def test_the_book_as_it_stands_is_one_of_the_sizes():
    assert growth.sized(1.0) is lequenne()


def test_the_table_gives_each_size_beside_its_ratio_to_today():
    row = dict.fromkeys(growth.COLUMNS, 2.0)
    text = growth.table([row | {"times": 1.0}, row | {"times": 2.0, "rules": 620.0}])
    assert "2.0 (1.00)" in text
    assert "620 (310.00)" in text
