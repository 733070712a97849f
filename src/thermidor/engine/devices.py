"""One host device a core, one heap, and a compile cache: set up before JAX starts."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

from thermidor.keep import cache_folder, is_trusted


def prepare() -> None:
    """Ask XLA for one host device a core, and keep compiled programs between runs.

    Does nothing to settings that the user has made.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    flags = os.environ.get("XLA_FLAGS", "")
    if "jax" not in sys.modules and "host_platform_device_count" not in flags:
        wanted = os.environ.get("THERMIDOR_DEVICES", str(cores))
        os.environ["XLA_FLAGS"] = f"{flags} --xla_force_host_platform_device_count={wanted}".strip()
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    _share_one_heap()
    import jax

    if jax.config.values.get("jax_compilation_cache_dir") is None:
        folder = _folder()
        if folder is None:
            return
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 1.0)


def _folder() -> Path | None:
    """A folder for compiled programs into which nobody else can put any; None where there is none."""
    for name in ("compiled", f"compiled-of-{os.getuid() if hasattr(os, 'getuid') else 0}"):
        folder = cache_folder(name)
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if is_trusted(folder.stat()):
                return folder
    return None


def _share_one_heap() -> None:
    """Let all threads take memory from one heap, where the allocator is that of GNU.

    XLA compiles in many threads one after another.  Each would have a heap of its own, and what one
    of them has given back would lie idle while the next asks the system for more.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return
    arena_max = -8
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(arena_max, 1)
