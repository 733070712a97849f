"""What comes from outside the system: declared series, the only place of the model with dates.

Readers meet them by these declarations (`thermidor phases`, the page on the method).  Everything else
that happens must come out of rules.
"""

from __future__ import annotations

import numpy as np

from thermidor.engine.calendar import MONTHS, month_number
from thermidor.engine.declare import Grounds, Outside


def _steps(values: dict[str, float]) -> np.ndarray:
    """A series that keeps each value from its month on."""
    out = np.zeros(MONTHS, np.float32)
    for date, value in values.items():
        out[month_number(date) :] = value
    return out


def _by_year(values: dict[int, float]) -> np.ndarray:
    """A series of yearly values; nil in the years not named."""
    return _steps({f"{y}-01": values.get(y, 0.0) for y in range(1917, 1941)})


def _between_years(values: dict[int, float]) -> np.ndarray:
    """A series that passes each year's value at midsummer and goes straight on to the next."""
    years = range(1916, 1942)
    middles = [(y - 1917) * 12 + 6 for y in years]
    return np.interp(np.arange(MONTHS), middles, [values.get(y, 0.0) for y in years]).astype(np.float32)


OUTSIDE: list[Outside] = [
    Outside("month_of_year", "months since January", "Season of the year",
            (np.arange(MONTHS) % 12).astype(np.float32), Grounds(assumption="the calendar"),
            french="Saison de l’année"),
    Outside("years", "years", "Years since January 1917, for the biology of ageing only",
            (np.arange(MONTHS) / 12).astype(np.float32), Grounds(assumption="the calendar"),
            french="Années depuis janvier 1917, pour la seule biologie du vieillissement"),
    Outside("cohort", "number", "Cohort in which the party's book-keeping counts an entrant of this month",
            _steps({"1917-01": 1.0, "1918-01": 2.0, "1921-01": 3.0, "1924-01": 4.0, "1929-01": 5.0,
                    "1933-01": 6.0}),
            Grounds(book=("membership.r09", "membership.r14")),
            french="Cohorte où les registres du parti comptent qui entre ce mois-ci"),
    Outside("great_war", "index 0-1", "The World War is being fought",
            _steps({"1917-01": 1.0, "1918-09": 0.8, "1918-11": 0.3, "1918-12": 0.0}),
            Grounds(book=("abroad.great_war.r16",)), french="Guerre mondiale en cours"),
    Outside("drought", "index, 0 = average year", "Weather shock of the harvest year, worse when positive",
            _by_year({1920: 0.6, 1921: 1.6, 1922: -0.6, 1924: 0.5, 1925: -0.5, 1926: -0.5, 1930: -0.6,
                      1931: 1.0, 1932: 0.5, 1933: -0.4, 1934: 0.3, 1935: -0.2, 1936: 1.0, 1937: -1.0,
                      1938: 0.5, 1939: 0.3}),
            Grounds(book=("supply.r08", "countryside.r09"),
                    publication="order of the years after Davies and Wheatcroft, The Years of Hunger, "
                                "2004, ch. 5; size of the index is a reading"),
            french="Choc climatique de l’année agricole, mauvais quand il est positif"),
    Outside("reparations", "index 0-1", "Pressure of the victors on Germany: reparations, occupation of the Ruhr",
            _steps({"1917-01": 0.0, "1919-07": 0.2, "1921-05": 0.4, "1922-07": 0.5, "1923-01": 1.0, "1923-12": 0.6,
                    "1924-05": 0.25, "1929-07": 0.2, "1932-07": 0.0}),
            Grounds(book=("abroad.germany.r10",)),
            french="Pression des vainqueurs sur l’Allemagne : réparations, occupation de la Ruhr"),
    Outside("world_crisis", "index 0-1", "Depth of the world business crisis",
            _between_years({1919: 0.1, 1920: 0.25, 1921: 0.5, 1922: 0.3, 1923: 0.15, 1924: 0.1, 1925: 0.05,
                      1926: 0.1, 1929: 0.1, 1930: 0.45, 1931: 0.75, 1932: 1.0, 1933: 0.85, 1934: 0.6,
                      1935: 0.45, 1936: 0.3, 1937: 0.2, 1938: 0.35, 1939: 0.15, 1940: 0.05}),
            Grounds(publication="shape of real income per head in the United States and Germany, "
                                "Maddison, Historical Statistics, 2010; scaled to 1 in 1932"),
            french="Profondeur de la crise économique mondiale"),
]


def shifted(name: str, months: int) -> np.ndarray:
    """The outside series with one of them moved in time.

    Args:
        name: of the series.
        months: later when positive; the first value fills the gap.

    Returns:
        Array of shape (months, series) for `simulate(outside=...)`.
    """
    columns = []
    for o in OUTSIDE:
        values = o.values
        if o.name == name:
            values = np.roll(values, months)
            if months >= 0:
                values[:months] = o.values[0]
            else:
                values[months:] = o.values[-1]
        columns.append(values)
    return np.stack(columns, axis=1).astype(np.float32)
