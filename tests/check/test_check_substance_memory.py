"""What was read for filler is remembered by content: the findings are those of a check without a memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowbrand.build import Composition, compose
from knowbrand.check.substance import opinions
from knowbrand.check.substance.reading import Reader
from knowbrand.memo import Memo
from knowbrand.request import Prose, Request

SETTINGS = (
    "title: T\nid: 7f1f3f6e-8d2d-4e86-9a53-1f5a3c8e9b10\nbase_url: https://a.example/\nlanguages: [en, nl]\n"
)
PROFILE = """\
basics:
  name: Ann Oakes
  label: Manager
  summary: >-
    I mend the sashes of 40 mills.
    I am a results-driven team player and think outside the box.
expertise:
  - id: sashes
    name: Sashes
    from: 2010
    claims:
      - {id: fit, text: I make everything better for everyone}
"""
PACK = """\
pack: ours
lang: en
rules:
  - id: OUR-001
    kind: phrase
    category: other
    terms: [WORD]
    message: Not here.
    tests: {flag: [I am a WORD.], pass: [The tide is out.]}
"""
TEXTS = (
    "My talk went viral.",
    "I am a passionate team player.",
    "<!-- knowbrand: ok EN-VAN-001 it did -->\nMy talk went viral.",
    "<!-- knowbrand: off EN-BUZZ-001 slogans -->\nI am a team player.\n\n<!-- knowbrand: on EN-BUZZ-001 -->",
    "<!-- knowbrand: ok EN-HYPE-001 nothing there -->\nThe tide is out.",
    "We sanded 40 sashes at Slack Mill in 2019.",
    "I am a carpenter with sashes.",
)


def front(words: random.Random) -> str:
    lines = [
        "summary: My talk went viral.",
        "tags: [oak]",
        "# a line more",
        "x-imported: true",
        "supports: [sashes/fit]",
        "check_ok: [{rule: EN-VAN-001, reason: it did}]",
    ]
    return "".join(f"{line}\n" for line in words.sample(lines, words.randint(0, 3)))


def edit_post(root: Path, words: random.Random) -> None:
    body = "\n\n".join(words.sample(TEXTS, words.randint(1, 3)))
    name = words.choice(["a.md", "b.md", "c.nl.md"])
    (root / "content/posts" / name).write_text(
        f"---\ntitle: A\ndate: 2024-01-01\n{front(words)}---\n{body}\n", "utf-8"
    )


def shift(root: Path, words: random.Random) -> None:
    """A line more in the front matter of every post."""
    for file in (root / "content/posts").iterdir():
        file.write_text(file.read_text("utf-8").replace("---\n", "---\n# more\n", 1), "utf-8")


def delete(root: Path, words: random.Random) -> None:
    for file in list((root / "content/posts").iterdir())[:1]:
        file.unlink()


def edit_settings(root: Path, words: random.Random) -> None:
    checks = words.choice(
        ["{level: firm}", "{level: gentle}", "{allow: [went viral]}", "{only: [EN-VAN-001]}", "{}"]
    )
    (root / "knowbrand.yaml").write_text(f"{SETTINGS}checks: {checks}\n", "utf-8")


def edit_profile(root: Path, words: random.Random) -> None:
    label = words.choice(["Manager", "Carpenter of sash windows in Hebden Bridge", "Team player"])
    more = words.choice(["", "# a line\n"])
    (root / "profile.yaml").write_text(more + PROFILE.replace("Manager", label), "utf-8")


def edit_pack(root: Path, words: random.Random) -> None:
    (root / "checks").mkdir(exist_ok=True)
    text = PACK.replace("WORD", words.choice(["carpenter", "sash", "tide"]))
    (root / "checks/ours.yaml").write_text(words.choice(["", "# a line\n"]) + text, "utf-8")


EDITS = (edit_post, edit_post, shift, delete, edit_settings, edit_profile, edit_pack)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "knowbrand.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "profile.yaml").write_text(PROFILE, "utf-8")
    return tmp_path


@pytest.fixture
def passages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read, run by run, and not remembered."""
    read = Reader.read
    seen: list[str] = []

    def note(reader: Reader, runs: Any, *arguments: Any, **options: Any) -> Any:
        runs = list(runs)
        seen.extend(run.text for run in runs)
        return read(reader, runs, *arguments, **options)

    monkeypatch.setattr(Reader, "read", note)
    return seen


