"""The JavaScript that draws charts without a network, from the chart library's own bundle."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata

import vl_convert

from thermidor.keep import KEPT, cache_folder, forget_oldest, recall, remember


@lru_cache(maxsize=1)
def javascript() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, safe inside a page; kept between runs, as it takes seconds."""
    release = metadata.version("vl-convert-python")
    place = cache_folder("charts") / f"{release}-{version()}{KEPT}"
    kept = recall(place)
    if kept is not None:
        return kept.decode()
    code = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", version()).replace(
        "</script", "<\\/script"
    )
    if remember(place, code.encode()):
        forget_oldest(place.parent, most=2)
    return code


def version() -> str:
    """Return the Vega-Lite version of the bundle."""
    return vl_convert.get_vegalite_versions()[-1]
