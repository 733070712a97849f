"""Run cases and say of each what was expected, what came out, and whether they agree."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from thermidor.cases.base import BASES
from thermidor.cases.batch import HELD, Batch, Run
from thermidor.cases.case import Case
from thermidor.cases.judge import is_met
from thermidor.cases.subject import Subject, find_setting, find_subject, misused
from thermidor.cases.words import Expectation
from thermidor.engine.registry import Registry


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


def run_cases(
    cases: Iterable[Case],
    batch: Batch,
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Run cases side by side, both runs of each on the same draws.

    Args:
        cases: in any order.
        batch: of the model that is asked.
        progress: called with (done, wanted) after each run.

    Returns:
        One result a case, in the same order.

    Raises:
        BadCase: a case names something that the model does not have, or gives it an impossible value.
    """
    layout = _Layout(batch.model.registry)
    questions = [layout.ask(case) for case in cases]
    wanted: dict[Run, set[Subject]] = {}
    for q in questions:
        for run in (q.run, q.other):
            wanted.setdefault(run, set()).update(q.subjects.values())
    found: dict[tuple[Run, Subject], float] = {}
    for done, (run, seen) in enumerate(batch.results(list(wanted)), 1):
        found.update({(run, s): float(s.read(seen).mean()) for s in wanted[run]})
        if progress is not None:
            progress(done, len(wanted))
    return [_result(q, found) for q in questions]


class _Layout:
    """Finds in a model what cases name; what many cases name is found once."""

    def __init__(self, registry: Registry):
        self._setting = functools.cache(functools.partial(find_setting, registry))
        self._subject = functools.cache(functools.partial(find_subject, registry))

    def ask(self, case: Case) -> _Question:
        """Lay a case out."""
        subjects: dict[str, Subject] = {}
        for text, expectation in case.expect.items():
            for name in filter(None, (text, expectation.other)):
                try:
                    subjects[name] = self._subject(name)
                except ValueError as error:
                    raise case.wrong(str(error), "expect", text) from None
            if problem := misused(expectation, subjects[text]):
                raise case.wrong(f"{text} {problem}", "expect", text)
        run = self._run(case, "given")
        compared = any(e.compares for e in case.expect.values())
        return _Question(case, run, self._run(case, "against") if compared else run, subjects)

    def _run(self, case: Case, part: str) -> Run:
        state = BASES[case.base].state
        found = [self._setting(path, given) for path, given in state.items()]
        for key in ("both", part):
            for path, given in getattr(case, key).items():
                try:
                    found.append(self._setting(path, given))
                except ValueError as error:
                    raise case.wrong(str(error), key, path) from None
        kept = sum(len(setting.slots) for setting in found)
        if kept > HELD:
            raise case.wrong(f"keeps {kept} values over the months; at most {HELD} can be", part)
        return Run(case.base, tuple(found), case.months)


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
