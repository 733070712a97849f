"""The report of an ensemble, as one HTML file that works offline and as Markdown."""

from thermidor.report.html import write_report
from thermidor.report.markdown import write_markdown
from thermidor.report.summarise import summarise
from thermidor.report.summary import Estimate, Fit, FitOfVariable, MilestoneDates, Summary, Toll

__all__ = [
    "Estimate",
    "Fit",
    "FitOfVariable",
    "MilestoneDates",
    "Summary",
    "Toll",
    "summarise",
    "write_markdown",
    "write_report",
]
