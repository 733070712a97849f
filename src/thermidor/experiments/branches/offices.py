"""Seats of the record, as interventions that hold a history to who sat where."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from thermidor.engine.calendar import MONTHS, month_number
from thermidor.engine.controls import Intervention
from thermidor.model.names import LEADERS
from thermidor.scenarios._yaml import parse

SOURCE = "offices.yaml"


class _Entry(BaseModel):
    """Frozen; a key that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


class Seat(_Entry):
    """When somebody sat in an organ.

    Attributes:
        from_: first month (`from` in the file).
        to: last month.
        cites: ids of the record.
        pages: of the book.
        note: why, where the month is a reading.
    """

    from_: str = Field(alias="from")
    to: str
    cites: tuple[str, ...] = Field(min_length=1)
    pages: tuple[int, ...] = ()
    note: str = ""


class _Organ(_Entry):
    """What the file says of one organ."""

    path: str
    founded: str
    until: str
    cites: tuple[str, ...] = Field(min_length=1)
    note: str = ""
    seats: dict[str, Seat]


class RecordedOffice(_Entry):
    """Whether one leader sat in one organ, month by month.

    Attributes:
        path: of the model, with the leader.
        choice: the same with its axis in braces.
        seat: when he sat; None where he never did.
        until: last month of which the record speaks.
        cites: ids of the record.
        note: why, where it is a reading.

    Example:
        >>> [o.seat.to for o in recorded_offices() if o.path == "organs.politburo.trotsky"]
        ['1926-10']
    """

    path: str
    choice: str
    seat: Seat | None
    until: str
    cites: tuple[str, ...]
    note: str = ""

    def interventions(self, stop: int) -> list[Intervention]:
        """What holds a history to it.

        Args:
            stop: months 0 to `stop - 1` are held.

        Returns:
            One intervention for each run of months in which he sat or did not, in order of time.
        """
        end = min(stop, month_number(self.until) + 1, MONTHS)
        if self.seat is None:
            runs = [(0, end, 0.0)]
        else:
            first, after = month_number(self.seat.from_), month_number(self.seat.to) + 1
            runs = [(0, first, 0.0), (first, after, 1.0), (after, end, 0.0)]
        return [
            Intervention("hold", self.path, value, begin, min(last, end) - 1)
            for begin, last, value in runs
            if begin < min(last, end)
        ]


@cache
def recorded_offices() -> tuple[RecordedOffice, ...]:
    """Every seat of the record to which a history can be held, one entry for each leader and organ."""
    file = resources.files("thermidor.experiments.branches").joinpath("data", SOURCE)
    organs = TypeAdapter(tuple[_Organ, ...]).validate_python(parse(file.read_bytes(), SOURCE)[0])
    out = []
    for organ in organs:
        if unknown := sorted({*organ.seats} - {*LEADERS}):
            raise ValueError(f"{SOURCE}: no leader of the model is called {', '.join(unknown)}")
        for leader in LEADERS:
            seat = organ.seats.get(leader)
            cites = (*(seat.cites if seat else ()), *organ.cites)
            note = "; ".join(part for part in (seat.note if seat else "", organ.note) if part)
            path = organ.path.replace("{leader}", leader)
            made = RecordedOffice(
                path=path, choice=organ.path, seat=seat, until=organ.until, cites=cites, note=note
            )
            out.append(made)
    return tuple(out)


__all__ = ["RecordedOffice", "Seat", "recorded_offices"]
