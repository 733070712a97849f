"""One host device a core, one heap, and a compile cache: set up before JAX starts."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from thermidor.keep import cache_folder, is_trusted

if TYPE_CHECKING:
    import jax


class BadSetting(ValueError):
    """A variable of the environment that cannot be met; its text says what would be right."""


MOST_DEVICES = 1024

_state = {"started": False, "forked": False}
"""Whether threads of JAX run in this process, and whether it was forked from one in which they ran."""


def prepare() -> None:
    """Ask XLA for one host device a core, and keep compiled programs between runs.

    Does nothing to settings that the user has made; one that is empty counts as not made.

    Raises:
        BadSetting: for a number of devices that is none, a platform that this machine does not have, or a process
            that was forked from one that simulates.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    wanted = os.environ.get("THERMIDOR_DEVICES") or str(cores)
    if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted) <= MOST_DEVICES):
        raise BadSetting(
            f"THERMIDOR_DEVICES is {wanted[:40]!r}; it must be a whole number from 1 to {MOST_DEVICES}"
        )
    flags = os.environ.get("XLA_FLAGS", "")
    if "jax" not in sys.modules and "host_platform_device_count" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_force_host_platform_device_count={wanted}".strip()
    for name, usual in (("JAX_PLATFORMS", "cpu"), ("TF_CPP_MIN_LOG_LEVEL", "3")):
        os.environ[name] = os.environ.get(name) or usual
    _share_one_heap()
    import jax

    if jax.config.values.get("jax_compilation_cache_dir") is None:
        folder = _folder()
        if folder is not None:
            jax.config.update("jax_compilation_cache_dir", str(folder))
            jax.config.update("jax_persistent_cache_min_compile_time_secs", 1.0)
    devices()


def devices() -> list[jax.Device]:
    """The devices of the platform that is asked for.

    Raises:
        BadSetting: this machine has none, or this process was forked from one that simulates.
    """
    check_not_forked()
    import jax

    try:
        found = jax.devices()
    except RuntimeError:
        platform = getattr(jax.config, "jax_platforms", None)
        raise BadSetting(
            f"JAX_PLATFORMS is {platform!r}, and this machine has no such device that JAX can use; "
            "leave it out to simulate on the processor"
        ) from None
    _state["started"] = True
    return found


def check_not_forked() -> None:
    """See that this process can simulate.

    Raises:
        BadSetting: it was forked from one that simulates, whose threads it lacks: it would wait for ever.
    """
    if _state["forked"]:
        raise BadSetting(
            "this process was forked from one that had begun to simulate, and would wait for its threads for "
            "ever: start processes by multiprocessing.get_context('spawn'), or fork before the first simulation"
        )


def _note_fork() -> None:
    _state["forked"] = _state["forked"] or _state["started"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_note_fork)


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
