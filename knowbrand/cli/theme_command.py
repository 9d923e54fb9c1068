"""``knowbrand theme``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli.arguments import is_site, refuse_swapped, site_argument, split_words, words_argument
from knowbrand.cli.console import mark, print_problems, say, summarise
from knowbrand.problems import KnowbrandError, Problem, error
from knowbrand.problems.report import count, to_json

if TYPE_CHECKING:
    from knowbrand.themes import Theme
    from knowbrand.themes.audit import Finding
    from knowbrand.themes.catalogue import Listed

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("theme")
def command() -> None:
    """The theme author's tools."""


@command.command("list")
@site_argument
@as_json_option
def list_command(site: Path, as_json: bool) -> int:
    """The themes that come along, the site's own and those of installed packages."""
    from knowbrand.sources import read_settings
    from knowbrand.themes.catalogue import list_themes

    chosen = read_settings(site).theme.name
    problems: list[Problem] = []
    themes = list_themes(site, problems)
    used = next((theme for theme in themes if theme.name == chosen), None)
    if as_json:
        found = [_listed_json(theme, theme is used) for theme in themes]
        click.echo(json.dumps({"themes": found, "problems": _to_json(problems)}, ensure_ascii=False))
    else:
        for theme in themes:
            click.echo(_listed_line(theme, theme is used))
        print_problems(problems, site)
    return 1 if count(problems)["error"] else 0


def _listed_line(theme: Listed, in_use: bool) -> str:
    manifest = theme.layer.manifest if theme.layer else None
    parts = [theme.place, f"parent: {manifest.parent}" if manifest and manifest.parent else ""]
    if theme.pin:
        parts.append(
            f"from {theme.pin.source}" + (f" at {theme.pin.commit[:12]}" if theme.pin.commit else "")
        )
        parts.append("changed since" if theme.is_changed else "as installed")
    what = manifest.description if manifest else "can't be read"
    facts = ", ".join(part for part in parts if part)
    return f"{'*' if in_use else ' '} {theme.name}  {what} ({facts})"


def _listed_json(theme: Listed, in_use: bool) -> dict[str, object]:
    manifest = theme.layer.manifest if theme.layer else None
    return {
        "name": theme.name,
        "in_use": in_use,
        "place": theme.place,
        "parent": manifest.parent if manifest else None,
        "description": manifest.description if manifest else None,
        "version": manifest.version if manifest else None,
        "author": manifest.author if manifest else None,
        "licence": manifest.licence if manifest else None,
        "screenshot": manifest.screenshot or None if manifest else None,
        "from": theme.pin.source if theme.pin else None,
        "commit": theme.pin.commit or None if theme.pin else None,
        "checksum": theme.pin.checksum if theme.pin else None,
        "changed": theme.is_changed,
    }


@command.command("new")
@words_argument("NAME")
@click.option(
    "--from", "parent", metavar="THEME", default="folio", help="What it builds upon; by default folio."
)
def new_command(words: Sequence[str], parent: str) -> int:
    """Make a theme of your own in themes/NAME: it builds as it is, and shows how to change what it builds upon."""
    from knowbrand.author.theme import write_child_theme
    from knowbrand.sources import read_site
    from knowbrand.themes.chain import builtin_themes, read_chain

    site, (name,) = split_words(words, "NAME")
    if name in builtin_themes():
        hint = f"choose another name, such as my-{name}; to build upon it: --from {name}"
        raise KnowbrandError(error("KB444", f"'{name}' is a theme that comes with knowbrand", None, hint))
    model, problems = read_site(site)
    if model is None:
        raise KnowbrandError(*problems)
    css = "".join(sheet.text for layer in read_chain(site, parent) for sheet in layer.styles())
    written = write_child_theme(site, name, parent, model.profile.basics.name.texts()[0], css)
    say(f"{mark(True)} {', '.join(written)}")
    say(f"  now let the site use it, in knowbrand.yaml:\n    theme: {name}")
    say(
        f"  then look at it, change its style.css, and see what it is worth:\n    knowbrand theme check {site}"
    )
    return 0


