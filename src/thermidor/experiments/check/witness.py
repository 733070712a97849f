"""What a state of the world does not tell: what fell, who voted, which way each condition of a rule went.

One program for one month of a tile.  It is given states that the ordinary program has computed, and
changes nothing in them: the histories that are looked at are the histories that everybody runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend import core

from thermidor.engine.batched import side_by_side
from thermidor.engine.declare import DIMENSIONS
from thermidor.engine.identity import Identity, code, formulas, sources, structure
from thermidor.engine.month import Controls, Month, by_path, make_world
from thermidor.engine.programs import Program, compile_for
from thermidor.engine.randomness import Draws, draw_block, history_keys
from thermidor.engine.recording import listening, with_links
from thermidor.engine.simulator import Simulator
from thermidor.experiments.check.place import place_of, rules_by_code

TRUTHS = ("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "reduce_and", "reduce_or")
"""Operations that give a truth value."""

LEAST_VOTE = 1e-3
"""Share of all votes below which somebody is not said to vote: what is left of a place by rounding."""


@dataclass(frozen=True)
class Told:
    """One month of a tile.

    Attributes:
        fell: by choice, the number of the option that fell, (*dim, history).
        voted: by ballot, whether each leader had a vote in it, (leader, history).
        links: by choice, the ballots on which it rests.
        conditions: by condition ("rule: expression"), whether it held for somebody, and for all.
    """

    fell: dict[str, np.ndarray]
    voted: dict[str, np.ndarray]
    links: dict[str, tuple[str, ...]]
    conditions: dict[str, tuple[bool, bool]]

    def of_first(self, count: int) -> Told:
        """The same of the first histories alone; conditions are those of all."""
        return replace(
            self,
            fell={path: x[..., :count] for path, x in self.fell.items()},
            voted={name: x[..., :count] for name, x in self.voted.items()},
        )


class Witness:
    """Looks at the months of a simulator's histories.

    Args:
        sim: whose model.
        drawn: whether each history has constants of its own.
    """

    def __init__(self, sim: Simulator, drawn: bool = False):
        self.sim = sim
        self.drawn = drawn
        self._program: Program | None = None
        self._rules = rules_by_code(sim.model.registry.rules)

    def __call__(
        self,
        number: int,
        histories: jax.Array,
        year_numbers: jax.Array,
        year_ends: int,
        state: Mapping[str, Any],
        parameters: jax.Array,
        controls: Controls,
        outside: np.ndarray,
        seed: int,
    ) -> Told:
        """Look at one month.

        Args:
            number: of the month.
            histories: their numbers, as many as the tile is wide.
            year_numbers: histories whose draws of the year they take.
            year_ends: month from which the draws of the year are their own.
            state: by path at the beginning of the month, (*dim, history).
            parameters: one vector, or (history, parameter).
            controls: of this month.
            outside: series of this month.
            seed: of the ensemble.

        Returns:
            What was seen.
        """
        arguments = (
            np.array([number, year_ends], np.int32), histories, year_numbers, state, parameters, controls, outside,
            np.array([seed], np.uint32),
        )  # fmt: skip
        if self._program is None:
            self._program = self._made(arguments)
        told = jax.device_get(self._program(*arguments))
        ((names, held),) = told["conditions"].items()
        return Told(
            fell=told["fell"],
            voted=told["voted"],
            links={choice: tuple(notes) for choice, notes in told["links"].items()},
            conditions=_merged(filter(None, names.split("\n")), held),
        )

    def _made(self, arguments: tuple[Any, ...]) -> Program:
        """The program, from the cache where it is kept."""
        model = self.sim.model
        made_of = None
        if model.modules:
            parts = (
                structure(model.registry),
                formulas(model),
                code(),
                sources("experiments/check/witness.py", "experiments/check/place.py"),
            )
            made_of = f"{Identity(*parts).short} witness {self.drawn}"
        (program,) = compile_for(self._look, arguments, self.sim.devices[:1], made_of)
        return program

    def _look(
        self,
        span: jax.Array,
        histories: jax.Array,
        year_numbers: jax.Array,
        state: dict[str, jax.Array],
        parameters: jax.Array,
        controls: Controls,
        outside: jax.Array,
        seed: jax.Array,
    ) -> dict[str, Any]:
        registry = self.sim.model.registry
        own, of_year = history_keys(seed[0], histories), history_keys(seed[0], year_numbers)
        words = jnp.where(span[0] < span[1], *map(jax.random.key_data, (of_year, own)))
        draws = draw_block(registry, own, span[0], jax.random.wrap_key_data(words))

        def month(state: Any, draws: Any, parameters: Any, controls: Any, outside: Any) -> Any:
            with listening() as told:
                m = Month(registry, make_world(registry, state), parameters, Draws.among(registry, draws),
                          controls, outside)  # fmt: skip
                self.sim.model.month(m)
                return by_path(registry, m.close()), told.pages()

        found: list[str] = []
        _, pages, conditions = side_by_side(
            with_conditions(with_links(month), self._rules, found),
            (True, True, self.drawn, False, False),
        )(state, draws, parameters.T, controls, outside)
        voted = {}
        for name, noted in pages["notes"].items():
            weights = noted["parts"].get("weights")
            if weights is not None and weights.shape[:-1] == (len(DIMENSIONS.get("leader", ())),):
                voted[name] = weights > LEAST_VOTE * weights.sum(0)
        held = [jnp.stack([jnp.any(x), jnp.all(x)]) for x in conditions]
        return {
            "fell": {path: x["code"].astype(jnp.int8) for path, x in pages["choices"].items()},
            "voted": voted,
            "links": jax.tree.map(lambda x: x[..., 0], pages["links"]),
            # Names of a tree, so that a stored program keeps them.
            "conditions": {"\n".join(found): jnp.stack(held) if held else jnp.zeros((0, 2), bool)},
        }


# -- conditions of rules -----------------------------------------------------------------------------


def with_conditions(
    function: Callable[..., tuple[Any, ...]], rules: Mapping[tuple[str, str], str], found: list[str]
) -> Callable[..., tuple[Any, ...]]:
    """Add to a traced month the truth of every condition in its rules.

    Args:
        function: of arrays and trees of arrays; returns a tuple.
        rules: by (file, name of the function), the path of the rule.
        found: takes the conditions' names, "rule: expression".

    Returns:
        The same with a list of truth values as the last part of its result, in the order of `found`.
    """

    def run(*arguments: Any) -> tuple[Any, ...]:
        traced, shape = jax.make_jaxpr(function, return_shape=True)(*arguments)
        named = [
            (name, e.outvars[0])
            for e in traced.jaxpr.eqns
            if e.primitive.name in TRUTHS and e.outvars[0].aval.dtype == bool
            if (name := place_of(e.source_info, rules)) is not None
        ]
        found[:] = [name for name, _ in named]
        names = traced.jaxpr.debug_info._replace(result_paths=None)
        outs = [*traced.jaxpr.outvars, *(v for _, v in named)]
        more = core.ClosedJaxpr(traced.jaxpr.replace(outvars=outs, debug_info=names), traced.consts)
        results = core.jaxpr_as_fun(more)(*jax.tree.leaves(arguments))
        count = len(traced.jaxpr.outvars)
        return (
            *jax.tree.unflatten(jax.tree.structure(shape), results[:count]),
            list(results[count:]),
        )

    return run


def _merged(names: Iterable[str], held: np.ndarray) -> dict[str, tuple[bool, bool]]:
    """Conditions by name; what a function compares on behalf of one expression counts as one condition."""
    found: dict[str, tuple[bool, bool]] = {}
    for name, (some, every) in zip(names, held, strict=True):
        before = found.get(name, (False, True))
        found[name] = before[0] or bool(some), before[1] and bool(every)
    return found


__all__ = ["Told", "Witness", "with_conditions"]
