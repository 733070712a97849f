"""How files are kept: written whole or not at all, and read from a cache only as they were written.

What people asked for, such as a report, is written with `whole` or `write_text`.  What is kept to save
work is written with `remember` and read with `recall`: its first line is our mark and the hash of the
rest.  So damage is noticed, and when the oldest make room, nothing without the mark is deleted.  What
somebody else has put there, or could change, is not read: a file in a shared folder is no better than
whoever may write it.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import shutil
import stat
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

MARK = b"kept by thermidor, sha256 "
"""Beginning of every file that `remember` writes."""

KEPT = ".kept"
"""Ending of their names."""

PARTIAL = ".thermidor-partial-"
"""Beginning of the names of folders in which files are made; a process that is killed leaves them behind."""

A_DAY = 24 * 60 * 60
"""Seconds after which such a folder is nobody's any more."""


def cache_folder(*parts: str) -> Path:
    """A folder for what can be made anew.

    Args:
        parts: folders within it.

    Returns:
        A path within `$THERMIDOR_CACHE`, or within the user's cache folder; it need not exist.
    """
    chosen = os.environ.get("THERMIDOR_CACHE")
    if chosen:
        return Path(chosen, *parts)
    import platformdirs

    return Path(platformdirs.user_cache_dir("thermidor"), *parts)


# -- whole or absent -------------------------------------------------------------------------------


@contextlib.contextmanager
def whole(path: str | os.PathLike[str], *, durable: bool = True) -> Iterator[Path]:
    """Make a file, or a folder of files, so that no reader ever sees a part of it.

    Args:
        path: where it is to be; its folder is made where missing, and what lies there is replaced.
        durable: whether a file must also outlast a loss of power.

    Yields:
        A path of the same name at which to make it.  It takes its place when the block ends without an
        error; otherwise nothing of it remains, and what was there before stays.

    Raises:
        OSError: the folder cannot be written.

    Example:
        >>> with whole("out/numbers.csv") as made:
        ...     _ = made.write_text("month,value")
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    with tempfile.TemporaryDirectory(
        prefix=PARTIAL, dir=target.parent, ignore_cleanup_errors=True
    ) as folder:
        made = Path(folder) / target.name
        yield made
        if durable and made.is_file():
            with made.open("rb+") as file:
                os.fsync(file.fileno())
        if target.is_dir():  # a folder takes the place of another only where that one is gone
            before = Path(folder) / f"{target.name} before"
            target.rename(before)
            try:
                os.replace(made, target)
            except BaseException:
                before.rename(target)
                raise
        else:
            os.replace(made, target)


@contextlib.contextmanager
def together(folder: str | os.PathLike[str], names: Sequence[str]) -> Iterator[Path]:
    """Make some files and folders so that none of them is ever seen beside one of an earlier time.

    Args:
        folder: where they are to be; made where missing.
        names: that they may have, the one last that is only to be seen with all others in place.  What lies
            under one of these names is replaced, or goes where it is not made again.

    Yields:
        A folder in which to make them.  They take their places when the block ends without an error;
        otherwise nothing of them remains, and what was there before stays.

    Raises:
        OSError: the folder cannot be written.

    Example:
        >>> with together("out", ("data.csv", "report.md")) as made:
        ...     _ = (made / "data.csv").write_text("month,value")
        ...     _ = (made / "report.md").write_text("see data.csv")
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    with tempfile.TemporaryDirectory(
        prefix=PARTIAL, dir=target, ignore_cleanup_errors=True
    ) as partial:
        new, old = Path(partial) / "new", Path(partial) / "old"
        new.mkdir()
        old.mkdir()
        yield new
        for file in new.rglob("*"):
            if file.is_file():
                with file.open("rb+") as written:
                    os.fsync(written.fileno())
        moved: list[tuple[Path, Path]] = []
        try:
            for name in reversed(names):  # the last is the first to go
                if os.path.lexists(target / name):
                    moved.append((target / name, old / name))
                    os.rename(*moved[-1])
            for name in names:
                if (new / name).exists():
                    moved.append((new / name, target / name))
                    os.rename(*moved[-1])
        except BaseException:
            for before, after in reversed(moved):
                with contextlib.suppress(OSError):
                    os.rename(after, before)
            raise


class Occupied(OSError):
    """Somebody else is writing into a folder."""


