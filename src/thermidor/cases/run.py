"""Run cases and say of each what was expected, what came out, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from thermidor.cases.base import BASES
from thermidor.cases.batch import DRAWS, Batch, Run
from thermidor.cases.case import Case
from thermidor.cases.judge import is_met
from thermidor.cases.subject import Setting, Subject, find_setting, find_subject
from thermidor.cases.words import Expectation, Given
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import Model


@dataclass(frozen=True)
class Finding:
    """One expectation and what came out.

    Attributes:
        subject: the quantity, as the case names it.
        expectation: of it.
        got: mean over the draws.
        compared: the same in the other run, or what it was to lie above or below of; None where
            nothing is compared.
        met: whether it is what was expected.
    """

    subject: str
    expectation: Expectation
    got: float
    compared: float | None
    met: bool


@dataclass(frozen=True)
class Result:
    """A case that has been run.

    Attributes:
        case: the case.
        findings: one for each expectation.
    """

    case: Case
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether every expectation is met."""
        return all(f.met for f in self.findings)

    @property
    def as_marked(self) -> bool:
        """Whether it passes and is not marked as failing, or fails and is."""
        return self.passes == (self.case.fails is None)

    def to_json(self) -> dict[str, Any]:
        """The result as plain data."""
        case = self.case
        given, against = ({path: str(g) for path, g in run.items()} for run in case.runs())
        return {
            "rule": case.rule, "case": case.case, "page": case.page, "passes": self.passes,
            "fails": case.fails, "written_from": case.written_from, "base": case.base,
            "months": case.months, "given": given, "against": against,
            "expected": [
                {"of": f.subject, "expected": str(f.expectation), "got": f.got,
                 "compared": f.compared, "met": f.met}
                for f in self.findings
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class _Question:
    """A case laid out for a model: its two runs, and what is looked at in which of them."""

    case: Case
    run: Run
    other: Run
    subjects: dict[str, Subject]


def run_cases(cases: Iterable[Case], model: Model, draws: int = DRAWS) -> list[Result]:
    """Run cases side by side, both runs of each on the same draws.

    Args:
        cases: in any order.
        model: to ask.
        draws: histories of each run.

    Returns:
        One result a case, in the same order.

    Raises:
        BadCase: a case names something that the model does not have, or gives it an impossible value.
    """
    questions = [_ask(case, model.registry) for case in cases]
    wanted: dict[Run, set[Subject]] = {}
    for q in questions:
        for run in (q.run, q.other):
            wanted.setdefault(run, set()).update(q.subjects.values())
    found: dict[tuple[Run, Subject], float] = {}
    for run, seen in Batch(model, draws).results(list(wanted)):
        found.update({(run, s): float(s.read(seen).mean()) for s in wanted[run]})
    return [_result(q, found) for q in questions]


def _ask(case: Case, registry: Registry) -> _Question:
    settings = [_base(case, registry)] * 2
    first, second = (
        [*base, *_settings(case, registry, part)]
        for base, part in zip(settings, ("given", "against"), strict=True)
    )
    subjects: dict[str, Subject] = {}
    for text, expectation in case.expect.items():
        for name in (text, expectation.other):
            if name:
                try:
                    subjects[name] = find_subject(registry, name)
                except ValueError as error:
                    raise case.wrong(str(error), "expect", text) from None
        chance = subjects[text].kind == "chances"
        if chance != (expectation.word in ("likelier", "less likely", "never")) and (
            expectation.word in ("up", "down") or not chance
        ):
            words = "likelier or less likely" if chance else "up or down"
            raise case.wrong(f"{text} is a {_what(chance)}: write {words}", "expect", text)
    if not any(e.compares for e in case.expect.values()):
        second = first
    return _Question(
        case,
        Run(case.base, tuple(first), case.months),
        Run(case.base, tuple(second), case.months),
        subjects,
    )


def _what(chance: bool) -> str:
    return "choice" if chance else "quantity"


def _base(case: Case, registry: Registry) -> Sequence[Setting]:
    return [find_setting(registry, path, given) for path, given in BASES[case.base].state.items()]


def _settings(case: Case, registry: Registry, part: str) -> list[Setting]:
    found = []
    for key in ("both", part):
        values: dict[str, Given] = getattr(case, key)
        for path, given in values.items():
            try:
                found.append(find_setting(registry, path, given))
            except ValueError as error:
                raise case.wrong(str(error), key, path) from None
    return found


def _result(q: _Question, found: dict[tuple[Run, Subject], float]) -> Result:
    findings = []
    for text, expectation in q.case.expect.items():
        got = found[q.run, q.subjects[text]]
        compared = None
        if expectation.other:
            compared = found[q.run, q.subjects[expectation.other]]
        elif expectation.compares:
            compared = found[q.other, q.subjects[text]]
        met = is_met(expectation, got, got if compared is None else compared)
        findings.append(Finding(text, expectation, got, compared, met))
    return Result(q.case, tuple(findings))
