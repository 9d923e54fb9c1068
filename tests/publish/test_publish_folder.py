"""What is in the folder after publishing: exactly the outputs and other people's files."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError
from knowbrand.publish.folder import Published, publish, recover
from knowbrand.publish.swap import Exchange, system_exchange

BOTH_SWAPS = pytest.mark.parametrize("exchange", [system_exchange, None], ids=["exchange", "two renames"])


def outputs(**contents: str) -> list[Output]:
    """``about__index=…`` stands for the path ``about/index``."""
    return [Output(name.replace("__", "/"), text.encode()) for name, text in contents.items()]


def files(folder: Path) -> dict[str, str]:
    """What a visitor could fetch, but for the list."""
    found = {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    found.pop("_/owned", None)
    return found


def codes(raised: pytest.ExceptionInfo[KnowbrandError]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path.name not in {out.name, ".knowbrand"})


@BOTH_SWAPS
def test_each_build_leaves_exactly_its_outputs(tmp_path: Path, exchange: Exchange | None) -> None:
    out = tmp_path / "_site"
    first = publish(outputs(index="1", a__b="2", gone__c__d="3"), out, site=tmp_path, exchange=exchange)
    assert first == Published(written=3, removed=0, unchanged=0)
    second = publish(outputs(index="1", a__b="new", e="4"), out, site=tmp_path, exchange=exchange)
    assert second == Published(written=2, removed=1, unchanged=1)
    assert files(out) == {"index": "1", "a/b": "new", "e": "4"}
    assert not (out / "gone").exists()
    assert beside(out) == []


def test_a_build_without_changes_touches_nothing(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1", a="2"), out, site=tmp_path)
    before = out.stat()
    assert publish(outputs(a="2", index="1"), out, site=tmp_path) == Published(0, 0, 2)
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_missing_parents_of_out_are_made(tmp_path: Path) -> None:
    publish(outputs(index="1"), tmp_path / "deep" / "er" / "site", site=tmp_path)
    assert files(tmp_path / "deep" / "er" / "site") == {"index": "1"}


@BOTH_SWAPS
def test_other_peoples_files_stay_as_they_are(tmp_path: Path, exchange: Exchange | None) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1", posts__a="2"), out, site=tmp_path, exchange=exchange)
    (out / "CNAME").write_text("noor.example")
    (out / "posts" / "theirs.txt").write_text("mine")
    (out / "empty" / "er").mkdir(parents=True)
    (out / "link").symlink_to("../outside")
    (out / "posts" / "loop").symlink_to(".")
    (out / "closed").mkdir()
    (out / "closed" / "f").write_text("f")
    (out / "closed").chmod(0o555)
    before = (out / "CNAME").stat()

    publish(outputs(index="other"), out, site=tmp_path, exchange=exchange)

    assert files(out) == {
        "index": "other",
        "CNAME": "noor.example",
        "posts/theirs.txt": "mine",
        "closed/f": "f",
    }
    assert (out / "empty" / "er").is_dir()
    assert os.readlink(out / "link") == "../outside"  # noqa: PTH115
    assert os.readlink(out / "posts" / "loop") == "."  # noqa: PTH115
    assert (out / "closed").stat().st_mode & 0o777 == 0o555
    after = (out / "CNAME").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert beside(out) == []
    (out / "closed").chmod(0o755)


def test_our_files_are_known_without_the_cache_and_after_a_hand_edit(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1", a="2", b="3"), out, site=tmp_path)
    for path in sorted((tmp_path / ".knowbrand").iterdir()):
        path.unlink()
    (tmp_path / ".knowbrand").rmdir()
    (out / "index").write_text("edited by hand")
    (out / "a").unlink()
    (out / "a").symlink_to("/etc/hostname")
    assert publish(outputs(index="1", a="2"), out, site=tmp_path) == Published(
        written=2, removed=1, unchanged=0
    )
    assert files(out) == {"index": "1", "a": "2"}


def test_the_list_names_no_path(tmp_path: Path) -> None:
    publish(outputs(index="1", posts__offer="2"), tmp_path / "_site", site=tmp_path)
    header, *lines = (tmp_path / "_site" / "_" / "owned").read_text().splitlines()
    assert header == "knowbrand owned 1"
    assert len(lines) == 2
    assert lines == sorted(lines)
    assert all(len(line) == 16 and int(line, 16) >= 0 for line in lines)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("a", "a"), ("A", "a"), ("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("E/", "e")],
)
def test_somebody_elses_file_in_the_way_is_an_error(tmp_path: Path, theirs: str, ours: str) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1"), out, site=tmp_path)
    if theirs.endswith("/"):
        (out / theirs).mkdir()
    else:
        (out / theirs).parent.mkdir(exist_ok=True, parents=True)
        (out / theirs).write_text("theirs")
    before = files(out)
    with pytest.raises(KnowbrandError) as raised:
        publish([*outputs(index="2"), Output(ours, b"ours")], out, site=tmp_path)
    assert codes(raised) == ["KB503"]
    assert f"'{ours}'" in raised.value.problems[0].message
    assert f"'{theirs.rstrip('/')}'" in raised.value.problems[0].message
    assert files(out) == before


def test_an_output_is_never_written_through_somebody_elses_link(tmp_path: Path) -> None:
    out, outside = tmp_path / "_site", tmp_path / "outside"
    outside.mkdir()
    publish(outputs(index="1"), out, site=tmp_path)
    (out / "a").symlink_to(outside)
    with pytest.raises(KnowbrandError) as raised:
        publish(outputs(a__b="2"), out, site=tmp_path)
    assert codes(raised) == ["KB503"]
    assert list(outside.iterdir()) == []


def test_an_empty_folder_of_theirs_becomes_an_outputs_folder(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1"), out, site=tmp_path)
    (out / "a").mkdir()
    publish(outputs(a__b="2"), out, site=tmp_path)
    assert files(out) == {"a/b": "2"}


def test_all_bad_paths_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(KnowbrandError) as raised:
        publish(
            [Output("../x", b""), Output("a", b""), Output("a/b", b"")], tmp_path / "_site", site=tmp_path
        )
    assert codes(raised) == ["KB500", "KB502"]
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_folder_stays_and_its_target_is_swapped(tmp_path: Path) -> None:
    site, host = tmp_path / "site", tmp_path / "host"
    site.mkdir()
    host.mkdir()
    (site / "_site").symlink_to(host, target_is_directory=True)
    for text in ("1", "2"):
        publish(outputs(index=text), site / "_site", site=site)
        assert files(host) == {"index": text}
    assert (site / "_site").is_symlink()


def test_permissions_given_to_folders_stay(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(a__b="1"), out, site=tmp_path)
    out.chmod(0o750)
    (out / "a").chmod(0o2770)
    publish(outputs(a__b="2"), out, site=tmp_path)
    assert out.stat().st_mode & 0o7777 == 0o750
    assert (out / "a").stat().st_mode & 0o7777 == 0o2770


def test_a_file_saved_during_the_swap_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1"), out, site=tmp_path)
    (out / "notes.txt").write_text("before")

    def slow_exchange(one: Path, other: Path) -> bool:
        (other / "new.txt").write_text("dropped in")
        (other / "notes.tmp").write_text("saved anew")
        (other / "notes.tmp").replace(other / "notes.txt")
        return system_exchange(one, other)

    publish(outputs(index="2", more=""), out, site=tmp_path, exchange=slow_exchange)
    assert files(out) == {"index": "2", "more": "", "notes.txt": "saved anew", "new.txt": "dropped in"}


def test_a_file_dropped_into_the_empty_folder_during_the_first_build_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    out.mkdir()

    def slow_exchange(one: Path, other: Path) -> bool:
        (other / "new.txt").write_text("dropped in")
        return system_exchange(one, other)

    publish(outputs(index="1"), out, site=tmp_path, exchange=slow_exchange)
    assert files(out) == {"index": "1", "new.txt": "dropped in"}


def test_one_file_is_exchanged_alone(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(a__b="1", index="2"), out, site=tmp_path)
    (out / "a" / "notes.txt").write_text("theirs")
    before = out.stat().st_ino
    published = publish(outputs(a__b="new", index="2"), out, site=tmp_path)
    assert published == Published(1, 0, 1)
    assert files(out) == {"a/b": "new", "index": "2", "a/notes.txt": "theirs"}
    assert published.leaves["a/b"] == (out / "a" / "b").lstat()
    assert out.stat().st_ino == before
    assert beside(out) == []


def test_one_file_in_a_folder_that_can_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied", str(file), None, str(target))

    out = tmp_path / "_site"
    publish(outputs(a__b="1", index="2"), out, site=tmp_path)
    monkeypatch.setattr(Path, "replace", refuse)
    assert publish(outputs(a__b="new", index="2"), out, site=tmp_path) == Published(1, 0, 1)
    assert files(out) == {"a/b": "new", "index": "2"}
    assert beside(out) == []


@BOTH_SWAPS
def test_a_folder_with_an_unlucky_name(tmp_path: Path, exchange: Exchange | None) -> None:
    out = tmp_path / "a.next-b [x]+.last-c"
    for text in ("1", "2"):
        publish(outputs(index=text), out, site=tmp_path, exchange=exchange)
        assert files(out) == {"index": text}
        assert beside(out) == []


def test_leftovers_with_exactly_our_names_go_and_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "_site"
    publish(outputs(index="1"), out, site=tmp_path)
    ours = tmp_path / "._site.next-0123456789ab"
    others = [
        "._site.next-",
        "._site.next-0123456789abc",
        "._site.next-0123456789AB",
        "x._site.next-0123456789ab",
        "._sites.next-0123456789ab",
    ]
    for folder in [ours, *(tmp_path / name for name in others)]:
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "f").write_text("f")
    (tmp_path / "._site.next-aaaaaaaaaaaa").write_text("a file, so not ours")
    (tmp_path / "._site.last-bbbbbbbbbbbb").symlink_to(tmp_path / "x._site.next-0123456789ab")
    recover(out, site=tmp_path)
    assert beside(out) == sorted([*others, "._site.next-aaaaaaaaaaaa", "._site.last-bbbbbbbbbbbb"])
    assert (tmp_path / "x._site.next-0123456789ab" / "sub" / "f").exists()
    assert files(out) == {"index": "1"}


def test_recover_without_leftovers_writes_nothing(tmp_path: Path) -> None:
    recover(tmp_path / "nowhere" / "_site", site=tmp_path)
    recover(tmp_path / "_site", site=tmp_path)
    assert list(tmp_path.iterdir()) == []


PATHS = ["index.html", "b/index.html", "b/c/index.html", "b/c/d/x.css", "e é/f.txt"]
contents = st.sampled_from(["", "x", "y", "long " * 99])
steps = st.one_of(
    st.tuples(st.just("build"), st.dictionaries(st.sampled_from(PATHS), contents)),
    st.tuples(st.just("user"), st.dictionaries(st.sampled_from(PATHS), contents | st.none(), max_size=2)),
)


@settings(deadline=None)
@given(st.lists(steps, min_size=2, max_size=8), st.booleans())
def test_whatever_happens_only_our_files_change(
    story: list[tuple[str, dict[str, str | None]]], two_renames: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        out = site / "_site"
        ours: dict[str, str] = {}
        theirs: dict[str, str] = {}
        listed = False
        for who, change in story:
            if who == "user":
                for path, text in change.items():
                    _edit(out / path, text)
                    mine = ours if path in ours else theirs
                    mine.pop(path, None)
                    if text is not None:
                        mine[path] = text
                    elif mine is ours:
                        ours[path] = "deleted by hand, still ours"
                continue
            wanted = {path: text for path, text in change.items() if text is not None}
            refused = wanted.keys() & theirs.keys() if listed else theirs
            before = {path: _identity(out / path) for path in {**wanted, **theirs} if (out / path).exists()}
            same = {path for path in before if {**wanted, **theirs}[path] == (out / path).read_text()}
            here = files(out)
            built = [Output(path, text.encode()) for path, text in wanted.items()]
            try:
                publish(built, out, site=site, exchange=None if two_renames else system_exchange)
            except KnowbrandError:
                assert refused or not listed
                assert files(out) == here
                continue
            assert not refused
            listed, ours = True, wanted
            assert files(out) == {**ours, **theirs}
            assert {path: _identity(out / path) for path in same} == {path: before[path] for path in same}
            assert beside(out) == []


def _edit(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def _identity(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_ino, status.st_mtime_ns