@contextlib.contextmanager
def locked(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Be the only process that writes into a folder; no file is left of that.

    Args:
        folder: made where missing; where nothing is written into it, it goes again.

    Raises:
        Occupied: another process is writing into it.
        OSError: it cannot be made.

    Example:
        >>> with locked("out"):
        ...     _ = write_text("out/report.md", "...")
    """
    path = Path(folder)
    made: list[Path] = []
    lock = _lock_of(path, made)
    try:
        yield
    finally:
        for empty in reversed(made):
            with contextlib.suppress(OSError):
                empty.rmdir()
        if lock is not None:
            os.close(lock)


def _lock_of(path: Path, made: list[Path]) -> int | None:
    """An open folder that no other process holds; None where the system knows no such locks."""
    import fcntl

    while True:
        missing = [p for p in (path, *path.parents) if not p.exists()]
        path.mkdir(parents=True, exist_ok=True)
        made += [p for p in reversed(missing) if p not in made]
        lock = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # the one before us may have taken the empty folder away
            if path.exists() and os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        except BlockingIOError:
            os.close(lock)
            raise Occupied(f"another run is writing into {str(path)!r}") from None
        except OSError:
            os.close(lock)
            return None
        os.close(lock)


def write_text(path: str | os.PathLike[str], text: str) -> Path:
    """Write a text, whole or not at all.

    Args:
        path: the file; its folder is made where missing.
        text: its content, written as UTF-8.

    Returns:
        The path written.

    Raises:
        OSError: the folder cannot be written.

    Example:
        >>> write_text("out/report.md", "...")
        PosixPath('out/report.md')
    """
    with whole(path) as made:
        made.write_text(text, encoding="utf-8", newline="\n")
    return Path(path)


def _sweep(folder: Path) -> None:
    """Throw away what processes that were killed have left in a folder."""
    for left in folder.glob(f"{PARTIAL}*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - A_DAY:
                shutil.rmtree(left, ignore_errors=True)


# -- a cache ---------------------------------------------------------------------------------------


def remember(path: Path, content: bytes) -> bool:
    """Keep something that can be made anew.

    Args:
        path: the file, its name ending in ".kept".
        content: what `recall` gives back.

    Returns:
        False where the folder cannot be written: that costs time, and no result.
    """
    for place in (path, _own(path)):
        with contextlib.suppress(OSError):
            if not _is_free(place):
                continue
            with whole(place, durable=False) as made, made.open("wb") as file:
                file.write(_first_line(place.name, content))
                file.write(content)
                os.fchmod(file.fileno(), os.fstat(file.fileno()).st_mode & 0o755)
            return True
    return False


def recall(path: Path) -> bytes | None:
    """What was kept, as it was written; it then counts as just used.

    Args:
        path: as given to `remember`.

    Returns:
        The content; None where there is none, where it is damaged, or where it is not to be trusted.
    """
    found = _content(path)
    return _content(_own(path)) if found is None else found


def _content(path: Path) -> bytes | None:
    try:
        with open(path, "rb", opener=_no_link) as file:
            if not is_trusted(os.fstat(file.fileno())):
                return None
            first = file.readline(len(MARK) + 65)
            content = file.read()
    except OSError:
        return None
    if first != _first_line(path.name, content):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return content


def _first_line(name: str, content: bytes) -> bytes:
    """Our mark, and a hash that no other content has, nor the same one under another name."""
    digest = hashlib.sha256(name.encode(errors="surrogateescape") + b"\n")
    digest.update(content)
    return MARK + digest.hexdigest().encode() + b"\n"


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _own(path: Path) -> Path:
    """Where a user keeps what cannot lie in its place, because a file that is not ours lies there."""
    return path.with_name(
        f"{path.stem}-of-{os.getuid() if hasattr(os, 'getuid') else 0}{path.suffix}"
    )


def _is_free(path: Path) -> bool:
    """Whether a file may lie here: nothing does, or one of ours."""
    try:
        found = path.lstat()
    except OSError:
        return True
    return is_trusted(found) and (not found.st_size or is_ours(path))


def is_trusted(found: os.stat_result) -> bool:
    """Whether a file or folder can only have come from somebody whose code runs here in any case.

    That is the user, root, and whoever installed this program; and nobody else may write it.

    Args:
        found: facts of the file.
    """
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid in _trusted_users() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _trusted_users() -> set[int]:
    return {os.getuid(), 0, os.stat(__file__).st_uid}


def is_ours(path: Path) -> bool:
    """Whether a file is one that `remember` wrote; nothing else may be deleted to make room."""
    if path.is_symlink():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(MARK)) == MARK
    except OSError:
        return False


def forget(path: Path) -> int:
    """Delete what is ours of a file or folder.

    Args:
        path: of either; a folder goes itself where nothing else is in it.

    Returns:
        Bytes deleted.
    """
    if path.is_symlink():
        return 0
    if path.is_dir():
        freed = sum(forget(p) for p in list(path.iterdir()))
        with contextlib.suppress(OSError):
            path.rmdir()
        return freed
    if not is_ours(path):
        return 0
    with contextlib.suppress(OSError):
        size = path.stat().st_size
        path.unlink()
        return size
    return 0


def forget_oldest(folder: Path, *, most: int, room: int | None = None, pattern: str = "*") -> None:
    """Delete what is longest unused, so that no more than so many or so much is kept.

    Args:
        folder: whose files and folders are counted; what is not ours is neither counted nor touched.
        most: entries that stay.
        room: bytes that they may take; the one last used stays in any case.
        pattern: of the names of those that are counted.
    """
    with contextlib.suppress(OSError):
        entries = [(_kept_in(p), p) for p in folder.glob(pattern)]
        ours = [(kept, p) for kept, p in entries if kept.bytes]
        taken = 0
        for place, (kept, path) in enumerate(sorted(ours, key=lambda entry: -entry[0].used)):
            taken += kept.bytes
            if place and (place >= most or (room is not None and taken > room)):
                forget(path)


def forget_unused(folder: Path, days: float) -> None:
    """Delete what of ours has not been used for so many days.

    Args:
        folder: whose files are looked at.
        days: since their last use.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f"*{KEPT}"):
            if path.lstat().st_mtime < time.time() - days * A_DAY:
                forget(path)


