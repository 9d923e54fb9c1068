"""Somebody's theme: from a folder, an archive or a repository, safely, and pinned."""

from __future__ import annotations

import os
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from knowbrand.problems import KnowbrandError
from knowbrand.themes import cloning
from knowbrand.themes.catalogue import list_themes
from knowbrand.themes.cloning import read_repository
from knowbrand.themes.installing import read_source
from knowbrand.themes.pins import PINS, Pin, read_pins, write_pins
from tests.themes.themes_maker import load, write_files

FILES = {
    "theme.yaml": "name: aurora\nparent: plain\napi: 1\n",
    "style.css": "p { color: red; }\n",
    "post.html": '{% extends "parent:post.html" %}\n',
    "assets/a.txt": "a",
    "LICENSE": "MIT",
    "setup.py": "raise SystemExit",
    ".github/x.html": "x",
}
KEPT = {"theme.yaml", "style.css", "post.html", "assets/a.txt", "LICENSE"}


def pack(file: Path, entries: dict[str, str], **modes: int) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = modes.get(Path(name).stem, 0o100644) << 16
            archive.writestr(entry, text)
    return file


def git(folder: Path, *words: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def refuse(source: str | Path, ref: str | None = None) -> str:
    with pytest.raises(KnowbrandError) as refusal:
        read_source(str(source), ref)
    return f"{refusal.value.problems[0].code} {refusal.value.problems[0].message}"


def test_the_way_back_is_the_path_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"theme.yaml": "name: aurora\napi: 1\n", "style.css": "b {}"}
    write_files(tmp_path / "made", files)
    write_files(tmp_path / "site/themes/aurora", {**files, "style.css": "c {}"})
    monkeypatch.chdir(tmp_path / "site")
    assert read_source(str(tmp_path / "made")).pin.source == "made"
    Path(PINS).write_bytes(write_pins({"aurora": read_source("../made").pin}))
    (problem,) = load(tmp_path / "site", "aurora").problems
    assert "knowbrand theme add ../made --replace" in (problem.hint or "")


def test_what_goes_with_a_value_of_an_option_comes_along_and_is_pinned(tmp_path: Path) -> None:
    manifest = (
        "name: aurora\napi: 1\noptions: {frame: {type: choice, choices: [thin, wide], default: thin}}\n"
    )
    files = {"theme.yaml": manifest, "options/frame/wide/style.css": "b {}\r\n"}
    files["options/frame/wide/assets/a.txt"] = "a"
    write_files(tmp_path / "theme", {**files, "options/frame/wide/notes.txt": "x", "options/run.py": "x"})
    found = read_source(str(tmp_path / "theme"))
    assert found.files.keys() == files.keys()
    write_files(tmp_path / "themes/aurora", files)
    (tmp_path / PINS).write_bytes(write_pins({"aurora": found.pin}))
    assert not load(tmp_path, "aurora", frame="wide").problems
    write_files(tmp_path / "themes/aurora", {"options/frame/wide/style.css": "c {}"})
    assert [problem.code for problem in load(tmp_path, "aurora").problems] == ["KB441"]


def test_a_folder_is_read_without_what_is_no_part_of_a_theme(tmp_path: Path) -> None:
    write_files(tmp_path / "theme", FILES)
    found = read_source(str(tmp_path / "theme"))
    assert set(found.files) == KEPT
    assert found.name == "aurora"
    assert found.pin.checksum.startswith("sha256:")


