"""The first stage of ``knowbrand build``: when nothing has changed since the last one, say so and leave.

It runs before anything of knowbrand is imported, on the little of the standard library that starts at once. What the
last build was made from, and what it left, is known by what the system says of each file: size, times, place on the
disk. All of it has to be as it was, to the last file, with the same words on the command line, the same knowbrand and
the same day; else the whole build runs. A file that was written in the seconds before the build is compared by content.
"""

from __future__ import annotations

import os
import stat
import sys
import time

TYPE_CHECKING = False  # importing typing takes longer than all that is done here
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

try:
    from _blake2 import blake2b  # hashlib would load OpenSSL, which takes as long
except ImportError:
    from hashlib import blake2b

NAME = "unchanged-"
MOST_RECORDS = 8
"""Records that are kept: one for each way in which a site is built."""
LARGEST = 4 << 20
"""Bytes of a record that is read, or written."""
RECENT = 3 * 10**9
"""Nanoseconds. A file that was written so shortly before a build may be written again without a trace in its times."""
MOST_RECENT = 50
"""Files whose content is compared; with more, as in a fresh clone, the next build is a whole one."""

_CACHE = ".knowbrand"
_FOLDERS = ("assets", "checks", "content", "overrides", "themes")
_FILES = ("knowbrand.yaml", "knowbrand.yml", "profile.yaml", "profile.yml", "profile.json")
_FLAGS = frozenset({"--drafts", "--future", "--offline", "--strict", "--json"})  # --publish asks git, too
_VALUES = frozenset({"--out", "--audience", "--base-url", "--now", "--jobs"})
_VARIABLES = ("HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "PYTHONTZPATH", "TERM", "TZ")
_BOOT = "/proc/sys/kernel/random/boot_id"
_MAGIC = "knowbrand unchanged 2"

Stamps = dict[str, str]
"""What the system says of each file, by its path."""


class UnfitError(Exception):
    """What stands there can't be told by what the system says of it, such as a link to a folder, or a pipe."""


def repeat(arguments: Sequence[str]) -> int | None:
    """Say what a build with these ``arguments`` would say, and return its exit status, where it would change nothing;
    else None."""
    begin = time.perf_counter()
    site = find_site(arguments)
    if site is None:
        return None
    try:
        fields = _read(os.path.join(site, _CACHE, _file_name(arguments)))
        if fields is None:
            return None
        sources, key, since, until, out, zone, stream, recent, head, tail = fields
        if not float(since) <= time.time() < float(until):
            return None
        if sources != digest_stamps(stamp_sources(site)):
            return None  # as after every edit, which needn't wait for the rest
        if key != identify(arguments, out, zone, site, stamp_folder(out)):
            return None
        if recent and any(
            digest_file(path) != digest
            for path, _, digest in (line.rpartition(" ") for line in recent.split("\n"))
        ):
            return None
    except (OSError, ValueError, UnfitError):
        return None
    seconds = time.perf_counter() - begin
    target = sys.stdout if stream == "out" else sys.stderr
    try:
        target.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        pass  # it isn't a stream of the system's
    target.write(f"{head}{seconds:.{3 if stream == 'out' else 1}f}{tail}")
    return 0


def find_site(arguments: Sequence[str]) -> str | None:
    """The site's folder as a build with ``arguments`` names it; None where they aren't of a build that may be repeated."""
    if sys.platform == "win32" or "SOURCE_DATE_EPOCH" in os.environ or arguments[:1] != ["build"]:
        return None  # Windows doesn't tell when a file was changed, if its changer wants to hide it
    site = None
    words = iter(arguments[1:])
    for word in words:
        name = word.partition("=")[0]
        if name in _VALUES:
            if name == word and next(words, None) is None:
                return None
        elif word.startswith("-"):
            if word not in _FLAGS:
                return None
        elif site is not None:
            return None
        else:
            site = word
    return "." if site is None else site


def identify(arguments: Sequence[str], out: str, zone: str, site: str, outputs: Stamps) -> str:
    """A digest of everything but its sources that a build depends on, and of what it left in the folder ``out``. ``zone``
    is the file with the rules of the site's time zone. Raises OSError."""
    digest = blake2b(digest_size=20)
    for part in (*_describe_call(arguments, site), *_describe_program(zone)):
        digest.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    for stamps in (outputs, _stamp_leftovers(out)):
        digest.update(digest_stamps(stamps).encode())
    return digest.hexdigest()


def digest_stamps(stamps: Stamps) -> str:
    """A digest of what the system says of files."""
    lines = (f"{path}\0{stamps[path]}" for path in sorted(stamps))
    return _checksum("\n".join(lines).encode("utf-8", "surrogateescape"))


def stamp_sources(site: str) -> Stamps:
    """The files of the site that a build may read. Raises OSError, and UnfitError where one is no file, or a link
    leads to none."""
    with os.scandir(site) as entries:
        listed = list(entries)
    found: Stamps = {}
    for entry in listed:
        if entry.name in _FOLDERS and entry.is_dir(follow_symlinks=False):
            found |= stamp_folder(entry.path)
        elif entry.name in (*_FOLDERS, *_FILES) or entry.name.endswith(".lock"):
            found[entry.path] = _stamp(entry)
    return found


def stamp_folder(folder: str, apart_from: str = "") -> Stamps:
    """All files below ``folder``, but for those in folders called ``apart_from``. Raises OSError, and UnfitError where
    one is no file, or a link leads to none."""
    found: Stamps = {}
    todo = [folder]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != apart_from:
                        todo.append(entry.path)
                else:
                    found[entry.path] = _stamp(entry)
    return found


def stamp_status(status: os.stat_result) -> str:
    """All that changes when a file does."""
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino} {status.st_dev} {status.st_mode}"


