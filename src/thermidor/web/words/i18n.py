"""Texts, numbers and dates in English and French.

English is the source: a message is its own key. French lies in `locale/fr.po`, read when first
used, so there is nothing to build.
"""

from __future__ import annotations

import datetime
import functools
import io
import math
from pathlib import Path
from typing import Any, Literal, get_args

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from thermidor.web.links import below

Lang = Literal["en", "fr"]
"""A language of the explorer, as it stands in the address."""

LANGUAGES: tuple[Lang, ...] = get_args(Lang)
LOCALE = Path(__file__).parent / "locale"
FORMATS = {"en": Locale("en", "GB"), "fr": Locale("fr")}


@functools.cache
def translations(lang: Lang) -> NullTranslations:
    """Return the messages of a language, for Jinja and for `translator`."""
    path = LOCALE / f"{lang}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class Translator:
    """Says texts in one language.

    Example:
        >>> _ = translator("en")
        >>> _("Version %(v)s", v="0.1")
        'Version 0.1'
        >>> _.many("one history", "{n} histories", 1200)
        '1,200 histories'
    """

    def __init__(self, lang: Lang):
        self.lang: Lang = lang
        self._messages = translations(lang)

    def __call__(self, message: str, /, **values: object) -> str:
        """Return a text; `%(name)s` in it stands for the value of that name, where values are given."""
        text = self._messages.ugettext(message)
        return text % values if values else text

    def many(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the text for a count; `{n}` in it stands for the number as the language writes it."""
        text = self._messages.ungettext(one, many, n).replace("{n}", number(n, self.lang))
        return text % values if values else text


@functools.cache
def translator(lang: Lang) -> Translator:
    """Return what says texts in a language."""
    return Translator(lang)


def preferred(accept_language: str | None) -> Lang:
    """Return the language that a browser's Accept-Language asks for, English where it asks for neither.

    Example:
        >>> preferred("de, fr-CA;q=0.8, en;q=0.5")
        'fr'
    """
    wishes: list[tuple[float, Lang]] = []
    for wish in (accept_language or "")[:500].split(","):
        tag, _, quality = wish.strip().partition(";q=")
        for lang in LANGUAGES:
            if tag.split("-")[0].lower() == lang:
                wishes.append((_weight(quality), lang))
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, "en"))
    return best[1] if best[0] > 0 else "en"


def language_of(request: Any) -> Lang:
    """Return the language of an address, or else the one that the browser asks for.

    Args:
        request: of Starlette.
    """
    first = below(request.scope).lstrip("/").partition("/")[0]
    for lang in LANGUAGES:
        if first == lang:
            return lang
    return preferred(request.headers.get("accept-language"))


def _weight(quality: str) -> float:
    try:
        weight = float(quality) if quality else 1.0
    except ValueError:
        return 0.0
    return weight if math.isfinite(weight) else 0.0


def number(value: float | int | None, lang: Lang = "en", digits: int | None = None) -> str:
    """Return a number as the language writes it, rounded to significant digits where asked.

    Example:
        >>> number(1234567, "en"), number(0.12345, "fr", 2)
        ('1,234,567', '0,12')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if digits is not None and value:
        value = float(f"{value:.{digits}g}")
    shown = numbers.format_decimal(value, "#,##0.########", locale=FORMATS[lang])
    return shown.replace("-", "−")


def percent(share: float | int | None, lang: Lang = "en") -> str:
    """Return a share in per cent, never rounding a possible case to nothing or to certainty.

    Example:
        >>> percent(0.254, "en"), percent(0.9996, "en")
        ('25%', 'over 99.9%')
    """
    if share is None or not math.isfinite(share):
        return "–"
    _ = translator(lang)
    if 0 < share < 0.001:
        return _("under %(limit)s", limit=_percent(0.001, 1, lang))
    if 0.999 < share < 1:
        return _("over %(limit)s", limit=_percent(0.999, 1, lang))
    return _percent(share, 0 if share in (0.0, 1.0) or 0.1 <= abs(share) <= 0.9 else 1, lang)


def _percent(share: float, decimals: int, lang: Lang) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    shown = numbers.format_decimal(100 * share, pattern, locale=FORMATS[lang]).replace("-", "−")
    return shown + ("\u202f%" if lang == "fr" else "%")


def month(code: str | None, lang: Lang = "en") -> str:
    """Return "YYYY", "YYYY-MM" or "YYYY-MM-DD" in words.

    Example:
        >>> month("1923-04", "en"), month("1923-04", "fr"), month("1924-01-21", "en")
        ('April 1923', 'avril 1923', '21 January 1924')
    """
    if not code:
        return "–"
    parts = [int(part) for part in code.split("-")]
    if len(parts) == 1:
        return code
    day = datetime.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    words = "d MMMM yyyy" if len(parts) > 2 else "LLLL yyyy"
    said = dates.format_date(day, words, locale=FORMATS[lang])
    return said.replace("1 ", "1er ", 1) if lang == "fr" and parts[2:] == [1] else said


def month_of(index: float | int | None, lang: Lang = "en") -> str:
    """Return the month that lies so many months after January 1917.

    Example:
        >>> month_of(75.4, "fr")
        'avril 1923'
    """
    if index is None or not math.isfinite(index):
        return "–"
    whole = math.floor(index)
    return month(f"{1917 + whole // 12:04d}-{whole % 12 + 1:02d}", lang)


def pages(found: Any, lang: Lang = "en") -> str:
    r"""Return page numbers of the book with a sign that no line break parts from them.

    Example:
        >>> pages([7, 369])
        'p.\xa07, 369'
    """
    listed = ", ".join(map(str, found))
    return f"p.\u00a0{listed}" if listed else ""
