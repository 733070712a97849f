"""What all entries share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
PARTIAL = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"

PartialDate = Annotated[str, Field(pattern=f"^{PARTIAL}$")]
"""ISO date of a year, a month or a day, New Style: "1917", "1917-03", "1917-03-12"."""

PrintedDate = Annotated[str, Field(pattern=f"^{PARTIAL}(/{PARTIAL})?$")]
"""Old Style date as printed: partial, or two joined by a slash."""

IndependentDate = Annotated[str, Field(pattern=rf"^({PARTIAL}(/{PARTIAL})?|\d{{4}}/\d{{2}})$")]
"""Date of a published figure: partial, a split year "1926/27", or an average over "1928/1932"."""

Id = Annotated[str, Field(min_length=1)]
Text = Annotated[str, Field(min_length=1)]
Number = int | float
Precision = Literal["day", "month", "year", "range"]
Calendar = Literal[
    "NS", "OS", "unclear", "old_style_month", "new_style_as_printed", "new_style_inferred"
]
Emergence = Literal["outcome", "exogenous", "detail"]


class Entry(BaseModel):
    """Frozen, strict and closed: a field that the schema does not name is an error."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )


class Evidence(Entry):
    """Where the book says it.

    Attributes:
        page: page of the printed book, exact to about one page.
        line: line of the numbered text that the evidence was read from.
    """

    page: int = Field(ge=1, le=380)
    line: int = Field(ge=1, le=18168)


Evidences = tuple[Evidence, ...]
"""One citation or more."""


class Cited(Entry):
    """An entry with its own place in the book."""

    @property
    def citations(self) -> Evidences:
        """Every place cited by the entry itself, in order."""
        own = getattr(self, "evidence", ())
        return (own,) if isinstance(own, Evidence) else tuple(own)

    @property
    def page(self) -> int | None:
        """First page cited, None where the entry cites none."""
        return self.citations[0].page if self.citations else None