def test_an_archive_may_have_its_theme_in_a_folder(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", {f"aurora-main/{path}": text for path, text in FILES.items()})
    assert set(read_source(str(file)).files) == KEPT


def test_the_same_theme_has_the_same_checksum_however_it_came(tmp_path: Path) -> None:
    write_files(tmp_path / "theme", FILES)
    windows = {path: text.replace("\n", "\r\n") for path, text in FILES.items()}
    file = pack(tmp_path / "a.zip", windows)
    assert read_source(str(file)).pin.checksum == read_source(str(tmp_path / "theme")).pin.checksum


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"theme.yaml": "", "../evil.html": "x"}, "would leave"),
        ({"theme.yaml": "", "/etc/evil.html": "x"}, "would leave"),
        ({"theme.yaml": "", "a\\..\\evil.html": "x"}, "would leave"),
        ({"theme.yaml": "", "C:/evil.html": "x"}, "would leave"),
        ({"theme.yaml": "", "assets/link.png": "/etc/passwd"}, "is a link"),
        ({"theme.yaml": "", "assets/device.png": "x"}, "is a device"),
        ({"theme.yaml": "", "assets/big.png": "0" * 20_000_001}, "larger than"),
        ({"theme.yaml": "", "a.html": "1", "A.html": "2"}, "case alone"),
        ({"theme.yaml": "", "é.html": "1", "e\u0301.html": "2"}, "case alone"),
        ({"theme.yaml": "", "nul.html": "x"}, "for a device"),
        ({"theme.yaml": "", "assets/CON.tar.png": "x"}, "for a device"),
        ({"theme.yaml": "", "assets/com1/a.png": "x"}, "for a device"),
        ({"theme.yaml": "", "a.html.": "x"}, "can't be written everywhere"),
        (
            {"theme.yaml": "", "a.html": "x", "a.html/b.html": "y"},
            "is a file, and the folder of a.html/b.html",
        ),
        ({"theme.yaml": "", "A.html": "x", "a.html/b/c.html": "y"}, "is a file, and the folder of"),
        ({"a/theme.yaml": "", "b/theme.yaml": ""}, "more than one"),
        ({"x.html": ""}, "no theme.yaml"),
    ],
)
def test_an_archive_that_is_not_safe_is_refused(tmp_path: Path, entries: dict[str, str], words: str) -> None:
    file = pack(tmp_path / "a.zip", entries, link=stat.S_IFLNK | 0o777, device=stat.S_IFCHR | 0o666)
    message = refuse(file)
    assert message.startswith("KB442")
    assert words in message


def test_an_entry_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", FILES)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("post.html", "another")
    assert "post.html stands in it twice" in refuse(file)


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    assert refuse(tmp_path / "a.zip").startswith("KB442")


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", FILES)
    whole = file.read_bytes()
    refused = set()
    for place in range(30, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            read_source(str(file))  # a byte of a file's time harms nothing
        except KnowbrandError as fault:
            refused |= {problem.code for problem in fault.problems}
    assert "KB442" in refused


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "theme", FILES)
    (tmp_path / "theme/assets/link").symlink_to("/etc/passwd")
    assert "links" in refuse(tmp_path / "theme")


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% /tmp/x",
        "http://example.org/a.git",
        "git://example.org/a",
        "--upload-pack=touch://x",
        "fd::17",
        "ssh://-oProxyCommand=x/\n",
        "https://a b",
    ],
)
def test_other_ways_of_git_are_refused(address: str) -> None:
    with pytest.raises(KnowbrandError) as refusal:
        read_repository(address)
    assert refusal.value.problems[0].code == "KB443"


def test_a_ref_is_no_option(tmp_path: Path) -> None:
    assert "isn't the address" in refuse(f"file://{tmp_path}", "--upload-pack=x")


