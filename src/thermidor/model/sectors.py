"""The order in which the variables are shown: by the part of society that they measure."""

from __future__ import annotations

from collections.abc import Iterable

SECTORS: dict[str, tuple[str, ...]] = {
    "The dead and the living": ("deaths", "population", "literacy"),
    "Classes and work": ("workers", "officials", "traders", "peasants"),
    "The countryside": ("agriculture", "livestock", "collectivisation"),
    "Industry, trade and transport": ("industry", "transport", "trade"),
    "Prices, wages and bread": ("prices", "wages", "supply", "money"),
    "Armies and territory": ("army", "territory", "war"),
    "Soviets": ("soviets", "government"),
    "Police, camps and repression": ("police", "repression", "camps", "trials"),
    "The party": ("party", "congress", "cc", "organs"),
    "Power and privilege": ("power", "privilege", "posts"),
    "Mood and unrest": ("mood", "unrest"),
    "Abroad": ("comintern", "germany", "china", "france", "britain", "spain", "poland", "abroad"),
}
OTHER = "Other variables"


def by_sector(variables: Iterable[str]) -> dict[str, list[str]]:
    """Group variables by sector, in the order of reading; sectors with none are left out.

    Example:
        >>> by_sector(["party.members", "deaths.war"])
        {'The dead and the living': ['deaths.war'], 'The party': ['party.members']}
    """
    home = {stem: sector for sector, stems in SECTORS.items() for stem in stems}
    grouped: dict[str, list[str]] = {}
    for variable in variables:
        grouped.setdefault(home.get(variable.split(".")[0], OTHER), []).append(variable)
    return {sector: grouped[sector] for sector in (*SECTORS, OTHER) if sector in grouped}
