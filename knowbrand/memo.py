"""Results of pure steps, remembered under a digest of all that they depend on.

Only the modules at the top use it (``build.py``, ``readings.py``, ``pieces.py``, ``proofreading.py``); the steps don't
know. The law is that it changes nothing but the time: what is missing, damaged or of another version is made again, and
what can't be written is forgotten.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from knowbrand.program import read_version

T = TypeVar("T")
R = TypeVar("R")

FILE = "memo.sqlite3"
LARGEST_FILE = 400 << 20
"""Bytes. Above it, only what the last build used is kept."""
KEPT_BUILDS = 30
"""For how many saves a result outlives the last use that was noted: a branch, a theme tried and left."""
NOTED_USES = 4
"""How often a use is noted in that time: to note each would rewrite what a build only read."""
_CHECK = 8
_TABLE = "CREATE TABLE memo (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL)"
_SCHEMA = {("table", "memo", _TABLE), ("index", "sqlite_autoindex_memo_1", None)}
_BESIDE = ("", "-journal", "-wal", "-shm")


class Memo:
    """A table of results in one file of the site's cache; without a folder, in memory alone.

    Values are checked against a digest when they are read. No fault of the file reaches the caller.
    """

    def __init__(self, folder: Path | None) -> None:
        self._fresh: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._due: set[bytes] = set()
        self._saves = 0
        self._lock = threading.Lock()
        self._file = folder / FILE if folder else None
        self._table = self._open()

    def recall(self, key: bytes) -> bytes | None:
        """What was remembered under ``key``; None where nothing was, or nothing whole."""
        with self._lock:
            if key in self._fresh:
                self._used.add(key)
                return self._fresh[key]
            row = self._ask(key)
            if row is None or row[0][:_CHECK] != _check(key, row[0][_CHECK:]):
                return None
            self._used.add(key)
            if row[1] + KEPT_BUILDS // NOTED_USES <= self._saves:
                self._due.add(key)
            return row[0][_CHECK:]

    def keep(self, key: bytes, value: bytes) -> None:
        """Remember ``value`` under ``key``; :meth:`save` writes it."""
        with self._lock:
            self._used.add(key)
            self._fresh[key] = value

    def load(self, key: bytes, kind: type[R]) -> R | None:
        """The value of ``kind`` that was stored under ``key``; None where there is none that can be read."""
        found = self.recall(key)
        with contextlib.suppress(msgspec.MsgspecError):
            return None if found is None else msgspec.msgpack.decode(found, type=kind)
        return None

    def store(self, key: bytes, value: object) -> None:
        """Remember ``value``, of a type that msgspec writes and reads, under ``key``."""
        with contextlib.suppress(OverflowError):  # a number of the author's that has no room in 64 bits
            self.keep(key, msgspec.msgpack.encode(value))

    def each(
        self,
        step: Callable[[T], R],
        items: Sequence[T],
        kind: type[R],
        depends: Callable[[T], Iterable[object]],
        spread: Callable[[Callable[[T], R], Sequence[T]], Iterable[R]] = map,
    ) -> list[R]:
        """The results of ``step`` for ``items``; it is taken, through ``spread``, for those that nobody remembers.

        A result is of ``kind``, a type that msgspec writes and reads; ``depends`` gives, for an item, everything that
        its result depends on.
        """
        name = f"{step.__module__}.{step.__qualname__}"
        return self.each_by([digest_key(name, depends(item)) for item in items], step, items, kind, spread)

    def each_by(
        self,
        keys: Sequence[bytes],
        step: Callable[[T], R],
        items: Sequence[T],
        kind: type[R],
        spread: Callable[[Callable[[T], R], Sequence[T]], Iterable[R]] = map,
    ) -> list[R]:
        """As :meth:`each`, with the key of each item (see :func:`digest_key`) for what its result depends on."""
        decoder = msgspec.msgpack.Decoder(kind)
        known: dict[int, R] = {}
        for number, key in enumerate(keys):
            found = self.recall(key)
            if found is not None:
                with contextlib.suppress(msgspec.MsgspecError):
                    known[number] = decoder.decode(found)
        missing = [number for number in range(len(items)) if number not in known]
        for number, result in zip(missing, spread(step, [items[number] for number in missing]), strict=True):
            known[number] = result
            self.keep(keys[number], msgspec.msgpack.encode(result))
        return [known[number] for number in range(len(items))]

    def save(self) -> None:
        """Write what is new, and drop what no build has used for long; without a file, what the last didn't use."""
        with self._lock:
            if self._table is None:
                self._fresh = {key: value for key, value in self._fresh.items() if key in self._used}
                self._used.clear()
                return
            try:
                if self._fresh:
                    self._write()
            except sqlite3.Error:  # a full disk, another build that holds the file: next time, then
                self._forget()
            else:
                self._fresh.clear()
                self._used.clear()
                self._due.clear()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._table is not None:
                self._table.close()
                self._table = None

    def _open(self) -> sqlite3.Connection | None:
        if self._file is None:
            return None
        if not all(_is_plain(Path(f"{self._file}{ending}")) for ending in _BESIDE):
            return None
        for _ in range(2):
            try:
                table = sqlite3.connect(
                    self._file, timeout=1.0, check_same_thread=False, isolation_level=None
                )
            except sqlite3.Error:
                return None
            try:
                _prepare(table)
                (self._saves,) = table.execute("PRAGMA user_version").fetchone()
            except sqlite3.DatabaseError:  # no table, a damaged one, or somebody else's
                table.close()
                with contextlib.suppress(OSError):
                    self._file.unlink(missing_ok=True)
            else:
                return table
        return None

    def _ask(self, key: bytes) -> tuple[bytes, int] | None:
        if self._table is None:
            return None
        try:
            found = self._table.execute("SELECT value, used FROM memo WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._forget()
            return None
        sound = found is not None and isinstance(found[0], bytes) and isinstance(found[1], int)
        return (found[0], found[1]) if sound else None

    def _write(self) -> None:
        assert self._table is not None  # noqa: S101 - save looked
        (now,) = self._table.execute("PRAGMA user_version").fetchone()
        now += 1
        with contextlib.ExitStack() as undo:
            self._table.execute("BEGIN IMMEDIATE")
            undo.callback(self._table.execute, "ROLLBACK")
            rows = ((key, now, _check(key, value) + value) for key, value in self._fresh.items())
            self._table.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
            full = self._size() > LARGEST_FILE
            noted = self._used if full else self._due
            self._table.executemany("UPDATE memo SET used = ? WHERE key = ?", ((now, key) for key in noted))
            self._table.execute("DELETE FROM memo WHERE used < ?", (now if full else now - KEPT_BUILDS,))
            self._table.execute(f"PRAGMA user_version = {now:d}")
            undo.pop_all()
            self._table.execute("COMMIT")
        self._saves = now
        self._table.execute("PRAGMA incremental_vacuum").fetchall()

    def _size(self) -> int:
        assert self._table is not None  # noqa: S101 - save looked
        pages, size = (
            self._table.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        return int(pages * size)

    def _forget(self) -> None:
        """Go on without the file, and remove one that is damaged beyond use."""
        table, self._table = self._table, None
        if table is None or self._file is None:
            return
        try:
            sound = table.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.DatabaseError as fault:
            sound = isinstance(fault, sqlite3.OperationalError)  # in use, or on a full disk
        with contextlib.suppress(sqlite3.Error):
            table.close()
        if not sound:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)


def _is_plain(file: Path) -> bool:
    """Whether ``file`` is a file or nothing: a site may come with a link that leads to somebody else's."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return True


def _prepare(table: sqlite3.Connection) -> None:
    """Make the one table, or see that nothing but it is there: a view or a trigger that came with a site would run."""
    table.execute("PRAGMA trusted_schema = OFF")
    table.execute("PRAGMA synchronous = OFF")  # a cut of power loses a cache: each value is checked
    table.execute("PRAGMA auto_vacuum = INCREMENTAL")
    found = set(table.execute("SELECT type, name, sql FROM sqlite_master"))
    if not found:
        table.execute(_TABLE)
    elif found != _SCHEMA:
        raise sqlite3.DatabaseError("not our table")


def digest_key(step: str, parts: Iterable[object]) -> bytes:
    """The key of one result: the step's name, everything that it depends on, and the versions of all that made it."""
    digest = hashlib.blake2b(f"{read_version()}\0{step}".encode(), digest_size=20)
    digest.update(msgspec.msgpack.encode(tuple(parts), order="deterministic"))
    return digest.digest()


def spell(value: object) -> bytes:
    """Bytes that differ where values do, for a digest; what a mapping holds has its order in them."""
    try:
        return msgspec.msgpack.encode(value)
    except OverflowError:  # a number of the author's that has no room in 64 bits
        return repr(value).encode("utf-8", "backslashreplace")


def _check(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, key=key, digest_size=_CHECK).digest()