def test_a_repository_is_read_at_a_commit_and_nothing_of_it_runs(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    attributes = {".gitattributes": "*.html filter=evil\n"}
    write_files(theme, {**FILES, **attributes})
    git(theme, "init", "--quiet")
    git(theme, "add", "--all", "--force")
    git(theme, "commit", "--quiet", "-m", "x")
    git(theme, "tag", "v1")
    first = git(theme, "rev-parse", "HEAD")
    write_files(theme, {"style.css": "p { color: blue; }\n"})
    git(theme, "commit", "--quiet", "-am", "y")
    found = read_source(f"file://{theme}", "v1")
    assert found.pin.commit == first
    assert found.files["style.css"] == b"p { color: red; }\n"
    assert set(found.files) == KEPT
    assert read_source(f"file://{theme}").pin.commit == git(theme, "rev-parse", "HEAD")
    (theme / "assets/link").symlink_to("/etc/passwd")
    git(theme, "add", "--all")
    git(theme, "commit", "--quiet", "-m", "z")
    assert "is a link" in refuse(f"file://{theme}")
    assert refuse(f"file://{theme}", "nowhere").startswith("KB443")


def test_a_repository_is_given_up_once_it_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = tmp_path / "theme"
    write_files(theme, FILES)
    (theme / "film.mp4").write_bytes(os.urandom(300_000))  # no part of the theme, but fetched with it
    git(theme, "init", "--quiet")
    git(theme, "add", "--all", "--force")
    git(theme, "commit", "--quiet", "-m", "x")
    assert read_source(f"file://{theme}").name == "aurora"
    monkeypatch.setattr(cloning, "MAX_FETCHED", 200_000)
    assert "larger than" in refuse(f"file://{theme}")


def test_a_few_objects_that_stand_for_files_without_end_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb"
    bomb.mkdir()
    git(bomb, "init", "--quiet")
    (bomb / "f").write_text("x")
    lines = f"100644 blob {git(bomb, 'hash-object', '-w', 'f')}\tf%d\n"
    for _ in range(8):  # ten to the power of eight files
        listing = "".join(lines % number for number in range(10))
        tree = subprocess.run(
            ["git", "mktree"], cwd=bomb, input=listing, capture_output=True, text=True, check=True
        )
        lines = f"040000 tree {tree.stdout.strip()}\td%d\n"
    git(bomb, "update-ref", "HEAD", git(bomb, "commit-tree", tree.stdout.strip(), "-m", "x"))
    assert "too many files" in refuse(f"file://{bomb}")


def test_an_installed_theme_that_was_changed_is_told_by_list_and_build(tmp_path: Path) -> None:
    write_files(tmp_path / "theme", FILES)
    found = read_source(str(tmp_path / "theme"))
    write_files(tmp_path / "themes/aurora", {path: content.decode() for path, content in found.files.items()})
    (tmp_path / PINS).write_bytes(write_pins({"aurora": found.pin}))
    assert read_pins(tmp_path).by_name == {"aurora": found.pin}
    assert load(tmp_path, "aurora").problems == []
    write_files(tmp_path / "themes/aurora", {"LICENSE": "mine now"})
    assert load(tmp_path, "aurora").problems == []
    write_files(tmp_path / "themes/aurora", {"style.css": "p { color: green; }"})
    assert [problem.code for problem in load(tmp_path, "aurora").problems] == ["KB441"]
    problems: list[object] = []
    listed = {theme.name: theme for theme in list_themes(tmp_path, problems)}  # type: ignore[arg-type]
    assert listed["aurora"].is_changed
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["aurora: {from: [a]}", "- a", "a: [", "a: " + "[" * 2000])
def test_a_lock_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / PINS).write_text(text)
    assert [problem.code for problem in read_pins(tmp_path).problems] == ["KB440"]


def test_pins_are_written_in_one_order() -> None:
    one = {"b": Pin(source="x", checksum="c"), "a": Pin(source="y", checksum="d", commit="e")}
    assert write_pins(one) == write_pins(dict(reversed(one.items())))


def test_an_installed_package_brings_a_theme_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(
        tmp_path / "packages",
        {
            "kb_theme_aurora/__init__.py": "raise RuntimeError('never run')",
            "kb_theme_aurora/theme.yaml": "name: aurora\nparent: plain\napi: 1\n",
            "kb_theme_aurora-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: kb-theme-aurora\nVersion: 1\n",
            "kb_theme_aurora-1.dist-info/entry_points.txt": "[knowbrand.themes]\naurora = kb_theme_aurora\n",
        },
    )
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    theme, problems = load(tmp_path, "aurora")
    assert theme is not None, problems
    assert [layer.shown for layer in theme.layers] == ["aurora (installed)", "plain (built in)"]
    listed = list_themes(tmp_path, [])
    assert ("aurora", "installed") in [(theme.name, theme.place) for theme in listed]
