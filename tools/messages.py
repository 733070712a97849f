"""Read the texts of the explorer out of its sources into `words/locale/fr.po`, keeping what is translated.

    python tools/messages.py          update the catalogue (make messages)
    python tools/messages.py --check  only say what is missing; exit 1 where something is

A text that has gone from the sources goes from the catalogue; a new one comes in empty.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent.parent / "src" / "thermidor" / "web"
PO = WEB / "words" / "locale" / "fr.po"

UNUSED = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Report-Msgid', '"Last-Tr', '"Language-Team')  # fmt: skip
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "many": (1, 2)}
METHODS = [("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {"trimmed": "false", "silent": "false", "newstyle_gettext": "true"},
    "templates/**.html": {"trimmed": "false", "silent": "false", "newstyle_gettext": "true"},
}


def extracted() -> Catalog:
    """Return the texts of the sources, with the files in which they stand."""
    catalogue = Catalog(
        locale="fr", project="thermidor", version="", charset="utf-8", fuzzy=False,
        header_comment="# The explorer in French. English, in the sources, is the key; `make messages` keeps this file.",
    )  # fmt: skip
    for file, _, message, comments, context in extract_from_dir(
        WEB, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalogue


def known() -> Catalog:
    """Return the catalogue as it stands."""
    if not PO.exists():
        return Catalog(locale="fr")
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def updated() -> Catalog:
    """Return the texts of the sources with what is translated of them."""
    new, old = extracted(), known()
    for message in new:
        if message.id and (found := old.get(message.id, message.context)) is not None:
            message.string = found.string
    return new


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts that are not translated whole."""
    return [_shown(m.id) for m in catalogue if m.id and not _whole(m.string)]


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def _shown(id: object) -> str:
    return str(id[0] if isinstance(id, (tuple, list)) else id)


def main(check: bool) -> int:
    """Update or check the catalogue; return the exit code."""
    catalogue = updated()
    left = missing(catalogue)
    if not check:
        text = io.BytesIO()
        write_po(text, catalogue, width=100, sort_output=True, no_location=False, include_lineno=False, omit_header=False)  # fmt: skip
        kept = [
            line for line in text.getvalue().decode().splitlines() if not line.startswith(UNUSED)
        ]
        PO.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")
    print(f"{sum(1 for m in catalogue if m.id)} texts, {len(left)} without French")
    for text in left[:20]:
        print("  " + text[:100])
    return 1 if check and left else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