@command.command("override")
@words_argument("TEMPLATE[:BLOCK]")
def override_command(words: Sequence[str]) -> int:
    """Copy a template of the theme, or one of its blocks, into overrides/, to be changed there."""
    from knowbrand.author.theme import replace_files
    from knowbrand.themes.blocks import read_blocks
    from knowbrand.themes.inheritance import find_origin
    from knowbrand.themes.origins import origin_path, write_origin
    from knowbrand.themes.overriding import merge

    site, (wanted,) = split_words(words, "TEMPLATE[:BLOCK]")
    template, _, block = wanted.partition(":")
    theme = _load(site)
    origin = find_origin(theme.layers, template, block)
    path = f"overrides/{template}"
    text = merge(origin, theme.own_text(template))
    replace_files(site, {path: text.encode(), origin_path(origin.name): write_origin(origin)})
    line = next((found.line for found in read_blocks(text) if found.name == block), 1)
    say(f"{mark(True)} {path}:{line}: copied from {origin.file} (version {origin.version}); change it there")
    say(
        f"  commit {origin_path(origin.name)} with it: after an upgrade, `knowbrand theme audit` tells what changed"
    )
    return 0


@command.command("add")
@words_argument("SOURCE")
@click.option("--name", help="What to call it here; by default what it calls itself.")
@click.option("--ref", metavar="NAME", help="The branch or tag of a repository; by default its own choice.")
@click.option("--replace", is_flag=True, help="In place of the theme of that name.")
def add_command(words: Sequence[str], name: str | None, ref: str | None, replace: bool) -> int:
    """Install somebody's theme from a folder, a ZIP archive or a git repository into themes/."""
    from knowbrand.author.theme import check_theme_name, install_theme, replace_files
    from knowbrand.sources import read_settings
    from knowbrand.themes.installing import read_source
    from knowbrand.themes.pins import PINS, read_pins, write_pins

    site, (source,) = split_words(words, "SOURCE")
    read_settings(site)
    found = read_source(source, ref)
    called = name or found.name
    check_theme_name(called)
    pins, problems = read_pins(site)
    if problems:
        raise KnowbrandError(*problems)
    install_theme(site, called, found.files, replace=replace)
    replace_files(site, {PINS: write_pins({**pins, called: found.pin})})
    at = f" at {found.pin.commit[:12]}" if found.pin.commit else ""
    say(
        f"{mark(True)} themes/{called}: {len(found.files)} files from {source}{at}; pinned in {PINS}, commit both"
    )
    say(f"  let the site use it, in knowbrand.yaml:\n    theme: {called}")
    return 0


@command.command("audit")
@site_argument
@click.option(
    "--accept", is_flag=True, help="Remember the theme's text of today: you have looked at the changes."
)
@click.option("--only", metavar="NAME", multiple=True, help="Only this override, such as post.html:contact.")
@click.option("--three-way", is_flag=True, help="Show what you changed, too.")
@as_json_option
def audit_command(site: Path, accept: bool, only: tuple[str, ...], three_way: bool, as_json: bool) -> int:
    """Tell which overrides were copied from something that has changed since, and how."""
    from knowbrand.themes.audit import audit
    from knowbrand.themes.origins import read_origins

    theme = _load(site)
    if accept:
        return _accept(site, theme, only)
    origins = read_origins(site)
    findings = [found for found in audit(theme.layers, origins) if not only or _is_named(found, only)]
    if as_json:
        document = {
            "overrides": [_finding_json(found) for found in findings],
            "problems": _to_json(origins.problems),
        }
        click.echo(json.dumps(document, ensure_ascii=False))
        return 0
    print_problems(origins.problems, site)
    for found in findings:
        _tell(found, three_way)
    changed = sum(found.state != "unknown" for found in findings)
    if changed:
        say(f"{changed} to look at; when you have: knowbrand theme audit --accept {site}")
    else:
        say(f"{mark(True)} nothing that you overrode has changed in the theme")
    return 0


def _is_named(finding: Finding, names: tuple[str, ...]) -> bool:
    return finding.name in names or (finding.origin is not None and finding.origin.name in names)