class _Kept(NamedTuple):
    """What is ours of a file or folder: when it was last used, and its bytes."""

    used: float
    bytes: int


def _kept_in(path: Path) -> _Kept:
    if path.is_dir() and not path.is_symlink():
        parts = [_kept_in(p) for p in path.iterdir()]
        return _Kept(max((p.used for p in parts), default=0.0), sum(p.bytes for p in parts))
    if is_ours(path):
        with contextlib.suppress(OSError):
            found = path.stat()
            return _Kept(found.st_mtime, found.st_size)
    return _Kept(0.0, 0)


class Files:
    """Texts on disk by name, packed, the longest unused given up for room.

    Args:
        folder: in which they lie; made when first written to.
        most: bytes on disk.
    """

    def __init__(self, folder: Path, most: int):
        self.folder, self.most = folder, most
        self._sizes: OrderedDict[Path, int] | None = None
        self._bytes = 0
        self._lock = threading.Lock()

    def _path(self, name: str) -> Path:
        name = hashlib.sha256(name.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[2:40]}{KEPT}"

    def get(self, name: str) -> bytes | None:
        """A text, if it is there whole."""
        packed = recall(self._path(name))
        return None if packed is None else gzip.decompress(packed)

    def put(self, name: str, content: bytes) -> None:
        """Write a text; a disk that is full or read-only is no fault of the reader's."""
        path = self._path(name)
        if remember(path, gzip.compress(content, 5, mtime=0)):
            with contextlib.suppress(OSError):
                self._make_room(path)

    def _make_room(self, path: Path) -> None:
        with self._lock:
            if self._sizes is None:
                found = [(p.stat(), p) for p in self.folder.rglob(f"*{KEPT}")]
                found.sort(key=lambda entry: entry[0].st_mtime)
                self._sizes = OrderedDict((p, facts.st_size) for facts, p in found)
                self._bytes = sum(self._sizes.values())
            size = path.stat().st_size
            self._bytes += size - self._sizes.pop(path, 0)
            self._sizes[path] = size
            while self._bytes > self.most and len(self._sizes) > 1:
                oldest, freed = self._sizes.popitem(last=False)
                self._bytes -= freed
                forget(oldest)


class Recent(Generic[T]):
    """The things used last, in memory, as many as fit into so many bytes.

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


__all__ = [
    "Files", "Occupied", "Recent", "cache_folder", "forget", "forget_oldest", "forget_unused", "is_ours", "is_trusted", "locked",
    "recall", "remember", "together", "whole", "write_text",
]  # fmt: skip
