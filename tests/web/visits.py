"""The pages that the tests visit, each with what shows that it is ready."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Visit:
    """A page.

    Args:
        name: of the page, and of its picture.
        path: below the language.
        ready: what the page has once it stands; a selector.
        long: whether it simulates before it stands.
        shown: whether the documentation has it dark and narrow as well.
    """

    name: str
    path: str
    ready: str = "main h1"
    long: bool = False
    shown: bool = False

    def address(self, lang: str) -> str:
        return f"/{lang}/{self.path}"


QUESTION = "?scenario=german-insurrection-october-1923&n=64&stop=1924-12"

VISITS = (
    Visit("ask", QUESTION, "main h1", long=True, shown=True),
    Visit("history", "history?n=32&year=1921", "#year", long=True, shown=True),
    Visit("record", "record", shown=True),
    Visit("record-search", "record?q=Kronstadt"),
    Visit("record-system", "record/system/procurement"),
    Visit("record-leader", "record/leader/zinoviev"),
    Visit("record-event", "record/event/c2-e039"),
    Visit("record-claim", "record/claim/k0001"),
    Visit("record-decision", "record/decision/lenin-active-one-more-year"),
    Visit("record-series", "record/series/party.members"),
    Visit("claims", "claims?system=delegation", shown=True),
    Visit("claims-one", "claims/k0824"),
    Visit("method", "method", shown=True),
    Visit("method-constants", "method/mood"),
    Visit("glossary", "glossary"),
    Visit("error", "nothing/here"),
)


STANDS = "() => document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')"


def settle(page: Any, visit: Visit, patience: float = 300.0) -> None:
    """Wait until a page stands: its charts drawn and nothing left to come.

    A page that brings something later says so with aria-busy="true" until it is there.  The browser
    is asked again and again from here: the page's own policy forbids a script to evaluate the wish.
    """
    page.wait_for_selector(visit.ready, timeout=1000 * patience)
    until = time.monotonic() + patience
    while not page.evaluate(STANDS):
        assert time.monotonic() < until, f"{visit.name} does not come to an end"
        page.wait_for_timeout(100)
