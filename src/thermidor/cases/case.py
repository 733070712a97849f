"""One case: a state given, and what a page of the book expects to come of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictInt,
    StrictStr,
    model_validator,
)

from thermidor.cases.base import BASES, START
from thermidor.cases.words import (
    Expectation,
    Given,
    read_expectation,
    read_given,
)
from thermidor.errors import nearest, shown
from thermidor.scenarios._errors import BadScenario

LONGEST = 24
"""Months that a case may run: longer is an experiment, not the test of a rule."""


class BadCase(BadScenario):
    """A case that cannot be run; its one line of text says what, where, and what would be right."""


def _base(name: str) -> str:
    if name not in BASES:
        hint = nearest(name, BASES) or f"; there are {', '.join(BASES)}"
        raise ValueError(f"no base is called {shown(name)}{hint}")
    return name


Text = Annotated[StrictStr, Field(min_length=1, max_length=400)]
State = dict[StrictStr, Annotated[Any, AfterValidator(read_given)]]


class Case(BaseModel):
    """A small test of one rule.

    Attributes:
        rule: of the record.
        page: of the book, one that the rule cites.
        case: what is expected, in words.
        written_from: the opened page, or the record's text of the rule, by somebody who did not write
            the rule of the model; or its code.
        base: the state to begin with; what a case does not name is as it is there.
        both: what is so in both runs.
        given: what is so in the run that is looked at.
        against: what is so in the run that it is compared with; nothing where nothing is said.
        months: to run; results are those of the last one.
        expect: by path of a variable, output, flow or choice ("PATH is OPTION" for one of several).
        fails: why the model does not do what the page says, where that is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="a case")

    rule: StrictStr
    page: StrictInt
    case: Text
    written_from: Literal["page", "record", "code"]
    base: Annotated[StrictStr, AfterValidator(_base)] = START
    both: State = {}
    given: State = {}
    against: State = {}
    months: Annotated[StrictInt, Field(ge=1, le=LONGEST)] = 1
    expect: Annotated[
        dict[StrictStr, Annotated[Expectation, BeforeValidator(read_expectation)]],
        Field(min_length=1),
    ]
    fails: Text | None = None

    _source: str = PrivateAttr("")
    _lines: dict[tuple[str | int, ...], int] = PrivateAttr({})

    @model_validator(mode="after")
    def _two_runs_differ(self) -> Case:
        if any(e.compares for e in self.expect.values()) and self.given == self.against:
            raise ValueError("two runs are compared, so 'given' must say in what they differ")
        return self

    @property
    def system(self) -> str:
        """Id of the record's system that the rule belongs to."""
        return self.rule.rpartition(".")[0]

    def runs(self) -> tuple[dict[str, Given], dict[str, Given]]:
        """What is set in the run that is looked at, and in the one that it is compared with."""
        return {**self.both, **self.given}, {**self.both, **self.against}

    def wrong(self, text: str, *place: str | int) -> BadCase:
        """An error that names the file and the line of a part of the case."""
        line = next(
            (self._lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self._lines),
            None,
        )
        return BadCase(text, self._source or self.rule, line)
