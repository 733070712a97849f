"""What must be so in the ledger of every month: each sentence a function that says by how much it is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from thermidor.engine.registry import Registry
from thermidor.experiments.check.account import has_all
from thermidor.experiments.check.ledger.balance import entry, stocks
from thermidor.experiments.check.ledger.months import Page

Excess = Mapping[str, np.ndarray]
"""By what is at fault, how far it goes beyond what may be, (history,); nothing is wrong at nil."""

PRICES = (
    "money.log_price", "money.price_level", "money.growth", "money.scissors", "procurement.market_price",
    "procurement.state_price",
)  # fmt: skip
EXACT = 1e-5
"""Relative error that some dozen operations in float32 may add up to."""


@dataclass(frozen=True)
class Sentence:
    """What must be so.

    Attributes:
        id: by which it is known ("ledger.conserved").
        says: it, in words.
        reads: paths without which a model cannot be asked.
        find: says what breaks it in a month.
    """

    id: str
    says: str
    reads: tuple[str, ...]
    find: Callable[[Page], Excess]


SENTENCES: list[Sentence] = []


def sentence(id: str, *reads: str) -> Callable[[Callable[[Page], Excess]], Sentence]:
    """Declare a sentence: the docstring of the function says it.

    Args:
        id: by which it is known.
        reads: paths of the variables without which a model cannot be asked.
    """

    def decorate(find: Callable[[Page], Excess]) -> Sentence:
        made = Sentence(id, (find.__doc__ or "").strip(), reads, find)
        SENTENCES.append(made)
        return made

    return decorate


def asked_of(registry: Registry) -> list[Sentence]:
    """The sentences that a model can be asked: a rival theory may lack what they read."""
    return [s for s in SENTENCES if has_all(registry, s.reads)]


def worst(x: np.ndarray) -> np.ndarray:
    """The largest element of each history; what is no number counts as infinite."""
    x = np.where(np.isnan(x), np.inf, x)
    return x.reshape(-1, x.shape[-1]).max(0)


@sentence("ledger.finite")
def numbers_are_finite(page: Page) -> Excess:
    """Every number of the state, of the flows and of the outputs is finite."""
    return {"all": np.where(page.finite, 0.0, np.inf)}


@sentence("ledger.conserved")
def stocks_change_by_flows(page: Page) -> Excess:
    """People, grain, goods, roubles, gold, arms, posts, members and workers change by what flows bring and take."""
    found = {}
    for path in stocks(page.registry):
        e = entry(page, path)
        found[path] = worst((np.abs(e.gap) - e.tolerance) / np.maximum(e.held + e.came, 1))
    return found


@sentence("ledger.no-debt")
def no_stock_is_negative(page: Page) -> Excess:
    """No stock gives more than it holds, and none is kept from falling below nothing by a bound."""
    found = {}
    for path in stocks(page.registry):
        e = entry(page, path)
        over = worst(e.went - e.held - e.came - e.tolerance)
        under = np.maximum(
            worst(-e.left), np.zeros_like(over) if page.forced(path) else -page.least[path]
        )
        found[path] = np.maximum(over, under - worst(e.tolerance))
    return found


@sentence("ledger.one-way")
def flows_run_one_way(page: Page) -> Excess:
    """No flow is asked to run backwards, where it would be cut at nothing."""
    found = {}
    for name, back in page.backward.items():
        flow = page.registry.flows[name]
        ends = [page.before[p] for p in (flow.source, flow.target) if p in page.before]
        size = np.max([np.abs(x).reshape(-1, x.shape[-1]).sum(0) for x in ends], axis=0)
        found[name] = back / np.maximum(size, 1) - EXACT
    return found


@sentence("ledger.eaten", "countryside.stock", "supply.town_stock", "procurement.reserve")
def nobody_eats_what_is_not_there(page: Page) -> Excess:
    """A village eats no more than its barns held and the harvest brought; nor do a town and an army beyond their stores."""
    flows = {name: np.asarray(x, float) for name, x in page.flows.items()}
    barns, towns, state = (
        entry(page, path)
        for path in ("countryside.stock", "supply.town_stock", "procurement.reserve")
    )
    village = flows["countryside.eaten"] - barns.held - flows["countryside.harvest"]
    region = flows["countryside.eaten"] + flows["supply.beyond"] - barns.held - barns.came
    return {
        "countryside.eaten": worst(village - barns.tolerance),
        "supply.beyond": worst(region - barns.tolerance),
        "supply.eaten": worst(flows["supply.eaten"] - towns.held - towns.came - towns.tolerance),
        "supply.army": worst(flows["supply.army"] - state.held - state.came - state.tolerance),
    }


@sentence("ledger.seed", "countryside.sown")
def fields_take_their_seed(page: Page) -> Excess:
    """A field is sown anew only with the seed that it takes out of the barn, a tonne a region apart."""
    before, after = (np.asarray(x["countryside.sown"], float) for x in (page.before, page.after))
    if page.forced("countryside.sown"):
        return {}
    used = np.asarray(page.flows["countryside.seed"], float)
    rate = page.parameter("countryside.grain_share") * page.parameter("countryside.seed_rate")
    anew = np.abs(after - before) > EXACT * before
    return {"countryside.sown": worst(np.where(anew, after * rate - used * (1 + EXACT) - 1, 0))}


@sentence("ledger.herds", "countryside.horses", "countryside.cattle")
def herds_live_and_die(page: Page) -> Excess:
    """Herds grow no faster than they breed, and no more animals die than there are."""
    found = {}
    for path in ("countryside.horses", "countryside.cattle"):
        if page.forced(path):
            continue
        before, after = (np.asarray(x[path], float) for x in (page.before, page.after))
        breeding = page.parameter(f"{path}_live_and_die.breeding")
        grown = after - before * (1 + breeding) * (1 + EXACT)
        found[path] = np.maximum(worst(grown), page.beyond[path])
    return found


@sentence("ledger.shares")
def bounds_hold(page: Page) -> Excess:
    """No share, index or other variable lies outside the range that is declared for it."""
    return page.outside


@sentence("ledger.prices", *PRICES)
def prices_are_bounded_by_arithmetic(page: Page) -> Excess:
    """Every price is a finite number above nothing, and no bound had to hold it: arithmetic does."""
    found = {}
    for path in PRICES:
        if page.forced(path):
            continue
        found[path] = np.array(page.beyond[path], float)
        if path in page.after and path != "money.log_price":
            price = np.asarray(page.after[path], float)
            found[path] = np.maximum(
                found[path], np.where(np.isfinite(price) & (price > 0), 0, np.inf)
            )
    return found


@sentence("ledger.people", "population.rural")
def all_people_are_counted(page: Page) -> Excess:
    """The population that is shown is that of all stocks of people, soldiers and deported included."""
    of_people = [p for p, q in stocks(page.registry).items() if q == "people"]
    total = sum(
        np.asarray(page.after[p], float).reshape(-1, page.after[p].shape[-1]).sum(0)
        for p in of_people
    )
    shown = page.seen["population.total"]
    return {"population.total": np.abs(shown - total) / np.maximum(total, 1) - EXACT}


__all__ = ["PRICES", "SENTENCES", "Excess", "Sentence", "asked_of", "worst"]
