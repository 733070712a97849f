"""Refusals in the reader's language: whole messages of the catalogue, and sentences with names and numbers in them.

What is wrong with a question is found deep in the package, which speaks English.  The sentences that reach a
reader are known here by their form, so that they can be said in another language with the same names in them.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from thermidor.web.marks import N_
from thermidor.web.words.i18n import Lang, translator

if TYPE_CHECKING:
    from thermidor.web.service.limits import Refused

FORMS = (
    N_("%(first)s (and %(number)s more)"),
    N_("ask again in %(seconds)s s, or for fewer histories"),
    N_("at most %(size)s KiB"),
    N_("at most %(size)s bytes"),
    N_("at most %(number)s"),
    N_("nearest: %(names)s"),
    N_("there are %(names)s"),
    N_("there is: %(names)s"),
    N_("%(name)s is not shown by this question."),
    N_("%(name)s is no part of a question"),
    N_("parts: %(names)s"),
    N_("%(name)s names nothing in the model"),
    N_("only decisions and events can be forced"),
    N_("%(name)s is a variable: use set or hold"),
    N_("%(name)s is an output: it is counted, not set"),
    N_("it is made of the month's flows, which can be set (%(command)s lists more)"),
    N_("it is made of %(name)s, which can be set (%(command)s lists more)"),
    N_("write PATH=VALUE, such as %(example)s"),
    N_("write path=value"),
    N_("a setting is longer than 200 letters"),
    N_("a rule is held at 0 (off), 1 (as it is) or between, not below 0"),
    N_("%(name)s has the options %(names)s"),
    N_("a value must be a finite number, not %(value)s"),
    N_("%(name)s is counted apart in %(number)s places, each of which would get the whole number"),
    N_("name one, such as %(name)s, or use 'scale'"),
    N_("unknown theory %(name)s"),
    N_("%(name)s is no name of a scenario"),
    N_("%(name)s is no name of a theory"),
    N_("write small letters and hyphens"),
    N_("%(name)s is not a month from %(first)s to %(last)s"),
    N_("write YYYY-MM"),
    N_("%(name)s is not a month"),
    N_("write YYYY-MM, such as %(example)s"),
    N_("the branch begins in %(month)s, after the last month looked at, %(last)s"),
    N_("%(operation)s is over before the branch begins in %(month)s"),
    N_("branch in %(month)s or earlier"),
    N_("%(name)s is not a whole number"),
    N_("no variable is called %(name)s"),
    N_("no scenario is called %(name)s"),
    N_("the phases of the regime are shown by every answer"),
    N_("leave regime out"),
    N_("histories are free from 1917-01 without a branch"),
    N_("leave it out"),
    N_("it is given twice"),
    N_("keep one of them"),
    N_("%(name)s is set twice"),
    N_("settings are texts of the form path=value"),
    N_("variables are names separated by commas"),
    N_("%(number)s histories"),
    N_("%(number)s variables"),
    N_("%(number)s settings"),
    N_("a scenario has the keys id, title and do"),
    N_("here is nothing"),
    N_("here is %(what)s"),
    N_("%(name)s is missing"),
    N_("%(name)s must be a mapping, not %(what)s"),
    N_("%(name)s must be text, not %(what)s"),
    N_("%(name)s must be a list, not %(what)s"),
    N_("%(name)s is no key of a scenario"),
    N_("%(name)s is no key of an operation"),
    N_("the keys are %(names)s"),
    N_("%(name)s wants a number as value: not %(what)s"),
    N_("%(name)s takes no value"),
    N_("an operation has exactly one of %(names)s"),
    N_("not YAML: %(problem)s"),
    N_("not text in UTF-8"),
    N_("nested too deep"),
    N_("%(operation)s is already done in %(earlier)s"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be greater than or equal to %(number)s"),
    N_("Input should be less than or equal to %(number)s"),
    N_("String should have at most %(number)s characters"),
    N_("String should have at least %(number)s character"),
    N_("Field required"),
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
    r"""A text of a refusal in a language; unchanged where nobody has translated it.

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
    """A text in a language, and whether all of it is."""
    _ = translator(lang)
    if lang == "en" or not WORD.search(text) or PLAIN.fullmatch(text):
        return text, True
    whole = _(text)
    if whole != text:
        return whole, True
    first, sign, rest = text.partition("; ")
    if sign:
        one, other = _said(first, lang), _said(rest, lang)
        return f"{one[0]}\u202f; {other[0]}", one[1] and other[1]
    place, sign, rest = text.partition(": ")
    if sign and PLAIN.fullmatch(place):  # of a file, or an operation as it is written
        said_rest, whole_ = _said(rest, lang)
        return f"{place}\u00a0: {said_rest}", whole_
    for form, pattern in _forms():
        if found := pattern.fullmatch(text):
            places = found.groupdict()
            if "first" in places:  # a sentence with something added
                places["first"] = _said(places["first"], lang)[0]
            return _(form, **places), True
    return text, False


WORD = re.compile(r"[A-Za-z]{2,}")

PLAIN = re.compile(
    r"'[^']*'|(?:set|hold|scale|force|forbid|cut) [\w.{}]+(?: = [^ ]+)?(?: \([^)]*\))?|[\w-]+\.yaml(?::\d+)?|[a-z_]+(?:, [a-z_]+)+"
)
"""What is the same in every language: names as they are written, operations, places of a file."""


def in_words(error: Refused, lang: Lang) -> Refused:
    """The same refusal in a language.

    Args:
        error: in English.
        lang: wanted.
    """
    if lang == "en":
        return error
    return type(error)(
        said(error.what, lang), error.where, said(error.right, lang),
        status=error.status, after=error.after,
    )  # fmt: skip