def write_record(site: str, arguments: Sequence[str], fields: Sequence[str]) -> None:
    """Write a record of ``fields``, as :func:`repeat` reads them, whole or not at all. Raises OSError."""
    text = "\0".join(fields).encode("utf-8", "surrogateescape")
    if text.count(b"\0") != len(fields) - 1 or len(text) > LARGEST - 200:
        return
    folder = os.path.join(site, _CACHE)
    file = os.path.join(folder, _file_name(arguments))
    staged = f"{file}.{os.getpid()}"
    with open(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stage:
        stage.write(f"{_MAGIC}\0{_checksum(text)}\0".encode() + text)
    os.replace(staged, file)
    _make_room(folder)


def digest_file(path: str) -> str:
    """The digest of a file's content. Raises OSError, and UnfitError where it is none any more: a pipe would be waited
    for."""
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnfitError(path)
        return blake2b(file.read(), digest_size=16).hexdigest()


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _read(file: str) -> list[str] | None:
    """The fields of a record; None where it isn't whole. Raises OSError, ValueError."""
    status = os.lstat(file)
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST or os.path.islink(os.path.dirname(file)):
        return None
    with open(file, "rb") as record:
        magic, checksum, text = record.read().split(b"\0", 2)
    fields = text.decode("utf-8", "surrogateescape").split("\0")
    sound = magic == _MAGIC.encode() and checksum == _checksum(text).encode() and len(fields) == 10
    return fields if sound else None


def _describe_call(arguments: Sequence[str], site: str) -> Iterator[str]:
    yield from arguments
    yield os.getcwd()
    yield os.path.realpath(site)
    yield str(os.getuid())
    yield str(sys.stderr.isatty())
    for name in sorted(os.environ):
        if name in _VARIABLES or name.startswith("KNOWBRAND_"):
            yield f"{name}={os.environ[name]}"


def _describe_program(zone: str) -> Iterator[str]:
    """Python, knowbrand with the stamps of its own files, and the names of all packages, which have their versions."""
    yield from (sys.version, sys.executable, *sys.path)
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    themes = os.path.join(os.path.dirname(package), "themes")  # of a checkout
    for folder in (package,) if os.path.isdir(os.path.join(package, "builtin_themes")) else (package, themes):
        if os.path.isdir(folder):
            stamps = stamp_folder(folder, apart_from="__pycache__")  # Python writes there by itself
            yield from (f"{path} {found}" for path, found in sorted(stamps.items()))
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from sorted(
                name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))
            )
    if zone:
        yield stamp_status(os.stat(zone))
    if os.path.exists(_BOOT):  # what the system said before a cut of power proves nothing after
        with open(_BOOT, encoding="ascii") as boot:
            yield boot.read()


def _stamp_leftovers(out: str) -> Stamps:
    """What a killed build left beside the folder ``out``: the next one tidies up."""
    parent, name = os.path.split(os.path.realpath(out))
    with os.scandir(parent) as entries:
        return {entry.path: "" for entry in entries if entry.name.startswith(f".{name}.")}


def _stamp(entry: os.DirEntry[str]) -> str:
    if not entry.is_symlink():
        found = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(found.st_mode):
            raise UnfitError(entry.path)
        return stamp_status(found)
    link = f"{os.readlink(entry.path)} {stamp_status(entry.stat(follow_symlinks=False))}"
    try:
        target = entry.stat()
    except OSError:
        return link
    if not stat.S_ISREG(target.st_mode):
        raise UnfitError(entry.path)
    return f"{link} {stamp_status(target)}"


def _file_name(arguments: Sequence[str]) -> str:
    return NAME + blake2b("\0".join(arguments).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def _checksum(text: bytes) -> str:
    return blake2b(text, digest_size=16).hexdigest()


def _make_room(folder: str) -> None:
    with os.scandir(folder) as entries:
        records = [entry for entry in entries if entry.name.startswith(NAME)]
    for entry in sorted(records, key=lambda entry: entry.stat().st_mtime_ns)[:-MOST_RECORDS]:
        os.unlink(entry.path)
