"""Compiled templates, remembered from one run to the next in the user's own cache folder.

Never in the site's: a site comes from anywhere, and compiled code that it brought would run outside the sandbox.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import platformdirs
from jinja2 import compiler
from jinja2.bccache import Bucket, BytecodeCache

from knowbrand import __version__

FORMAT = 4
"""To be raised when ``environment.py`` or ``generation.py`` lets Jinja make other code of the same template."""

MOST_FILES = 600
"""Templates that are kept: some ten themes' in a few versions. The oldest make room."""
_DIGEST = 32


class TemplateCache(BytecodeCache):
    """Files named by all that the code in them depends on. What can't be read or written is compiled anew, silently:
    the cache makes nothing right or wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        installed = Path(compiler.__file__).stat()  # to ask for its version would take longer
        parts = (FORMAT, __version__, installed.st_size, installed.st_mtime_ns, sys.version)
        self._state = "\0".join(map(str, parts)).encode()

    def get_bucket(self, environment: object, name: str, filename: str | None, source: str) -> Bucket:
        """The place for the code of one template, filled where it is remembered."""
        parts = (self._state, name.encode(), (filename or "").encode(), source.encode())
        key = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        bucket = Bucket(environment, key, key)  # type: ignore[arg-type]
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` from its file, if that is whole."""
        with contextlib.suppress(OSError):
            content = (self.folder / bucket.key).read_bytes()
            if hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
                bucket.bytecode_from_string(content[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the file of ``bucket``, at once or not at all."""
        code = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, staged = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            Path(staged).replace(self.folder / bucket.key)
            self._make_room()

    def _make_room(self) -> None:
        files = list(self.folder.iterdir())
        if len(files) > MOST_FILES:
            oldest_first = sorted(files, key=lambda file: file.stat().st_mtime_ns)
            for file in oldest_first[: len(files) - MOST_FILES // 2]:
                file.unlink(missing_ok=True)


def open_template_cache() -> TemplateCache | None:
    """The cache in the folder that the system has for such files; None where the user's folder belongs to another."""
    folder = platformdirs.user_cache_path("knowbrand", appauthor=False) / "templates"
    with contextlib.suppress(OSError):
        if hasattr(os, "getuid") and folder.exists() and folder.stat().st_uid != os.getuid():
            return None
    return TemplateCache(folder)
