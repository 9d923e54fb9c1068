"""``urls.lock``: what is written is read again, two branches' lines are one lock, and nothing in it can do harm."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.model.lock import (
    Fact,
    Identity,
    Lock,
    LockedAnchors,
    LockedEntry,
    LockedFeed,
    LockedFile,
    LockedPage,
)
from knowbrand.problems import Problem
from knowbrand.publish.promises import HEADER, write_fact, write_lines
from knowbrand.sources.lockfile import MOST_PROBLEMS, parse_lock, read_lock

LETTERS = st.characters(whitelist_categories=["Ll", "Lu", "Nd"], max_codepoint=0x24F)
IDS = st.text(LETTERS, min_size=1, max_size=8)
SEGMENTS = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"], blacklist_characters="/\\"),
    min_size=1,
    max_size=12,
).filter(lambda text: text not in (".", ".."))
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join)
SHOWS = st.builds(
    Identity, st.sampled_from(["post", "page", "chapter"]), IDS, st.sampled_from(["en", "nl", "pt-br"])
)
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(LockedPage, PATHS.map("/{}/".format), SHOWS),
    st.builds(LockedFeed, PATHS.map("/{}".format), SHOWS.map(lambda shows: shows._replace(key=""))),
    st.builds(LockedFile, PATHS.map("/{}".format)),
    st.builds(LockedEntry, st.text(st.characters(blacklist_categories=["Cs"]), min_size=1), SHOWS),
    st.builds(LockedAnchors, SHOWS, st.lists(SEGMENTS, max_size=3).map(tuple)),
)


def parse(text: str) -> tuple[Lock, list[Problem]]:
    problems: list[Problem] = []
    return parse_lock(text, "urls.lock", problems), problems


@settings(deadline=None)
@given(st.lists(FACTS))
def test_what_is_written_is_read_again(facts: list[Fact]) -> None:
    text = write_lines(map(write_fact, facts))
    lock, problems = parse(text)
    assert not problems
    assert set(lock.facts) == set(facts)
    assert write_lines(map(write_fact, lock.facts)) == text


@settings(deadline=None)
@given(st.lists(FACTS), st.lists(FACTS), st.randoms())
def test_the_lines_of_two_branches_in_any_order_are_one_lock(
    one: list[Fact], two: list[Fact], dice: object
) -> None:
    lines = [
        *write_lines(map(write_fact, one)).splitlines(True),
        *write_lines(map(write_fact, two)).splitlines(True),
    ]
    dice.shuffle(lines)  # type: ignore[attr-defined]
    lock, problems = parse("".join(lines))
    assert not problems
    assert set(lock.facts) == {*one, *two}


def test_a_fact_knows_its_line() -> None:
    lock, _ = parse(f"{HEADER}file /a.pdf\npage /posts/a/ post a en\n")
    place = lock.places[LockedPage("/posts/a/", Identity("post", "a", "en"))]
    assert (place.path, place.line) == ("urls.lock", 3)


def test_a_conflict_that_git_left_is_told_once_at_its_line() -> None:
    text = "page /a/ page a en\n<<<<<<< HEAD\nfile /a.pdf\n=======\nfile /b.pdf\n>>>>>>> other\n"
    lock, problems = parse(text)
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [("KB321", 2)]
    assert len(lock.facts) == 3


@pytest.mark.parametrize(
    "line",
    [
        "page /../etc/ post a en",
        "page /posts/%2e%2e/x/ post a en",
        "page //evil.example/ post a en",
        "page posts/a/ post a en",
        "page /posts/a post a en",
        "page /posts/a\\b/ post a en",
        "page /posts/a/ post ../a en",
        "page /posts/a/ post a english!",
        "page /posts/a/ post a",
        "page /posts/a/ post a en more",
        "page /posts/a/ <b> a en",
        "page / post a en",
        "page /posts/%00/ post a en",
        "page /posts/%1b[31m/ post a en",
        "page /posts/%ff/ post a en",
        f"file /{'a' * 5000}",
        "file /a/",
        "file /./a",
        "feed /feed.xml feed-atom en",
        "anchors post a en a%00b",
        "hello",
        "PAGE /a/ page a en",
    ],
)
def test_a_line_that_is_no_promise_is_told_with_what_to_do(line: str) -> None:
    lock, problems = parse(f"{HEADER}{line}\n")
    assert lock.facts == ()
    (problem,) = problems
    assert problem.code == "KB320"
    assert problem.severity == "error"
    assert problem.place
    assert problem.place.line == 2
    assert problem.hint
    assert problem.message.isprintable()


def test_a_lock_full_of_nonsense_is_not_told_line_by_line() -> None:
    assert len(parse("nonsense\n" * 10_000)[1]) == MOST_PROBLEMS


def read(root: Path) -> tuple[Lock, list[str]]:
    problems: list[Problem] = []
    lock = read_lock(root, "urls.lock", problems)
    return lock, [problem.code for problem in problems]


def test_files_that_are_no_lock(tmp_path: Path) -> None:
    assert read(tmp_path) == (Lock("urls.lock"), [])
    file = tmp_path / "urls.lock"
    file.write_bytes(b"page /caf\xe9/ page a en\n")
    assert read(tmp_path)[1] == ["KB108"]
    file.write_bytes(b"file /a\n" * 1_200_000)
    assert read(tmp_path)[1] == ["KB108"]
    file.unlink()
    file.mkdir()
    assert read(tmp_path)[1] == ["KB108"]
    file.rmdir()
    file.symlink_to("/etc/hostname")
    assert read(tmp_path)[1] == ["KB108"]
    file.unlink()
    file.symlink_to(tmp_path / "nothing")
    assert read(tmp_path)[1] == ["KB108"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_the_place_of_the_lock_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "urls.lock")
    assert read(tmp_path) == (Lock("urls.lock"), ["KB108"])


def test_line_ends_of_windows_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    (tmp_path / "urls.lock").write_bytes(b"\xef\xbb\xbffile /a.pdf\r\nfile /b%20c.pdf\r\n")
    lock, codes = read(tmp_path)
    assert set(lock.facts) == {LockedFile("/a.pdf"), LockedFile("/b c.pdf")}
    assert not codes
