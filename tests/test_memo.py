"""The memo changes nothing but the time, whatever happens to its file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand import memo
from knowbrand.memo import FILE, Memo, digest_key

OPEN: list[Memo] = []


@pytest.fixture(autouse=True)
def close_all() -> Iterator[None]:
    """Python complains of a table that nobody closes."""
    yield
    while OPEN:
        OPEN.pop().close()


class Step:
    """A step that counts how often it is taken."""

    def __init__(self, folder: Path | None) -> None:
        self.taken = 0
        self.memo = Memo(folder)
        OPEN.append(self.memo)

        def step(item: tuple[str, int]) -> list[str]:
            self.taken += 1
            text, number = item
            return [text] * number

        self.step = step

    def call(self, text: str, number: int) -> list[str]:
        """The result for one item."""
        (result,) = self.memo.each(self.step, [(text, number)], list[str], lambda item: item)
        return result


def test_a_result_is_remembered_in_the_file(tmp_path: Path) -> None:
    first = Step(tmp_path)
    assert first.call("é", 2) == ["é", "é"]
    first.memo.save()
    second = Step(tmp_path)
    assert second.call("é", 2) == ["é", "é"]
    assert (first.taken, second.taken) == (1, 0)


def test_other_arguments_are_another_result(tmp_path: Path) -> None:
    step = Step(tmp_path)
    assert [step.call("a", 1), step.call("a", 2), step.call("b", 1)] == [["a"], ["a", "a"], ["b"]]
    assert step.taken == 3


def test_nothing_is_written_before_save(tmp_path: Path) -> None:
    Step(tmp_path).call("a", 1)
    again = Step(tmp_path)
    again.call("a", 1)
    assert again.taken == 1


def test_without_a_folder_it_remembers_while_it_lives() -> None:
    step = Step(None)
    step.call("a", 1)
    step.memo.save()
    assert step.call("a", 1) == ["a"]
    assert step.taken <= 2


def test_another_version_is_another_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(tmp_path)
    step.call("a", 1)
    step.memo.save()
    monkeypatch.setattr(memo, "read_version", lambda: "another")
    again = Step(tmp_path)
    again.call("a", 1)
    assert again.taken == 1


@settings(deadline=None)
@given(st.data())
def test_a_damaged_file_is_never_believed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("memo")
    step = Step(folder)
    texts = [f"{number} " * 400 for number in range(5)]
    for text in texts:
        step.call(text, 3)
    step.memo.save()
    step.memo.close()
    content = bytearray((folder / FILE).read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (folder / FILE).write_bytes(content[: data.draw(st.integers(0, len(content)))])
    again = Step(folder)
    assert [again.call(text, 3) for text in texts] == [[text] * 3 for text in texts]
    again.memo.save()
    again.memo.close()
    last = Step(folder)
    assert [last.call(text, 3) for text in texts] == [[text] * 3 for text in texts]
    last.memo.close()


def test_a_folder_in_its_place_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    step = Step(tmp_path)
    assert step.call("a", 1) == ["a"]
    step.memo.save()


def test_what_cannot_be_read_as_its_kind_is_made_again(tmp_path: Path) -> None:
    step = Step(tmp_path)
    name = "tests.test_memo.Step.__init__.<locals>.step"
    step.memo.keep(digest_key(name, ("a", 1)), b"\xc1")
    assert step.call("a", 1) == ["a"]
    assert step.taken == 1


def test_two_builds_at_once_are_no_fault(tmp_path: Path) -> None:
    one, other = Step(tmp_path), Step(tmp_path)
    one.call("a", 1)
    other.call("a", 1)
    other.call("b", 1)
    one.memo.save()
    other.memo.save()
    last = Step(tmp_path)
    last.call("a", 1)
    last.call("b", 1)
    assert last.taken == 0


def test_a_file_that_another_build_holds_is_left_alone(tmp_path: Path) -> None:
    step = Step(tmp_path)
    step.call("a", 1)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    step.memo.save()
    assert step.call("a", 1) == ["a"]
    holder.execute("ROLLBACK")
    holder.close()
    assert (tmp_path / FILE).exists()


def test_what_no_build_uses_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "KEPT_BUILDS", 3)
    step = Step(tmp_path)
    step.call("old", 1)
    step.call("used", 1)
    step.memo.save()
    for number in range(6):
        step.call("used", 1)
        step.call(f"new {number}", 1)
        step.memo.save()
    last = Step(tmp_path)
    last.call("used", 1)
    assert last.taken == 0
    last.call("old", 1)
    assert last.taken == 1


def test_a_large_file_keeps_what_the_last_build_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "LARGEST_FILE", 200_000)
    step = Step(tmp_path)
    for number in range(30):
        step.call(f"{number} " * 5_000, 1)
        step.memo.save()
    assert (tmp_path / FILE).stat().st_size < 400_000
    last = Step(tmp_path)
    last.call("29 " * 5_000, 1)
    assert last.taken == 0


def test_only_what_is_missing_is_made_and_the_order_stays(tmp_path: Path) -> None:
    step = Step(tmp_path)
    step.call("b", 1)
    handed: list[tuple[str, int]] = []

    def spread(
        work: Callable[[tuple[str, int]], list[str]], items: Sequence[tuple[str, int]]
    ) -> list[list[str]]:
        handed.extend(items)
        return [work(item) for item in items]

    items = [("a", 1), ("b", 1), ("c", 2)]
    found = step.memo.each(step.step, items, list[str], lambda item: item, spread)
    assert found == [["a"], ["b"], ["c", "c"]]
    assert handed == [("a", 1), ("c", 2)]


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE VIEW memo AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
        "SELECT cast(n AS blob) AS key, n AS used, cast(n AS blob) AS value FROM r",
        "CREATE TABLE memo (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL); "
        "CREATE TRIGGER t AFTER INSERT ON memo BEGIN DELETE FROM memo; END",
        "CREATE TABLE memo (key, used, value)",
    ],
)
def test_a_file_that_is_not_ours_is_thrown_away(tmp_path: Path, schema: str) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as theirs:
        theirs.executescript(schema)
    step = Step(tmp_path)
    assert step.call("a", 1) == ["a"]
    step.memo.save()
    again = Step(tmp_path)
    again.call("a", 1)
    assert again.taken == 0


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim.sqlite3"
    with contextlib.closing(sqlite3.connect(victim)) as theirs:
        theirs.executescript("CREATE TABLE t (x)")
    before = victim.read_bytes()
    (tmp_path / FILE).symlink_to(victim)
    step = Step(tmp_path)
    assert step.call("a", 1) == ["a"]
    step.memo.save()
    assert victim.read_bytes() == before
