"""The benchmark of systems shares a run's time out among the parts of a month."""

import sys
from pathlib import Path

import jax
import pytest
from toy_pond import MONTHS, model_of, module

from thermidor.engine.simulator import Simulator

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from systems import REST, by_part, measure, owners, table

PROGRAM = """HloModule made_up

%fused_computation.1 (p: f32[4]) -> f32[4] {
  %p = f32[4]{0} parameter(0), metadata={op_name="jit(f)/while/body/north/mul"}
  %a.1 = f32[4]{0} multiply(%p, %p), metadata={op_name="jit(f)/while/body/north/mul"}
  %b.1 = f32[4]{0} add(%a.1, %p), metadata={op_name="jit(f)/while/body/north/add"}
  %c.1 = f32[4]{0} add(%b.1, %p), metadata={op_name="jit(f)/while/body/south/add"}
  ROOT %d.1 = f32[4]{0} add(%c.1, %p), metadata={op_name="jit(f)/while/body/add"}
}

ENTRY %main (x: f32[4]) -> f32[4] {
  %x = f32[4]{0} parameter(0)
  %fusion.1 = f32[4]{0} fusion(%x), kind=kLoop, calls=%fused_computation.1, metadata={op_name="jit(f)/while/body/south/add"}
  %sum.2 = f32[4]{0} add(%fusion.1, %x), metadata={op_name="jit(f)/while/body/month\\'s end/add"}
  %while.3 = (s32[], f32[4]{0}) while(%sum.2), condition=%main, body=%main, metadata={op_name="jit(f)/while"}
  ROOT %copy.4 = f32[4]{0} copy(%sum.2)
}
"""


def test_a_kernel_belongs_to_the_systems_whose_operations_it_is_made_of():
    whose = owners(PROGRAM, ["north", "south"])
    assert whose["fusion.1"] == pytest.approx({"north": 2 / 3, "south": 1 / 3})
    assert whose["sum.2"] == {"month's end: interventions, bounds": 1.0}
    assert whose["copy.4"] == {REST: 1.0}
    assert "while.3" not in whose


def test_times_are_shared_out_whole():
    parts = by_part({"fusion.1": 0.3, "copy.4": 0.1}, owners(PROGRAM, ["north", "south"]))
    assert parts == pytest.approx({"north": 0.2, "south": 0.1, REST: 0.1})


@pytest.fixture
def fresh(tmp_path):
    """A pond compiled here: a stored program may bear the names of an older one."""
    before = jax.config.jax_compilation_cache_dir
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    yield Simulator(model_of(module()), months=MONTHS, tile=32)
    jax.config.update("jax_compilation_cache_dir", before)


def test_the_costs_of_a_model_add_up_to_the_time_of_its_run(fresh):
    found = measure(fresh, histories=64)
    assert sum(row["share"] for row in found["parts"]) == pytest.approx(1)
    assert sum(row["ms"] for row in found["parts"]) == pytest.approx(1000 * found["seconds"])
    costs = {row["name"]: row["ms"] for row in found["parts"]}
    assert costs["pond"] > 0
    assert costs["random draws"] > 0
    assert "pond" in table(found)
