"""What the words of an answer mean: outcomes under each coding and terms of the headline, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True)
class Term:
    """One word of the glossary.

    Attributes:
        id: its name in data and addresses.
        kind: "coding", "group", "class" (of a coding), "elsewhere" (where soviets do not rule) or "term".
        name: by language.
        says: what it means, by language.
        coding: to which a class belongs; empty for others.
        group: of a class: "open", "between", "closed", or "elsewhere"; empty for others.
    """

    id: str
    kind: str
    name: Mapping[str, str]
    says: Mapping[str, str]
    coding: str = ""
    group: str = ""


@cache
def terms() -> dict[str, Term]:
    """All words, by id, in the order of the page.

    Example:
        >>> terms()["brumaire"].group
        'closed'
    """
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {t["id"]: Term(**t) for t in yaml.load(FILE.read_bytes(), Loader=loader)}


def outcomes() -> dict[str, Term]:
    """The words that name how a history ends, under any coding.

    Example:
        >>> "caste" in outcomes(), "twin" in outcomes()
        (True, False)
    """
    return {id: t for id, t in terms().items() if t.kind in ("class", "elsewhere")}


def outcome_name(code: str, lang: str = "en") -> str:
    """Name of an outcome, a phase or a class; of one that nobody has named, its code as words.

    Example:
        >>> outcome_name("counter_revolution", "fr"), outcome_name("an-other")
        ('Contre-révolution accomplie', 'An other')
    """
    key = code.replace("-", "_")
    found = outcomes().get(key)
    return found.name[lang] if found else key.replace("_", " ").capitalize()


def sections() -> list[tuple[str, list[Term]]]:
    """The words as the page groups them: terms, groups, the classes of each coding, what stands elsewhere."""
    every = terms().values()
    codings = [t.id for t in every if t.kind == "coding"]
    return [
        ("terms", [t for t in every if t.kind == "term"]),
        ("groups", [t for t in every if t.kind == "group"]),
        *((c, [t for t in every if t.coding == c]) for c in codings),
        ("elsewhere", [t for t in every if t.kind == "elsewhere"]),
    ]


def markdown() -> str:
    """The glossary as a page of the documentation, both languages side by side."""
    titles = {
        "terms": "Terms of an answer", "groups": "Groups that all codings share",
        "elsewhere": "Where soviets do not rule",
    }  # fmt: skip
    lines = [
        "# Glossary",
        "",
        "Words of an answer, the same in the terminal, in reports and in the explorer (where this is the page",
        "*Glossary*). Made from `src/thermidor/glossary.yaml` by `python docs/generate.py`;",
        "how codings come to their names: [codings](codings.md).",
    ]
    for id, found in sections():
        title = titles.get(id) or " · ".join(terms()[id].name.values())
        lines += ["", f"## {title}", ""]
        if id in terms() and id not in titles:
            lines += [f"{terms()[id].says['en']} *{terms()[id].says['fr']}*", ""]
        lines += ["| | English | Français |", "|---|---|---|"]
        lines += [
            f"| `{t.id}`{f' ({t.group})' if t.coding else ''} | **{t.name['en']}.** {t.says['en']} | **{t.name['fr']}.** {t.says['fr']} |"
            for t in found
        ]
    return "\n".join(lines) + "\n"


__all__ = ["Term", "markdown", "outcome_name", "outcomes", "sections", "terms"]
