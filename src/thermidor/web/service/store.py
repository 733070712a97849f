"""What is kept: results of simulation in memory, finished answers in memory and on disk."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import tempfile
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """The things used last, as many as fit into so many bytes.

    Args:
        most: bytes.
        size: bytes of one thing.
    """

    def __init__(self, most: int, size: Callable[[T], int]):
        self.most, self.size, self.bytes = most, size, 0
        self._things: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, name: str) -> T | None:
        """A thing, if it is there."""
        with self._lock:
            found = self._things.get(name)
            if found is None:
                return None
            self._things.move_to_end(name)
            return found[0]

    def put(self, name: str, thing: T) -> None:
        """Keep a thing; what was not used for longest makes room."""
        size = self.size(thing)
        with self._lock:
            self.bytes += size - self._things.pop(name, (thing, 0))[1]
            self._things[name] = (thing, size)
            while self.bytes > self.most and self._things:
                self.bytes -= self._things.popitem(last=False)[1][1]


@cache
def identity_of_results() -> str:
    """Hash of everything but the question that an answer's last bits depend on."""
    from thermidor.engine.programs import instructions

    h = hashlib.sha256(f"{metadata.version('jaxlib')} {instructions()}".encode())
    root = Path(__file__).resolve().parents[2]
    for package in ("engine", "model", "experiments"):
        for path in sorted((root / package).rglob("*.py")):
            h.update(path.read_bytes())
    for name in ("answers.py", "recorded.py", "workers.py"):
        path = root / "web" / "service" / name
        h.update(path.read_bytes() if path.exists() else b"")
    return h.hexdigest()[:16]


class Files:
    """Texts on disk by name, whole or absent, the oldest given up for room.

    Args:
        folder: in which they lie; made when first written to.
        most: bytes on disk.
    """

    def __init__(self, folder: Path, most: int):
        self.folder, self.most = folder, most
        self._sizes: OrderedDict[str, int] | None = None
        self._bytes = 0
        self._lock = threading.Lock()

    def _path(self, name: str) -> Path:
        name = hashlib.sha256(name.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[2:40]}.gz"

    def get(self, name: str) -> bytes | None:
        """A text, if it is there whole."""
        path = self._path(name)
        try:
            content = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error):  # damaged: made anew
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Write a text; a disk that is full or read-only is no fault of the question."""
        path = self._path(name)
        packed = gzip.compress(content, 5, mtime=0)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=".", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(packed)
                os.replace(partial, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(partial)
                raise
            self._make_room(path, len(packed))

    def _make_room(self, path: Path, size: int) -> None:
        with self._lock:
            if self._sizes is None:
                found = sorted(
                    ((p.stat().st_mtime, p) for p in self.folder.rglob("*.gz")), key=lambda x: x[0]
                )
                self._sizes = OrderedDict((str(p), p.stat().st_size) for _, p in found)
                self._bytes = sum(self._sizes.values())
            self._bytes += size - self._sizes.pop(str(path), 0)
            self._sizes[str(path)] = size
            while self._bytes > self.most and len(self._sizes) > 1:
                oldest, freed = self._sizes.popitem(last=False)
                self._bytes -= freed
                with contextlib.suppress(OSError):
                    os.unlink(oldest)
