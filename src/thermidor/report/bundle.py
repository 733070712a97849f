"""The JavaScript that draws charts without a network, from the chart library's own bundle."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from importlib import metadata

import platformdirs
import vl_convert

from thermidor.keep import write_text


@lru_cache(maxsize=1)
def javascript() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, safe inside a page; kept between runs, as it takes seconds."""
    release = metadata.version("vl-convert-python")
    kept = platformdirs.user_cache_path("thermidor") / f"charts-{release}-{version()}.js"
    with contextlib.suppress(OSError):
        return kept.read_text(encoding="utf-8")
    code = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", version()).replace(
        "</script", "<\\/script"
    )
    with contextlib.suppress(OSError):
        write_text(kept, code)
    return code


def version() -> str:
    """Return the Vega-Lite version of the bundle."""
    return vl_convert.get_vegalite_versions()[-1]
