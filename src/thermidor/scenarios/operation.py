"""One operation of a scenario: what is done to one named place of the model, and when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from thermidor.engine.calendar import MONTHS, month_number
from thermidor.errors import shown
from thermidor.scenarios.typed import number_typed

if TYPE_CHECKING:
    from thermidor.engine.controls import Intervention
else:
    Intervention = Any

OPERATIONS = ("set", "add", "scale", "hold", "force", "forbid")
NUMERIC = ("set", "add", "scale", "hold")


def _month(value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a month; write YYYY-MM, such as 1921-03")
    month_number(value[:40])
    return value


def _value(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a value must be a finite number, not {value}")
    if isinstance(value, list | dict):
        raise ValueError(
            f"a value is a number or the name of an option, not a {type(value).__name__}"
        )
    return value


Month = Annotated[str | None, BeforeValidator(_month)]
Value = Annotated[
    StrictBool | StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=200)] | None,
    BeforeValidator(_value),
]
Path = Annotated[StrictStr | None, Field(min_length=1, max_length=200)]


class Operation(BaseModel):
    """One operation on one path, in the form in which scenario files have it.

    Exactly one of `set`, `add`, `scale`, `hold`, `force` and `forbid` names a path: a variable, a
    parameter, a flow, a rule, a decision, an event or an outside series, whole or one element.

    Attributes:
        set: give it a value in one month and let it go on from there.
        add: add to it, in each month of the span.
        scale: multiply it, in each month of the span.
        hold: keep it at a value; a rule held at 0 (or false) is switched off, at 0.5 half as strong.
        force: make a decision or an event come out one way.
        forbid: a decision or an event that may not happen, or a rule that may not work.
        value: a number, or for `force` the name of an option (may be left out where there is one).
        at: the month, YYYY-MM.
        from_: first month of a span (`from` in files); the beginning of the run if left out.
        to: last month of a span; the end of the run if left out.

    Example:
        >>> str(Operation(force="abroad.germany.insurrection.outcome", value="victory", at="1923-10"))
        'force abroad.germany.insurrection.outcome = victory (1923-10)'
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        title="an operation",
    )

    set: Path = None
    add: Path = None
    scale: Path = None
    hold: Path = None
    force: Path = None
    forbid: Path = None
    value: Value = None
    at: Month = None
    from_: Month = Field(None, alias="from")
    to: Month = None

    @model_validator(mode="before")
    @classmethod
    def _read_number(cls, data: Any) -> Any:
        """A number written as text, such as "0,5", is the number that is meant."""
        if not isinstance(data, Mapping) or not isinstance(data.get("value"), str):
            return data
        wanted = any(data.get(name) is not None for name in NUMERIC)
        number = number_typed(data["value"]) if wanted else None
        return data if number is None else {**data, "value": number}

    @model_validator(mode="after")
    def _is_complete(self) -> Operation:
        named = [name for name in OPERATIONS if getattr(self, name) is not None]
        if len(named) != 1:
            given = " and ".join(named) if named else "none"
            raise ValueError(
                f"an operation has exactly one of {', '.join(OPERATIONS)}; here {given}"
            )
        if self.at is not None and (self.from_ is not None or self.to is not None):
            raise ValueError("give either 'at' or 'from' and 'to', not both")
        if self.operation == "set" and self.at is None:
            raise ValueError("'set' acts in one month: give 'at' (use 'hold' for a span)")
        if self.operation == "force" and self.at is None and self.from_ is None:
            raise ValueError("'force' needs a date: give 'at', or 'from' and 'to'")
        if self.first > self.last:
            raise ValueError(f"the span ends ({self.to}) before it begins ({self.from_})")
        self._check_value()
        return self

    def _check_value(self) -> None:
        if self.operation == "forbid" and self.value is not None:
            raise ValueError("'forbid' takes no value")
        if self.operation == "hold" and isinstance(self.value, bool):
            return  # a switch; what it is of is known with the model
        if self.operation in NUMERIC and (
            isinstance(self.value, bool) or not isinstance(self.value, int | float)
        ):
            got = "none is given" if self.value is None else f"not {shown(self.value)}"
            raise ValueError(f"'{self.operation}' wants a number as value: {got}")
        if self.operation in NUMERIC and not abs(float(self.value)) < 3e38:  # type: ignore[arg-type]
            raise ValueError(f"'{self.operation}' wants a number that fits: {shown(self.value)}")

    @property
    def operation(self) -> str:
        """Which of the six it is."""
        return next(name for name in OPERATIONS if getattr(self, name) is not None)

    @property
    def path(self) -> str:
        """What it acts on."""
        return getattr(self, self.operation)

    @property
    def first(self) -> int:
        """Number of its first month, counted from January 1917."""
        return month_number(self.at or self.from_) if self.at or self.from_ else 0  # type: ignore[arg-type]

    @property
    def last(self) -> int:
        """Number of its last month."""
        return month_number(self.at or self.to) if self.at or self.to else MONTHS - 1  # type: ignore[arg-type]

    @property
    def overwrites(self) -> bool:
        """Whether it puts a value in the place of the model's own, so that two can contradict."""
        return self.operation in ("set", "hold", "force", "forbid")

    @property
    def when(self) -> str:
        """Its month or span, as text."""
        if self.at:
            return self.at
        if self.from_ is None and self.to is None:
            return "whole run"
        return f"{self.from_ or ''}..{self.to or ''}"

    def intervention(self) -> Intervention:
        """The engine's form of it."""
        from thermidor.engine.controls import Intervention

        value: Any = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value) if self.operation in NUMERIC else str(value)
        return Intervention(self.operation, self.path, value, self.first, self.last)  # type: ignore[arg-type]

    def plain(self) -> dict[str, Any]:
        """The form that files have: only what is given."""
        return self.model_dump(by_alias=True, exclude_none=True)

    def __str__(self) -> str:
        value = "" if self.value is None else f" = {self.value}"
        return f"{self.operation} {self.path}{value} ({self.when})"
