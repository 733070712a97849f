"""Input as people have it: numbers as they type them, texts as spreadsheets and old systems write them."""

from __future__ import annotations

import codecs
import re
import unicodedata

MINUS = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\uff0d\ufe63"), "-")
"""What stands for a minus sign in texts that were set and not typed."""

_SIGNED = re.compile(r"([-+]?)(.*)", re.DOTALL)
_PLAIN = re.compile(r"(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?")
_COMMAS = re.compile(r"[0-9]{1,3}(,[0-9]{3}){2,}(\.[0-9]+)?|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+")
_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}(,[0-9]+)?|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_COMMA = re.compile(r"[0-9]*,[0-9]+([eE][-+]?[0-9]+)?")
_THOUSAND = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
PARTS = {"%": 100.0, "‰": 1000.0}


def number_typed(text: str) -> int | float | None:
    """The number that a text means.

    Args:
        text: as typed.

    Returns:
        The number, a whole one as it stands; None for a text that is none.

    Raises:
        ValueError: it can be read in two ways, or is too large; the text says what would be right.

    Example:
        >>> number_typed("0,5"), number_typed("50 %"), number_typed("1\u202f500"), number_typed("\u22120.2")
        (0.5, 0.5, 1500, -0.2)
        >>> number_typed("victory") is None
        True
    """
    plain = unicodedata.normalize("NFKC", text.translate(MINUS)).strip()
    part = next((PARTS[sign] for sign in PARTS if plain.endswith(sign)), None)
    found = _SIGNED.fullmatch((plain[:-1] if part else plain).strip())
    assert found is not None
    sign, digits = found[1], found[2].strip().replace("'", " ").replace("\u2019", " ")
    if _THOUSAND.fullmatch(digits):
        whole, _, rest = digits.partition(",")
        raise ValueError(
            f"{text.strip()[:40]!r} can be read in two ways; write {whole}{rest} or {whole}.{rest}"
        )
    if _SPACED.fullmatch(digits):
        digits = digits.replace(" ", "").replace(",", ".")
    elif _COMMAS.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _POINTS.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    elif not _PLAIN.fullmatch(digits):
        return None
    if part is None and digits.isdecimal() and len(digits) <= 15:
        return int(sign + digits)
    number = float(sign + digits)
    if abs(number) == float("inf"):
        raise ValueError(f"{text.strip()[:40]!r} is too large for a number")
    return number / part if part else number


def text_of(content: bytes) -> str:
    r"""A file of text as text, whatever wrote it.

    Args:
        content: in UTF-8 or UTF-16 with or without a mark, or in the code page of Western Windows; lines end
            as on any system, and a Ctrl-Z as on old ones.

    Returns:
        The text, its lines ended by line feeds.

    Raises:
        UnicodeDecodeError: it is none of these.

    Example:
        >>> text_of("é\r\nb\x1a".encode("utf-16")), text_of("é".encode("cp1252"))
        ('é\nb', 'é')
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16")
    elif wide := _wide(content):
        text = content.decode(wide)
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if any(byte < 32 and byte not in b"\t\n\r\x1a" for byte in content):
                raise error from None
            try:
                text = content.decode("cp1252")
            except UnicodeDecodeError:
                raise error from None
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")


def _wide(content: bytes) -> str | None:
    """The form of UTF-16 that a text without a mark has: letters of two bytes, of which one is mostly nought."""
    first, second = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 or max(first, second) < len(content) / 4 or (first and second):
        return None
    return "utf-16-be" if first else "utf-16-le"


__all__ = ["number_typed", "text_of"]
