"""Compiled programs: made once, kept between runs, loaded on every device.

A program that is compiled for two devices at a time is another program, with other last bits,
than one compiled for one.  So there is only ever one, for one device, and copies of it.

A kept program is machine code: `thermidor.keep` gives it back only where it comes from somebody whose
code runs here in any case, and to read the description around it calls nothing that is not listed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import hashlib
import io
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax.experimental import serialize_executable

from thermidor.engine.identity import machine
from thermidor.keep import forget_oldest, recall, remember

Program = Callable[..., Any]

DESCRIBED_BY = frozenset(
    (
        "UnloadedMeshExecutable", "AllArgsInfo", "ArgInfo", "DebugInfo", "DeviceList", "JitDeviceList",
        "ShapedArray", "dtype", "_unpickle_named_sharding", "_unpickle_single_device_sharding",
        "AbstractMesh", "P", "PartitionSpec", "unpickle_pspec", "ManualAxisType", "MemorySpace", "Space", "Layout", "AutoLayout",
        "PyTreeDef", "default_registry", "tracing_registry", "dispatch_registry", "SingleDeviceSharding", "NamedSharding", "UnspecifiedValue",
    )
)  # fmt: skip
"""Names in JAX and numpy that the file of a program may hold: plain descriptions, none of which runs anything."""

OPTIONS = {
    "xla_disable_hlo_passes": ",".join(
        (
            # keeps what is marked as stored from being fused into its users
            "cse_barrier_expander",
            # look again and again for loops and conditions to simplify, and find none
            "while-loop-simplifier",
            "while-loop-constant-sinking",
            "simplify-conditional",
        )
    ),
    # half the time to compile, the same time to run
    "xla_cpu_use_fusion_emitters": False,
    # a library for matrix products costs more in hand-overs than small products do
    "xla_cpu_experimental_ynn_fusion_type": "",
    # a thousand small kernels in a few modules, which two cores compile side by side; in XLA's
    # usual 32 they take a fifth more work to compile and twice the time to load
    "xla_cpu_parallel_codegen_split_count": 4,
}
"""Options of XLA on processors."""

HASTY = {"xla_backend_optimization_level": 0}
"""Further options for a program that runs once: half the time to compile."""

KEPT = 24
"""Programs kept on disk; the oldest go first."""


def compile_for(
    function: Callable[..., Any],
    examples: Sequence[Any],
    devices: Sequence[jax.Device],
    code: str | None = None,
    hasty: bool = False,
) -> list[Program]:
    """Compile a function once and load it on each device.

    Args:
        function: of arrays and trees of arrays.
        examples: arguments like those it will get.
        devices: all of one kind.
        code: identity of all that the function consists of.  With it, a program of an earlier run
            is found without tracing the function; without it, the traced function is compared.
        hasty: for a program that runs once and whose last bits do not matter.

    Returns:
        One program a device, the same machine code in each.
    """
    device = devices[0]
    options = (OPTIONS | (HASTY if hasty else {})) if device.platform == "cpu" else None

    # JAX's own cache holds nothing under this name.
    def thermidor_program(*arguments: Any) -> Any:
        return function(*arguments)

    def lowered(d: jax.Device) -> Any:
        place = jax.sharding.SingleDeviceSharding(d)
        shapes = jax.tree.map(
            lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype, sharding=place), tuple(examples)
        )
        with _no_collection():
            return jax.jit(thermidor_program, compiler_options=options).lower(*shapes)

    first = None
    if code is None:
        first = lowered(device)
        code = first.as_text()
    shapes = [(x.shape, str(x.dtype)) for x in jax.tree.leaves(examples)]
    store = _store((code, shapes, device.device_kind), options)
    found = None if store is None else recall(store)
    if found is not None:
        with contextlib.suppress(Exception):  # what this version of JAX cannot read is made anew
            return _everywhere(_Reader(io.BytesIO(found)).load(), devices)
    first = first or lowered(device)
    with _no_other_cache():
        compiled = first.compile()
        try:
            stored = serialize_executable.serialize(compiled)
            programs = [compiled, *_everywhere(stored, devices[1:])]
        except Exception:  # a version of JAX that cannot: the same program, compiled again
            return [compiled, *(lowered(d).compile() for d in devices[1:])]
    if store is not None and remember(store, pickle.dumps(stored)):
        forget_oldest(store.parent, most=KEPT)
    return programs


@contextlib.contextmanager
def side_work() -> Iterator[Callable[..., Future[Any]]]:
    """Start work that goes on beside this thread's, such as compiling another program.

    Gives a function that takes a function and its arguments.  Where this thread is interrupted, the
    work is not waited for.
    """
    pool = ThreadPoolExecutor(1)
    try:
        yield pool.submit
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _store(what: tuple[Any, ...], options: dict[str, Any] | None) -> Path | None:
    """Where a program lies between runs: beside what JAX itself keeps, if it keeps anything."""
    folder = getattr(jax.config, "jax_compilation_cache_dir", None)
    if not folder:
        return None
    identity = (what, options, machine().digest)
    name = hashlib.sha256(repr(identity).encode()).hexdigest()[:32]
    return Path(folder) / "programs" / f"{name}.kept"


_compiling: list[float] = []
_turn = threading.Lock()


@contextlib.contextmanager
def _no_other_cache() -> Iterator[None]:
    """A program that JAX has taken from its own cache cannot be written down again."""
    setting = "jax_persistent_cache_min_compile_time_secs"
    with _turn:  # several threads may compile: the first sets it, the last sets it back
        _compiling.append(_compiling[0] if _compiling else getattr(jax.config, setting))
        jax.config.update(setting, 1e9)
    try:
        yield
    finally:
        with _turn:
            before = _compiling.pop()
            if not _compiling:
                jax.config.update(setting, before)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Tracing makes many small things that live; looking for dead ones among them is time lost."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _everywhere(stored: tuple[bytes, Any, Any], devices: Sequence[jax.Device]) -> list[Program]:
    """A stored program on each device, loaded side by side."""
    if not devices:
        return []
    with ThreadPoolExecutor(len(devices)) as pool:
        programs = list(pool.map(partial(_load, stored), devices))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # loading takes twice the memory that a program needs
    return programs


def _load(stored: tuple[bytes, Any, Any], device: jax.Device) -> Program:
    payload, arguments, results = stored
    executable, shapes, positional = _Relocation(io.BytesIO(payload), device).load()
    return jax.stages.Compiled(
        executable.load(), [], arguments.unflatten(shapes), results, no_kwargs=positional
    )


class _Reader(pickle.Unpickler):
    """Reads what a program is described with, and nothing else: no name in a file is called that is not listed."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of which a description is made up.

        Raises:
            UnpicklingError: for any other.
        """
        if name in DESCRIBED_BY and module.partition(".")[0] in ("jax", "jaxlib", "numpy"):
            return super().find_class(module, name)
        if module.startswith("thermidor.engine."):
            found = super().find_class(module, name)
            if isinstance(found, type) and issubclass(
                found, tuple
            ):  # names of a program's arguments
                return found
        raise pickle.UnpicklingError(f"a program is not described by {module}.{name}")


class _Relocation(_Reader):
    """Reads a program that was compiled for another device of the same kind."""

    def __init__(self, file: io.BytesIO, device: jax.Device):
        super().__init__(file)
        self.device = device

    def persistent_load(self, pid: Any) -> Any:
        if pid[0] == "device":
            return self.device
        if pid[0] == "client":
            return self.device.client
        from jax._src.lib import xla_client  # pyright: ignore[reportPrivateImportUsage]

        options = xla_client.CompileOptions()
        options.device_assignment = xla_client.DeviceAssignment.create(np.array([[self.device.id]]))
        return self.device.client.deserialize_executable(
            pid[1], xla_client.DeviceList((self.device,)), options
        )
