"""Refusals in the reader's language: whole messages of the catalogue, and sentences with names and numbers in them.

What is wrong with a question is found deep in the package, which speaks English.  The sentences that reach a
reader are known here by their form, so that they can be said in another language with the same names in them.
"""

from __future__ import annotations

import functools
import re

from thermidor.web.service.limits import Refused
from thermidor.web.words.i18n import N_, Lang, translator

FORMS = (
    N_("ask again in %(seconds)s s, or for fewer histories"),
    N_("at most %(size)s KiB"),
    N_("at most %(size)s bytes"),
    N_("nearest: %(names)s"),
    N_("there are %(names)s"),
    N_("%(name)s is not shown by this question."),
    N_("%(name)s is no part of a question"),
    N_("parts: %(names)s"),
    N_("from %(low)s to %(high)s"),
    N_("%(setting)s lies outside the range of “%(title)s”."),
    N_("%(address)s lists them"),
    N_("%(address)s shows how scenarios are written"),
)
"""Sentences with places for names and numbers, the narrower before the wider."""

PLACE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


@functools.cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for form in FORMS:
        pattern = PLACE.sub(
            lambda m: f"(?P<{m[1] or m[2]}>.+?)", re.escape(form.replace("%%", "%"))
        )
        found.append((form, re.compile(pattern, re.DOTALL)))
    return tuple(found)


def said(text: str, lang: Lang) -> str:
    """A text of a refusal in a language; unchanged where nobody has translated it.

    Args:
        text: in English.
        lang: wanted.

    Example:
        >>> said("nearest: party.fear", "fr")
        'le plus proche\xa0: party.fear'
        >>> said("a sentence of another program", "fr")
        'a sentence of another program'
    """
    return _said(text, lang)[0]


def is_said(text: str, lang: Lang) -> bool:
    """Whether a text of a refusal can be said in a language."""
    return lang == "en" or not text or _said(text, lang)[1]


def _said(text: str, lang: Lang) -> tuple[str, bool]:
    _ = translator(lang)
    if lang == "en" or not text:
        return text, True
    whole = _(text)
    if whole != text:
        return whole, True
    for form, pattern in _forms():
        if found := pattern.fullmatch(text):
            return _(form, **found.groupdict()), True
    first, sign, rest = text.partition("; ")
    if sign:
        one, other = _said(first, lang), _said(rest, lang)
        return f"{one[0]}\u202f; {other[0]}", one[1] and other[1]
    return text, False


def in_words(error: Refused, lang: Lang) -> Refused:
    """The same refusal in a language.

    Args:
        error: in English.
        lang: wanted.
    """
    if lang == "en":
        return error
    return Refused(
        said(error.what, lang), said(error.where, lang), said(error.right, lang),
        status=error.status, after=error.after,
    )  # fmt: skip