def tell(composition: Composition) -> tuple[object, ...]:
    assert composition.substance
    return composition.problems, composition.substance.suppressions, composition.substance.strongest


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_is_found_anew(site: Path, tmp_path: Path, seed: int) -> None:
    words = random.Random(seed)  # noqa: S311
    cache = tmp_path / "cache"
    cache.mkdir()
    for number in range(12):
        edit = words.choice(EDITS)
        edit(site, words)
        asked: Prose = words.choice(["texts", "imported", "summaries"])
        request = Request(site, prose=asked, jobs=1)
        memo = Memo(cache)
        warm = compose(request, memo=memo)
        memo.save()
        memo.close()
        assert tell(warm) == tell(compose(request)), (number, edit.__name__)


@pytest.fixture
def check(site: Path) -> Callable[..., list[tuple[str | None, int | None]]]:
    """Checks the site with one memory: rule and line of what is found in the post."""
    memo = Memo(None)

    def run() -> list[tuple[str | None, int | None]]:
        problems = compose(Request(site, prose="texts"), memo=memo).problems
        return [
            (one.rule, one.place.line)
            for one in problems
            if one.rule and one.place and one.place.path.startswith("content/")
        ]

    return run


def write(site: Path, text: str, front: str = "") -> None:
    (site / "content/posts/a.md").write_text(
        f"---\ntitle: A\ndate: 2024-01-01\n{front}---\n{text}\n", "utf-8"
    )


Check = Callable[[], list[tuple[str | None, int | None]]]


def test_what_moved_is_told_at_its_new_line_and_not_read_again(
    site: Path, check: Check, passages: list[str]
) -> None:
    write(site, "My talk went viral.")
    assert check() == [("EN-VAN-001", 5)]
    passages.clear()
    write(site, "My talk went viral.", "tags: [oak]\n")
    assert check() == [("EN-VAN-001", 6)]
    assert passages == []


def test_one_text_is_read_again_alone(site: Path, check: Check, passages: list[str]) -> None:
    write(site, "My talk went viral.")
    check()
    passages.clear()
    write(site, "My other talk went viral.")
    assert check() == [("EN-VAN-001", 5)]
    assert passages == ["My other talk went viral."]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("knowbrand.yaml", SETTINGS + "checks: {level: gentle}\n"),
        ("knowbrand.yaml", SETTINGS + "checks: {allow: [viral]}\n"),
        ("knowbrand.yaml", SETTINGS + "checks: {only: [EN-HUM-001]}\n"),
        ("checks/ours.yaml", "pack: ours\nlang: en\ndisable: [EN-VAN-001]\n"),
    ],
)
def test_other_rules_are_another_opinion(
    site: Path, check: Check, passages: list[str], path: str, text: str
) -> None:
    write(site, "My talk went viral.")
    check()
    passages.clear()
    (site / "checks").mkdir()
    (site / path).write_text(text, "utf-8")
    check()
    assert "My talk went viral." in passages


def test_a_waiver_counts_for_what_is_remembered(site: Path, check: Check, passages: list[str]) -> None:
    summary, waiver = "summary: My talk went viral.\n", "check_ok: [{rule: EN-VAN-001, reason: it did}]\n"
    write(site, "The tide is out.", summary + waiver)
    assert check() == []
    passages.clear()
    write(site, "The tide is out.", summary)
    assert check() == [("EN-VAN-001", 4)]
    write(site, "The tide is out.", waiver + summary)
    assert check() == []
    assert passages == []


def test_other_words_are_another_opinion(
    site: Path, check: Check, passages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, "My talk went viral.")
    check()
    passages.clear()
    monkeypatch.setattr(opinions, "_digest_words", lambda _: b"others")
    check()
    assert "My talk went viral." in passages


def test_a_waiver_in_a_post_that_is_not_read_is_not_called_useless(site: Path) -> None:
    write(
        site, "My talk went viral.", "x-imported: true\ncheck_ok: [{rule: EN-HYPE-001, reason: a slogan}]\n"
    )
    codes = [one.code for one in compose(Request(site, prose="texts")).problems]
    assert "KB617" not in codes
    assert "KB617" in [one.code for one in compose(Request(site, prose="imported")).problems]


def test_files_alone(site: Path) -> None:
    """What the preview asks for a page: its own files, and what is silenced there for nothing."""
    from knowbrand.proofreading import proofread

    write(site, TEXTS[0])
    (site / "content/posts/b.md").write_text(
        f"---\ntitle: B\ndate: 2024-01-02\n---\n{TEXTS[4]}\n{TEXTS[0]}\n", "utf-8"
    )
    composition = compose(Request(site))
    assert composition.model
    assert composition.public
    found = proofread(
        site,
        composition.model,
        composition.public,
        Memo(None),
        everything=True,
        files={"content/posts/b.md"},
    )
    assert [(one.code, one.place.path, one.place.line) for one in found.problems if one.place] == [
        ("KB624", "content/posts/b.md", 7),
        ("KB617", "content/posts/b.md", 5),
    ]
