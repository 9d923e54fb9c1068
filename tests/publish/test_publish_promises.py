"""``urls.lock`` is written whole or not at all, and never loses a line."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from knowbrand.model.lock import Identity, Lock, LockedFile, LockedPage
from knowbrand.problems import Trouble
from knowbrand.publish import Recorded, record_urls
from knowbrand.publish.promises import HEADER

PAGE = LockedPage("/posts/a b/", Identity("post", "a", "en"))


def test_lines_are_added_in_order_and_once(tmp_path: Path) -> None:
    assert record_urls(tmp_path, Lock("urls.lock", (PAGE, LockedFile("/b.pdf")))) == Recorded(
        "urls.lock", 2, 2
    )
    text = (tmp_path / "urls.lock").read_text()
    assert text == f"{HEADER}file /b.pdf\npage /posts/a%20b/ post a en\n"
    before = (tmp_path / "urls.lock").stat()
    assert record_urls(tmp_path, Lock("urls.lock", (PAGE,))) == Recorded("urls.lock", 0, 2)
    after = (tmp_path / "urls.lock").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns), "nothing was written"
    record_urls(tmp_path, Lock("urls.lock", (LockedFile("/a.pdf"),)))
    assert (tmp_path / "urls.lock").read_text() == text.replace("file /b", "file /a.pdf\nfile /b")


def test_a_line_that_somebody_wrote_stays(tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_bytes(b"page /z/ page z en\r\n# mine\r\n\r\nfile /a.pdf\r\n")
    record_urls(tmp_path, Lock("urls.lock", (PAGE,)))
    assert lock.read_bytes().splitlines()[1:] == [
        b"# mine",
        b"file /a.pdf",
        b"page /posts/a%20b/ post a en",
        b"page /z/ page z en",
    ]
    assert b"\r" not in lock.read_bytes()


def test_a_mark_that_an_editor_put_before_the_text_goes(tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text(f"\ufeff{HEADER}file /a.pdf\n", encoding="utf-8")
    record_urls(tmp_path, Lock("urls.lock", (LockedFile("/b.pdf"),)))
    assert lock.read_text(encoding="utf-8") == f"{HEADER}file /a.pdf\nfile /b.pdf\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "locks" / "mine.lock"
    real.parent.mkdir()
    real.write_text("file /a.pdf\n")
    (tmp_path / "urls.lock").symlink_to(real)
    record_urls(tmp_path, Lock("urls.lock", (LockedFile("/b.pdf"),)))
    assert (tmp_path / "urls.lock").is_symlink()
    assert real.read_text() == f"{HEADER}file /a.pdf\nfile /b.pdf\n"


def test_another_audience_has_a_file_of_its_own(tmp_path: Path) -> None:
    record_urls(tmp_path, Lock("urls-organisation.lock", (PAGE,)))
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"urls-organisation.lock"}


def test_what_the_system_refuses_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_urls(tmp_path, Lock("urls.lock", (PAGE,)))
    text = (tmp_path / "urls.lock").read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Trouble) as caught:
        record_urls(tmp_path, Lock("urls.lock", (LockedFile("/b.pdf"),)))
    assert caught.value.problems[0].code == "KB333"
    assert "No space left on device" in caught.value.problems[0].message
    assert (tmp_path / "urls.lock").read_bytes() == text
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["urls.lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits")
def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text("")
    lock.chmod(0o640)
    record_urls(tmp_path, Lock("urls.lock", (PAGE,)))
    assert stat.S_IMODE(lock.stat().st_mode) == 0o640
