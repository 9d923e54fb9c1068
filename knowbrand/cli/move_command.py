"""``knowbrand move``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from knowbrand.cli.arguments import parse_address, read_address, split_words, words_argument
from knowbrand.cli.console import mark, print_problems, say, summarise
from knowbrand.problems import KnowbrandError, Problem, Trouble, error, info, warning
from knowbrand.problems.report import to_json

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.model.output import Output
    from knowbrand.model.settings import Settings
    from knowbrand.publish import Published
    from knowbrand.site.relocation import Chore

FOLDER = "_moved"
_MOST_NAMED = 5
"""Addresses that a line of the list names before the rest is only counted; ``--json`` has all."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where from and where to, and what came of it; ``published`` is None where the site stays in its place."""

    old_url: str
    new_url: str
    folder: Path
    published: Published | None
    settings: Literal["changed", "unchanged", "by hand"]
    chores: tuple[Chore, ...]
    problems: tuple[Problem, ...]


@click.command("move")
@words_argument("NEW_BASE_URL")
@click.option(
    "--from",
    "old_url",
    metavar="URL",
    callback=read_address,
    help="Where it stands so far; by default what the settings say.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make for the old place; by default _moved in the site.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(words: tuple[str, ...], old_url: str | None, out: Path | None, as_json: bool) -> int:
    """Take the site to another address: make what the old one shall answer from now on, change base_url, and tell what is
    to be changed elsewhere."""
    if len(words) == 2 and "://" in words[0] and "://" not in words[1]:  # both orders are clear
        words = (words[1], words[0])
    site, (address,) = split_words(words, "NEW_BASE_URL")
    new_url = parse_address(address).rstrip("/") + "/"
    try:
        done = move(site, new_url, old_url, out or site / FOLDER)
    except KnowbrandError as fault:
        return _report_failure(fault, site, as_json)
    if as_json:
        click.echo(json.dumps(_to_json(done), ensure_ascii=False))
    else:
        print_problems(done.problems, site)
        _print(done)
    return 0


def move(root: Path, new_url: str, old_url: str | None, out: Path) -> Move:
    """Make the folder ``out`` for the old place of the site in ``root``, and write ``new_url`` into its settings.

    Raises KnowbrandError where the site has errors, or can't move; then nothing is written. Raises Trouble where the disk
    refuses; doing it again goes on.
    """
    from knowbrand.author.address import write_address
    from knowbrand.author.hosting import WORKFLOW
    from knowbrand.author.repository import find_top
    from knowbrand.build import compose
    from knowbrand.formats.old_place import holds_pattern
    from knowbrand.publish import publish
    from knowbrand.request import Request
    from knowbrand.site.relocation import list_chores, same_place
    from knowbrand.sources import read_file, read_settings

    settings = read_settings(root)
    there = _current_address(settings)
    old_url = _find_old_address(settings, there, new_url, old_url)
    composition = compose(Request(root, base_url=new_url, publish=True))
    site, problems = composition.site, list(composition.problems)
    if composition.failed or site is None:
        raise KnowbrandError(*problems)
    if not site.lock.facts:
        problems.append(_tell_no_lock())
    published = None
    if not same_place(old_url, new_url):
        published = publish(_make_folder(composition, old_url), out, site=root)
        problems += [_tell_no_redirects()] if holds_pattern(new_url) else []
    changed: Literal["changed", "unchanged", "by hand"] = "unchanged"
    if there != new_url:
        changed = "changed" if write_address(root, new_url) else "by hand"
    on_github = ((find_top(root) or root) / WORKFLOW).is_file()
    paths = {site.model.profile_path, *site.writings, *(file.source for file in site.files)}
    sources = {path: read_file(root, path) for path in paths}
    chores = list_chores(site, old_url, sources, on_github=on_github)
    return Move(old_url, new_url, out, published, changed, chores, tuple(problems))


def _current_address(settings: Settings) -> str | None:
    found = settings.audiences[0].base_url or settings.base_url
    return found.rstrip("/") + "/" if found else None


def _find_old_address(settings: Settings, there: str | None, new_url: str, said: str | None) -> str:
    """Where the site stands so far. Raises KnowbrandError where that is nowhere, or the new address, or where its posts
    would be sent anew."""
    from knowbrand.formats.identity import namespace_of_address

    again = f"knowbrand move {new_url} --from OLD_URL"
    old_url = said.rstrip("/") + "/" if said else there
    place = settings.where("base_url", "title")
    if old_url is None:
        message = "the site has no base_url, so nobody can tell where it moves from"
        raise KnowbrandError(error("KB574", message, place, f"say where it stands so far: {again}"))
    if old_url == new_url:
        message = f"the site stands at {new_url} already"
        hint = f"to make the folder for its old place once more, say which that is: {again}"
        raise KnowbrandError(error("KB570", message, place, hint))
    if settings.id is None:
        message = "the site has no id, so feed readers would get every post once more at the new address"
        hint = f"add this line to knowbrand.yaml and keep it: id: {namespace_of_address(old_url)}"
        raise KnowbrandError(error("KB571", message, place, hint))
    return old_url


def _make_folder(composition: Composition, old_url: str) -> list[Output]:
    """What is to stand at ``old_url``. Raises KnowbrandError where the new place needs the same addresses."""
    from knowbrand.formats.old_place import check_old_place, make_old_place

    assert composition.site is not None  # noqa: S101 - it was composed without an error
    outputs = make_old_place(composition.site, composition.outputs, old_url)
    meeting = check_old_place(old_url, outputs, composition.site.base_url or "", composition.outputs)
    if meeting:
        raise KnowbrandError(*composition.problems, *meeting)
    return outputs


def _tell_no_lock() -> Problem:
    message = "urls.lock is empty, so only the addresses that the site has now will lead on"
    hint = "run knowbrand lock before the next publication, and commit the file"
    return warning("KB573", message, None, hint)


def _tell_no_redirects() -> Problem:
    message = "the folder for the old place has no _redirects: hosts would take ':' or '*' in the new address for a pattern"
    hint = "nothing is lost: a page at each old address leads on, on every host"
    return info("KB575", message, None, hint)


def _report_failure(fault: KnowbrandError, site: Path, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps({"out": None, "problems": [to_json(problem) for problem in fault.problems]}))
    else:
        print_problems(fault.problems, site)
        say(f"{mark(False)} the site was not moved: {summarise(fault.problems)}")
    return 75 if isinstance(fault, Trouble) else 1


def _to_json(done: Move) -> dict[str, object]:
    counts = done.published
    return {
        "from": done.old_url,
        "to": done.new_url,
        "out": str(done.folder) if counts else None,
        "written": counts.written if counts else 0,
        "removed": counts.removed if counts else 0,
        "unchanged": counts.unchanged if counts else 0,
        "settings": done.settings,
        "elsewhere": [chore._asdict() for chore in done.chores],
        "problems": [to_json(problem) for problem in done.problems],
    }


def _print(done: Move) -> None:
    say(f"{mark(True)} from {done.old_url} to {done.new_url}")
    if done.settings == "changed":
        say("  knowbrand.yaml: base_url is changed; publish the site at its new address")
    elif done.settings == "by hand":
        say(f"  knowbrand.yaml: change this line yourself: base_url: {done.new_url}")
    else:
        say("  knowbrand.yaml: base_url says so already")
    if done.published:
        count = done.published.written + done.published.unchanged
        say(f"  {done.folder}: {count} files; then put them at {done.old_url} in place of the site, and")
        say("  keep them there for a year or longer")
    say("what to change elsewhere:")
    for chore in done.chores:
        say(f"  - {chore.task}")
        _print_about(chore.about)


def _print_about(about: Sequence[str]) -> None:
    for line in about[:_MOST_NAMED]:
        say(f"      {line}")
    if len(about) > _MOST_NAMED:
        say(f"      and {len(about) - _MOST_NAMED} more; --json names them all")
