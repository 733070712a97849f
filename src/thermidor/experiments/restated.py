"""A claim whose metric restates its intervention is no test: found from declared reads, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thermidor.codings import by_name
from thermidor.codings.classify import outputs_asked
from thermidor.codings.reads import acts_on
from thermidor.engine.calendar import month_number
from thermidor.engine.model import Model
from thermidor.experiments.metric import Metric

if TYPE_CHECKING:
    from thermidor.experiments.claims import EncodedClaim


def restated(model: Model, claim: EncodedClaim) -> dict[str, tuple[str, ...]]:
    """What a claim both sets and measures: variables that its metric is made of, under the intervention still.

    What is set and let go before the first month that is measured is not restated: there the model answers.

    Args:
        model: that is asked.
        claim: any encoded claim.

    Returns:
        By path of the operation the variables; empty for most claims.
    """
    first, last = _months(claim.metric)
    found = {}
    for operation in claim.operations:
        if operation.last < first or operation.first > last:
            continue
        same = acts_on(model, _outputs(claim.metric, model), operation.path)
        if same:
            found[operation.path] = same
    return found


def _outputs(metric: Metric, model: Model) -> tuple[str, ...]:
    """Outputs that are measured, not those that only say from which month."""
    coding = metric.coding
    names = outputs_asked([by_name(coding)]) if coding else metric.measured
    return tuple(n for n in names if n in model.registry.outputs)


def _months(metric: Metric) -> tuple[int, int]:
    """First and last month that is measured; any, where they are counted from an event."""
    if metric.after is not None:
        return 0, 10**6
    first = month_number(str(metric.window[0]))
    if metric.since is not None:
        first = min(first, month_number(str(metric.since[0])))
    return first, month_number(str(metric.window[1]))


__all__ = ["restated"]
