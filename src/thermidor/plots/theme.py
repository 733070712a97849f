"""Colours and type of the charts: told apart by colour-blind readers, by lightness and by shape."""

from __future__ import annotations

from typing import Any

import altair as alt

INK = "#22252a"
FAINT = "#5c626b"
RULE = "#d9dbdf"
BAND = "#2f6690"
BOOK = "#c4500b"
INDEPENDENT = "#00795a"

# Blues are open or between, ochres and browns closed; what stands elsewhere has colours of its own.
REGIMES = {
    "tsarism": "#e6e1d8",
    "dual_power": "#c6dbef",
    "soviet_power": "#85b6da",
    "war_communism": "#4a8bbf",
    "bureaucratised": "#1f5a8f",
    "thermidor": "#f2b256",
    "brumaire": "#d0761a",
    "counter_revolution": "#8a3d06",
    "soviet_democracy": "#2a9d8f",
    "restoration": "#b9bdc4",
    "generals": "#a86b8c",
    "constituent_republic": "#5f9e6e",
    "partition": "#d8c3d1",
    "military_bonapartism": "#8b7fb8",
    "collegial_nep": "#f7d08a",
    "contested": "#2a9d8f",
    "siege": "#85b6da",
    "restricted": "#1f5a8f",
    "party_rule": "#f2b256",
    "personal_rule": "#d0761a",
    "personal_terror": "#8a3d06",
    "workers": "#2a9d8f",
    "deformed": "#1f5a8f",
    "owners": "#f7d08a",
    "caste": "#d0761a",
    "nomenklatura": "#8a3d06",
    "occupation": "#7d828a",
    "collapse": "#4a4e55",
}
SPARE = ("#8b7fb8", "#b9bdc4", "#5f9e6e", "#a86b8c", "#7d828a")
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"


def colour(code: str, place: int = 0) -> str:
    """Return the colour of a regime or outcome; `place` picks a spare one for names not listed."""
    return REGIMES.get(code.replace("-", "_"), SPARE[place % len(SPARE)])


def themed(chart: Any) -> Any:
    """Give a chart the house's type, rules and colours."""
    return chart.configure(
        font=FONT,
        background="transparent",
        padding=4,
        axis=alt.AxisConfig(
            labelColor=FAINT,
            titleColor=FAINT,
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
            gridColor=RULE,
            gridOpacity=0.7,
            domainColor=FAINT,
            tickColor=FAINT,
        ),
        legend=alt.LegendConfig(
            labelColor=INK, titleColor=FAINT, labelFontSize=11, titleFontWeight="normal"
        ),
        title=alt.TitleConfig(color=INK, fontSize=13, fontWeight=600, anchor="start"),
        view=alt.ViewConfig(stroke=None),
    )
