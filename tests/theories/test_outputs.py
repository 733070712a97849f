"""What readers see of outputs: every one has a sector, a unit and names in two languages."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import jax.numpy as jnp
import pytest

from thermidor.engine.declare import System, output, variable
from thermidor.engine.registry import ModelError
from thermidor.engine.theory import Theory
from thermidor.theories import forget, outputs, register, theory

TOY = "a toy"


class Pond(System):
    """A pond outside the package, with three outputs."""

    carp: Any = variable("carp", "carp", start=2.0, gives="pond.carp", assumption=TOY)
    deaths: Any = variable(
        "persons", "drowned", start=0.0, gives="pond.deaths", sector="The dead and the living",
        french="noyés", assumption=TOY,
    )  # fmt: skip


@output("pond.depth", "metres", "depth", system="pond", sector="Waters", assumption=TOY)
def depth(world, flows):
    return jnp.float32(1.0)


@pytest.fixture
def pond():
    module = ModuleType("elsewhere.pond")
    Pond.__module__ = depth_module = module.__name__
    vars(module).update(Pond=Pond, depth=replace(depth, module=depth_module), step=lambda m: None)
    yield register(Theory("pond", {"Water": (module,)}, title={"en": "A pond", "fr": "Un étang"}))
    forget("pond")


def listed() -> dict[str, str]:
    return {n: french for s in outputs._file()["sectors"] for n, french in s["outputs"].items()}


def test_the_file_names_exactly_the_outputs_that_exist():
    assert set(listed()) == set(theory().registry.outputs)
    assert all(listed().values())


def test_every_output_of_the_book_stands_in_one_sector_and_none_in_the_theorys():
    placed = [n for s in outputs.sectors() for n in s.outputs]
    assert sorted(placed) == sorted(theory().registry.outputs)
    assert theory().title["en"] not in {s.title["en"] for s in outputs.sectors()}
    assert all(s.title["en"] and s.title["fr"] for s in outputs.sectors())


def test_the_file_names_exactly_the_units_in_use():
    registry = theory().registry
    declared = [
        *registry.outputs.values(), *registry.parameters.values(), *registry.outside.values(),
    ]  # fmt: skip
    assert set(outputs.units()) == {d.unit for d in declared}
    assert all(name["en"] and name["fr"] for name in outputs.units().values())


def test_every_series_from_outside_has_a_french_name():
    assert all(o.french for o in theory().registry.outside.values())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "fish.carp"}, "fish.carp has no place in outputs.yaml"),
        ({"unit": "carp"}, "unit 'carp' of output party.members has no name"),
        ({"french": "Membres"}, "party.members has its sector and French name twice"),
    ],
)
def test_what_the_package_declares_and_the_file_lacks_is_an_error(change, said, monkeypatch):
    registry = theory().registry
    bad = replace(registry.outputs["party.members"], **change)
    monkeypatch.setitem(registry.outputs, "party.members", bad)
    outputs._sectors.cache_clear()
    with pytest.raises(ModelError, match=said):
        outputs.by_sector(["party.members"])
    outputs._sectors.cache_clear()


def test_a_theory_from_elsewhere_says_sectors_itself_or_its_outputs_stand_under_its_name(pond):
    names = list(pond.registry.outputs)
    assert outputs.by_sector(names, "pond") == {
        "The dead and the living": ["pond.deaths"],
        "Waters": ["pond.depth"],
        "A pond": ["pond.carp"],
    }
    assert "Un étang" in outputs.by_sector(names, "pond", "fr")
    assert outputs.french_name(pond.registry.outputs["pond.deaths"]) == "noyés"
    assert outputs.unit_name("carp", "fr") == "carp"


def test_an_output_of_an_older_version_is_shown_under_the_theorys_name():
    shown = outputs.by_sector(["party.members", "party.balloons"])
    assert shown == {"The party": ["party.members"], theory().title["en"]: ["party.balloons"]}


def test_a_sector_without_an_output_is_refused():
    with pytest.raises(ValueError, match="it gives none"):
        variable("1", "nothing", start=0.0, sector="The party", assumption=TOY)
