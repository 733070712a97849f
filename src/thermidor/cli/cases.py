"""`thermidor cases`: the book's expectations of single rules as small tests."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from thermidor.cli.options import Theory
from thermidor.cli.output import Json, figure, print_json, print_table, print_text
from thermidor.theories import BOOK


def cases(
    rule: Annotated[
        str | None,
        typer.Argument(help="A rule of the record, or a system; all where none is named."),
    ] = None,
    theory: Theory = BOOK,
    as_json: Json = False,
) -> None:
    """Test single rules of the model against what the book expects of them.

    Each case gives a state and says what a page expects to come of it. The exit code is 1 where a case
    fails that is not marked, or a marked one passes.

    Example: thermidor cases delegation.r02
    """
    from thermidor.cli.inspection import model

    asked = model(theory)

    from thermidor.cases import cases_of
    from thermidor.cases.batch import Batch
    from thermidor.cases.run import run_cases
    from thermidor.cli.progress import progress

    with progress("running cases") as moved:
        results = run_cases(cases_of(rule), Batch(asked), moved)
    if as_json:
        print_json({"cases": [r.to_json() for r in results]})
    elif len({r.case.rule for r in results}) == 1:
        _describe(results)
    else:
        _list(results)
    if not all(r.as_marked for r in results):
        raise typer.Exit(1)


def _list(results: list[Any]) -> None:
    print_table(
        ("Rule", "Page", "Case", "Expected", "Got", ""),
        [
            (
                r.case.rule if n == 0 else "", str(r.case.page) if n == 0 else "",
                r.case.case if n == 0 else "", f"{f.subject}: {f.expectation}", _got(f),
                _verdict(r) if n == 0 else "",
            )
            for r in results
            for n, f in enumerate(r.findings)
        ],
        right=(1,),
        fixed=(0, 4, 5),
    )  # fmt: skip
    _sum_up(results)


def _describe(results: list[Any]) -> None:
    from thermidor.record import load

    case = results[0].case
    (text,) = [r for r in load().systems[case.system].rules if r.id == case.rule]
    print_text(f"{text.id}  ({text.kind})", bold=True)
    print_text(f"{text.when}: {text.rule}")
    for r in results:
        print_text(f"\n{r.case.case}  (page {r.case.page}): {_verdict(r)}", bold=True)
        rows = [("from", r.case.base, f"{r.case.months} month{'s' * (r.case.months > 1)}")]
        for key in ("both", "given", "against"):
            rows += [(key, path, str(value)) for path, value in getattr(r.case, key).items()]
        print_table(("", "Given", ""), rows, fixed=())
        print_table(
            ("Of", "Expected", "Got", ""),
            [
                (f.subject, str(f.expectation), _got(f), "as expected" if f.met else "not so")
                for f in r.findings
            ],
        )
        if r.case.fails:
            print_text(f"Known to fail: {r.case.fails}.")
    _sum_up(results)


def _got(finding: Any) -> str:
    if finding.compared is None:
        return figure(finding.got)
    return f"{figure(finding.got)} against {figure(finding.compared)}"


def _verdict(result: Any) -> str:
    if result.as_marked:
        return "passes" if result.passes else "fails, as marked"
    return "PASSES, BUT IS MARKED" if result.passes else "FAILS"


def _sum_up(results: list[Any]) -> None:
    passed = sum(r.passes for r in results)
    marked = sum(not r.passes and r.as_marked for r in results)
    wrong = [r for r in results if not r.as_marked]
    print_text(
        f"{len(results)} cases of {len({r.case.rule for r in results})} rules: {passed} pass, "
        f"{marked} fail and are marked" + (f"; not as marked: {len(wrong)}" if wrong else "")
    )
