"""Links below a prefix: templates and views write them from the server's own root, and here they get the prefix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LINK = re.compile(r'( (?:href|src|action|formaction|data-[a-z-]+)="|"link":")(?=/(?!/))')
"""Where an address begins in a page or in the data of its script; in texts the quotation mark is escaped."""

REFRESH = re.compile(r'( content="\d+; url=)(?=/(?!/))')


def below(scope: Mapping[str, Any]) -> str:
    """The path of a request below the prefix under which the server is reached.

    Args:
        scope: of the request.

    Example:
        >>> below({"root_path": "/thermidor", "path": "/thermidor/en/"})
        '/en/'
    """
    root, path = scope.get("root_path", ""), scope["path"]
    if root and (path == root or path.startswith(f"{root}/")):
        return path[len(root) :] or "/"
    return path


def under(root: str, page: str) -> str:
    """A page whose links from the server's root lead below a prefix.

    Args:
        root: the prefix, "" for none.
        page: HTML.

    Example:
        >>> under("/thermidor", '<a href="/en/">a</a> <a href="?n=1">b</a> <a href="#c">c</a>')
        '<a href="/thermidor/en/">a</a> <a href="?n=1">b</a> <a href="#c">c</a>'
    """
    if not root:
        return page
    return REFRESH.sub(rf"\1{root}", LINK.sub(rf"\1{root}", page))