def _accept(site: Path, theme: Theme, only: tuple[str, ...]) -> int:
    from knowbrand.author.theme import replace_files
    from knowbrand.themes.audit import accept
    from knowbrand.themes.origins import list_origins, origin_path, write_origin

    accepted = {origin_path(origin.name): write_origin(origin) for origin in accept(theme.layers, only)}
    stale = [] if only else [path for path in list_origins(site) if path not in accepted]
    replace_files(site, accepted, stale)
    say(f"{mark(True)} {len(accepted)} overrides now count as copied from the theme as it is today")
    return 0


def _tell(finding: Finding, three_way: bool) -> None:
    path = f"overrides/{finding.template}" + (f":{finding.line}" if finding.line else "")
    name = finding.name if finding.block else f"{finding.template}, outside of its blocks"
    if finding.state == "unknown":
        say(
            f"{path}  {finding.name}: nothing is remembered of what it was copied from; to begin now: "
            f"knowbrand theme audit --accept --only {finding.name}"
        )
    elif finding.state == "gone":
        say(f"{path}  {finding.name}: the theme hasn't got it any more")
    else:
        say(f"{path}  {name}: changed in the theme")
        click.echo(finding.difference(), nl=False)
        if three_way:
            click.echo(finding.your_difference(), nl=False)


def _finding_json(finding: Finding) -> dict[str, object]:
    origin = finding.origin
    return {
        "name": finding.name,
        "state": finding.state,
        "path": f"overrides/{finding.template}",
        "line": finding.line,
        "theme": origin.theme if origin else None,
        "from_version": origin.version if origin else None,
        "to_version": finding.version or None,
        "then": finding.then,
        "now": finding.now,
        "yours": finding.yours,
        "difference": finding.difference() if finding.state == "changed" else "",
    }


def _load(site: Path) -> Theme:
    """The site's theme; what there is to say about it is said."""
    theme, problems = _load_named(site)
    print_problems(problems, site)
    return theme


def _load_named(site: Path, name: str | None = None) -> tuple[Theme, list[Problem]]:
    """The site's theme, or another by name with its defaults; and what is wrong with it."""
    import msgspec

    from knowbrand.model.settings import ThemeChoice
    from knowbrand.sources import read_settings
    from knowbrand.themes import load_theme

    settings = read_settings(site)
    if name is not None and name != settings.theme.name:
        settings = msgspec.structs.replace(settings, theme=ThemeChoice(name=name))
    theme, problems = load_theme(site, settings)
    if theme is None:
        raise KnowbrandError(*problems)
    return theme, problems


def _split_name(words: Sequence[str]) -> tuple[Path, str | None]:
    """``[SITE] [NAME]``: one word alone is a site where it is the folder of one, else a name."""
    if not words:
        return Path(), None
    if len(words) == 1:
        return (Path(words[0]), None) if is_site(words[0]) else (Path(), words[0])
    refuse_swapped(words)
    return Path(words[0]), words[1]


def _to_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [to_json(problem) for problem in problems]


@command.command("check")
@words_argument("[NAME]")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@as_json_option
def check_command(words: Sequence[str], strict: bool, as_json: bool) -> int:
    """Judge a theme (by default the one in use) by what it makes of hard test sites."""
    from knowbrand.workshop import judge_theme

    if len(words) > 2:
        raise click.UsageError("give the site's folder, and the name of a theme")
    site, name = _split_name(words)
    theme, faults = _load_named(site, name)
    judgement = judge_theme(theme, loading=faults)
    problems = judgement.problems
    found = count(problems)
    if as_json:
        document = {
            "theme": theme.name,
            "pages": judgement.pages,
            "problems": _to_json(problems),
            "summary": found,
        }
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_problems(problems, site)
        told = summarise(problems) or "nothing is wrong"
        say(
            f"{mark(not found['error'])} {theme.name}, judged by {judgement.pages} pages of test sites: {told}"
        )
    return 1 if found["error"] or (strict and found["warning"]) else 0


@command.command("gallery")
@site_argument
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write into; by default _gallery.")
def gallery_command(site: Path, out: Path | None) -> int:
    """Write one page with every component of the theme in every state, and a whole test site beside it."""
    from knowbrand.publish import publish
    from knowbrand.workshop import make_gallery

    folder = out or site / "_gallery"
    publish(make_gallery(_load(site)), folder, site=site)
    say(f"{mark(True)} open {folder / 'gallery.html'}; {folder / 'index.html'} is a whole site in this theme")
    return 0
