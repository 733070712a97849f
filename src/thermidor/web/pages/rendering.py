"""Pages: a template filled in one language, with the helpers that every template may use."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from thermidor import __version__
from thermidor.web.links import below, under
from thermidor.web.marks import N_
from thermidor.web.words import i18n, names
from thermidor.web.words.i18n import LANGUAGES, Lang, language_of
from thermidor.web.words.refusals import is_said, said

__all__ = ["LANGUAGES", "STATIC", "Lang", "asset", "language_of", "render", "render_error"]

HERE = Path(__file__).parent.parent
STATIC = HERE / "static"
TEMPLATES = HERE / "templates"

NAVIGATION = (
    ("", N_("Ask")),
    ("history", N_("History")),
    ("record", N_("Record")),
    ("claims", N_("Claims")),
    ("method", N_("Method")),
)
"""The parts of the explorer: the address below the language, and its title."""


def render(
    request: Request, lang: Lang, template: str, *, status_code: int = 200, **context: Any
) -> HTMLResponse:
    """Return a page.

    Args:
        request: of the reader; the language switch keeps its address and query.
        lang: of the page.
        template: a file of `templates`, which extends `base.html`.
        status_code: of the answer.
        context: what the template is given.
    """
    path = below(request.scope)
    page = (
        _environment(lang)
        .get_template(template)
        .render(
            {
                "site": {
                    "path": path,
                    "part": _part(path),
                    "switch": {other: _in_language(request, other) for other in LANGUAGES},
                    "reader": request.app.state.tokens.fresh(),
                },
                **context,
            }
        )
    )
    return HTMLResponse(
        under(request.scope.get("root_path", ""), page),
        status_code=status_code,
        # the token of a reader is in it
        headers={"Content-Language": lang, "Vary": "Accept-Encoding", "Cache-Control": "private, no-cache"},
    )  # fmt: skip


def render_error(
    request: Request, status_code: int, what: str, where: str = "", right: str = ""
) -> HTMLResponse:
    """Return a page that says in the reader's language what is wrong, where, and what would be right.

    The three texts are English messages of the catalogue, or names that need no translation.
    """
    lang = language_of(request)
    texts = {"what": what, "right": right}
    return render(
        request, lang, "error.html", status_code=status_code, status=status_code,
        where=where, spoken={name: lang if is_said(text, lang) else "en" for name, text in texts.items()},
        **{name: said(text, lang) for name, text in texts.items()},
    )  # fmt: skip


def asset(name: str) -> str:
    """Return the address of a static file, with the hash of its content so that it may be kept for ever.

    Example:
        >>> asset("site.css").startswith("/static/site.css?v=")
        True
    """
    path = STATIC / name
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    return f"/static/{quote(name)}?v={_digest(path, stamp)}"


@functools.lru_cache(maxsize=256)
def _digest(path: Path, stamp: int) -> str:
    content = path.read_bytes() if stamp else __version__.encode()
    return hashlib.sha256(content).hexdigest()[:12]


def _part(path: str) -> str:
    """The part of the explorer to which an address belongs: "" for Ask, "record", "claims"."""
    pieces = path.strip("/").split("/")
    return pieces[1] if len(pieces) > 1 else ""


def _in_language(request: Request, lang: Lang) -> str:
    pieces = below(request.scope).split("/")
    if len(pieces) < 2 or pieces[1] not in LANGUAGES:
        return f"/{lang}/"
    query = f"?{request.url.query}" if request.url.query else ""
    return "/".join(["", lang, *pieces[2:]]) + query


@functools.cache
def _environment(lang: Lang) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=unlined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        i18n.translations(lang), newstyle=True
    )
    environment.globals.update(
        lang=lang,
        version=__version__,
        navigation=NAVIGATION,
        languages={"en": "English", "fr": "Français"},
        asset=asset,
        to_json=_json,
        variable_name=functools.partial(names.variable_name, lang=lang),
        unit_name=functools.partial(names.unit_name, lang=lang),
        system_name=functools.partial(names.system_name, lang=lang),
        scenario_name=functools.partial(names.scenario_name, lang=lang),
        outcome_name=functools.partial(names.outcome_name, lang=lang),
        milestone_name=functools.partial(names.milestone_name, lang=lang),
        leader_name=functools.partial(names.leader_name, lang=lang),
    )
    environment.filters.update(
        number=functools.partial(i18n.number, lang=lang),
        percent=functools.partial(i18n.percent, lang=lang),
        month=functools.partial(i18n.month, lang=lang),
        month_of=functools.partial(i18n.month_of, lang=lang),
        pages=functools.partial(i18n.pages, lang=lang),
    )
    return environment


LINES = re.compile(r" ?\((?:see |also )?lines? \d[\d, –-]*\)")
"""Places in the digitised text, which are of use only to those who hold it."""

LINE = re.compile(r"\blines? (\d+)(?:(-|–| and |, )(\d+))?")
"""The same in a sentence that needs them: there the page of the book stands."""


def unlined(text: Any) -> Any:
    """Return a text of the record without the lines of the source text in it.

    Example:
        >>> unlined("listed in January (line 5883), not in March; conflicts with line 6837")
        'listed in January, not in March; conflicts with p. 148'
    """
    if not isinstance(text, str) or isinstance(text, Markup) or "line" not in text:
        return text
    return LINE.sub(_page, LINES.sub("", text))


def _page(found: re.Match[str]) -> str:
    from thermidor.record import page_of_line

    try:
        first = page_of_line(int(found[1]))
        last = page_of_line(int(found[3])) if found[3] else first
    except ValueError:  # no line of the source text
        return found[0]
    return f"p. {first}" if first == last else f"p. {first}{found[2]}{last}"


def _json(value: Any) -> Markup:
    """JSON that is safe inside a script element: no tag of HTML can end or open in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
