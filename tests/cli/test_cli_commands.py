"""The other commands, wrong usage, and being interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowbrand.problems.codes import CODES
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["biuld"], "did you mean 'build'?"),
        (["build", "--nonsense"], "No such option"),
        (["build", "--now", "soon"], "'soon' is no day of the years 2 to 9998"),
        (["build", "--now", "9999-12-31"], "'9999-12-31' is no day of the years 2 to 9998"),
        (["build", "--base-url", "me.example"], "is not a whole address"),
        (["build", "--base-url", "https://me.example/../a/"], "goes round about"),
        (["build", "--base-url", "https://me.example/%2e/a/"], "goes round about"),
        (["build", "--base-url", "https://me.example//a/"], "goes round about"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["new", "x", "--timezone", "Nowhere/Place"], "is not a time zone"),
        (["new", "x", "--lang", "ar"], "under 'Another language'"),
        (["post"], "give TITLE"),
        (["post", "a", "b", "c"], "in quotes"),
        (["import", "words", "x"], "can't be imported"),
        (["schema", "cv"], "'cv' is not one of"),
    ],
)
def test_wrong_usage_is_status_2(knowbrand: Command, words: list[str], part: str) -> None:
    result = knowbrand(*words)
    assert result.status == 2
    assert part in result.err
    assert result.out == ""


def test_help_lists_every_command(knowbrand: Command) -> None:
    result = knowbrand("--help")
    assert result.status == 0
    for name in ("new", "build", "check", "post", "import", "schema", "why", "completion"):
        assert f"\n  {name} " in result.out
        assert knowbrand(name, "--help").status == 0


def test_version(knowbrand: Command) -> None:
    from knowbrand import __version__

    assert knowbrand("--version").out == f"knowbrand {__version__}\n"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_new_site_is_clean_but_for_its_placeholders(
    knowbrand: Command, tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "s"
    made = knowbrand(
        "new", folder, "--lang", language, "--name", 'Kim "K" Example: me', "--base-url", "https://k.example"
    )
    assert made.status == 0
    document = json.loads(knowbrand("check", folder, "--format", "json").out)
    assert {problem["code"] for problem in document["problems"]} == {"KB115"}
    assert document["summary"]["error"] == 0
    assert "Kim &#34;K&#34; Example: me" in _build(knowbrand, folder)
    assert f'<html lang="{language}"' in _build(knowbrand, folder)


def _build(knowbrand: Command, folder: Path) -> str:
    assert knowbrand("build", folder).status == 0
    return (folder / "_site/index.html").read_text()


def test_new_leaves_what_is_there(knowbrand: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = knowbrand("new", tmp_path)
    assert result.status == 1
    assert "error[KB260]" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_new_from_a_json_resume(knowbrand: Command, tmp_path: Path) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text(
        '{"basics": {"name": "Ada Example", "nickname": "A"}, "work": [{"name": "Somewhere", "endDate": ""}]}'
    )
    result = knowbrand("new", tmp_path / "s", "--from", resume)
    assert result.status == 0
    assert "unknown field 'nickname'" in result.err
    assert "Ada Example" in _build(knowbrand, tmp_path / "s")
    assert 'title: "Ada Example"' in (tmp_path / "s/knowbrand.yaml").read_text()


def test_new_from_something_else(knowbrand: Command, tmp_path: Path) -> None:
    resume = tmp_path / "resume.json"
    resume.write_text('{"basics": {"label": "no name"}}')
    assert knowbrand("new", tmp_path / "s", "--from", resume).status == 1
    assert not (tmp_path / "s").exists()


def test_check_writes_nothing_and_reports_drafts(knowbrand: Command, site: Path) -> None:
    (site / "content/posts/d.md").write_text(
        "---\ntitle: D\ndate: 2026-01-01\ndraft: true\n---\n[x](nowhere.md)\n"
    )
    before = sorted(path for path in site.rglob("*"))
    result = knowbrand("check", site)
    assert result.status == 1
    assert "error[KB301] content/posts/d.md:6:1" in result.err
    assert sorted(path for path in site.rglob("*")) == before


def test_check_speaks_to_machines(knowbrand: Command, site: Path) -> None:
    (site / "content/posts/d.md").write_text("---\ntitle: D\ndate: 2026-01-01\n---\n[x](nowhere.md)\n")
    document = json.loads(knowbrand("check", site, "--format", "json").out)
    assert set(document) == {"problems", "summary"}
    assert document["summary"]["error"] == 1
    sarif = json.loads(knowbrand("check", site, "--format", "sarif").out)
    (run,) = sarif["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    broken = next(result for result in run["results"] if result["ruleId"] == "KB301")
    assert run["tool"]["driver"]["rules"][broken["ruleIndex"]]["shortDescription"]["text"] == CODES["KB301"]
    location = broken["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "content/posts/d.md"
    assert (location["region"]["startLine"], location["region"]["startColumn"]) == (5, 1)
    lines = knowbrand("check", site, "--format", "github").out.splitlines()
    assert any(line.startswith("::error file=content/posts/d.md,line=5,col=1,") for line in lines)


def test_post_begins_a_draft(knowbrand: Command, site: Path) -> None:
    result = knowbrand("post", site, 'What I learnt: "a lot"')
    assert result.status == 0
    file = site / "content/posts/what-i-learnt-a-lot.md"
    assert result.out.strip() == str(file)
    assert 'title: "What I learnt: \\"a lot\\""\ndate: 2026-11-23\ndraft: true\n' in file.read_text()
    assert knowbrand("post", site, "What I learnt a lot").status == 1
    assert knowbrand("build", site, "--drafts").status == 0
    assert "What I learnt" in (site / "_site/posts/what-i-learnt-a-lot/index.html").read_text()
    assert "did you mean 'en'?" in knowbrand("post", site, "x", "--lang", "eng").err


def test_import_brings_posts_along(knowbrand: Command, site: Path, tmp_path: Path) -> None:
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2015-03-02-hello.md").write_text(
        "---\nlayout: post\ntitle: Hello\nodd: x\n---\nHi {% include a.html %}\n"
    )
    assert knowbrand("import", site, "posts", tmp_path / "blog", "--dry-run").status == 0
    assert not (site / "content/posts/hello.md").exists()
    result = knowbrand("import", site, "posts", tmp_path / "blog")
    assert result.status == 0
    assert "1 post" in result.err
    assert "2015-03-02-hello.md:4" in result.err
    built = knowbrand("build", site)
    assert built.status == 0, built.err
    assert (site / "_site/posts/hello/index.html").exists()


@pytest.mark.parametrize("kind", ["profile", "site", "post"])
def test_schema_prints_json(knowbrand: Command, kind: str) -> None:
    assert (
        json.loads(knowbrand("schema", kind).out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    )


def test_why_tells_what_made_a_page(knowbrand: Command, site: Path) -> None:
    told = json.loads(knowbrand("why", site, "/expertise/first-chapter/", "--json").out)
    assert told["sources"] == ["profile.yaml"]
    assert told["templates"][-1] == "plain (built in)/chapter.html"
    assert told["state"] == "exploring"
    assert any("posts/welcome" in line for line in told["evidence"])
    assert "content/posts/welcome.md" in knowbrand("why", site, "/posts/welcome").out
    missing = knowbrand("why", site, "/posts/welcom/")
    assert missing.status == 1
    assert "did you mean '/posts/welcome/'?" in missing.err


@pytest.mark.parametrize(
    "words", [("why", "/nowhere/"), ("deploy", "push"), ("theme", "list"), ("build",), ("lock",)]
)
def test_a_command_that_fails_prints_its_json_too(
    knowbrand: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    at = 1 if words[0] == "why" else len(words)
    done = knowbrand(*words[:at], tmp_path / "none", *words[at:], "--json")
    assert (done.status, done.err) == (1, "")
    assert [problem["code"] for problem in json.loads(done.out)["problems"]] == ["KB116"]


def test_why_counts_no_draft_as_evidence(knowbrand: Command, site: Path) -> None:
    chapter = json.loads(knowbrand("why", site, "/expertise/first-chapter/", "--json").out)
    claim = chapter["evidence"][0].split(":")[0]
    text = f"---\ntitle: D\ndate: 2026-01-01\ndraft: true\nsupports: [first-chapter/{claim}]\n---\nText.\n"
    (site / "content/posts/drafted.md").write_text(text, "utf-8")
    assert json.loads(knowbrand("why", site, "/expertise/first-chapter/", "--json").out) == chapter
    assert json.loads(knowbrand("why", site, "/posts/drafted/", "--json").out)["published"] == "not yet"


def test_why_knows_files_and_feeds(knowbrand: Command, site: Path) -> None:
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets" / "report.pdf").write_text("x")
    told = json.loads(knowbrand("why", site, "/report.pdf", "--json").out)
    assert (told["shows"], told["sources"]) == ("a file", ["assets/report.pdf"])
    settings = (site / "knowbrand.yaml").read_text("utf-8")
    settings = settings.replace("# base_url:", "base_url:")
    (site / "knowbrand.yaml").write_text(settings, "utf-8")
    told = json.loads(knowbrand("why", site, "/expertise/first-chapter/feed.xml", "--json").out)
    assert (told["shows"], told["language"]) == ("feed-chapter first-chapter", "en")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(knowbrand: Command, shell: str) -> None:
    assert "_KNOWBRAND_COMPLETE" in knowbrand("completion", shell).out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_being_interrupted(
    tmp_path: Path, start: Callable[..., subprocess.Popen[bytes]], number: int, status: int
) -> None:
    pipe = tmp_path / "resume.json"
    os.mkfifo(pipe)
    process = start("new", tmp_path / "s", "--from", pipe)
    try:
        writer = open_when_read(pipe)  # the command waits for words that never come
        process.send_signal(number)
        assert process.wait(timeout=60) == status
        os.close(writer)
    finally:
        process.kill()
    assert not (tmp_path / "s").exists()


def open_when_read(pipe: Path) -> int:
    for _ in range(600):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody read the pipe")
