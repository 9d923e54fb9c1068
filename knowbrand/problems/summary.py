"""Problems for people who never see a terminal: a page of HTML within Markdown, for the summary of a workflow's run.

All of it is HTML without an empty line in it, so that nothing an author wrote is taken for Markdown (CommonMark 4.6).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from knowbrand.problems.codes import CODES
from knowbrand.problems.phrasebook import Phrasebook
from knowbrand.problems.problem import Place, Problem

MOST = 50
"""So many problems are shown; the rest is counted."""
PLACEHOLDER = "KB115"
_LONGEST = 160
_SETTINGS = "knowbrand.yaml"
_ENGLISH = '<span lang="en">'


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the problems. ``words``, ``titles`` and the phrases of ``book`` are a language's; ``files`` is
    the address below which the site's files can be looked at (empty where there is none), and ``line_of`` finds the text
    of a place's line."""

    words: Mapping[str, str]
    titles: Mapping[str, str]
    book: Phrasebook
    files: str
    line_of: Callable[[Place], str | None]


def compose_summary(problems: Sequence[Problem], frame: Frame, *, built: bool, published: bool) -> str:
    """The summary of a build (``built``) or a check. ``published`` says whether the site stands on the web already.

    Where placeholders alone are in the way, it is a list of what to fill in, by file; else each error with its place,
    its line and what to do. Warnings are folded in below.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    words = frame.words
    if not errors:
        parts = [f"<h2>✅ {_text(words['ready' if built else 'checked'])}</h2>"]
    elif all(problem.code == PLACEHOLDER for problem in errors):
        parts = [f"<h2>✏️ {_text(words['unfinished'])}</h2>", *_list_places(errors, frame)]
    else:
        unfinished = [problem for problem in errors if problem.code == PLACEHOLDER]
        mistakes = [problem for problem in errors if problem.code != PLACEHOLDER]
        parts = [f"<h2>❌ {_text(words['stopped'])}</h2>", *_list_problems(mistakes, frame)]
        if unfinished:
            parts += [f"<h3>✏️ {_text(words['unfinished'])}</h3>", *_list_places(unfinished, frame)]
    if errors:
        parts += _list_steps(errors, frame, published=published)
    if built and not published:
        parts.append(f"<p>{_text(words['pages_setting'])}</p>")
    if warnings:
        count = _text(words["warnings"].format(count=len(warnings)))
        parts += [f"<details><summary>{count}</summary>", *_list_problems(warnings, frame), "</details>"]
    return "\n".join(parts) + "\n"


def _list_places(problems: Sequence[Problem], frame: Frame) -> Iterator[str]:
    """One item a file, with each line of it that is to be filled in."""
    files: dict[str, list[str]] = {}
    shown = [problem for problem in problems if problem.place][:MOST]
    for problem in sorted(shown, key=lambda problem: problem.place.path.count("/") if problem.place else 0):
        if problem.place:
            line = _line(problem.place, frame)
            text = (
                line if "⟨" in line else f"<code>{_text(''.join(problem.message.partition('⟨')[1:]))}</code>"
            )
            item = f"{_link(problem.place, frame, short=True)} {text}"
            files.setdefault(problem.place.path, []).append(item)
    yield "<ul>"
    for path, items in files.items():
        yield f"<li><b>{_text(path)}</b><br>{'<br>'.join(dict.fromkeys(items))}</li>"
    yield f"</ul>{_more(problems, frame)}"


def _list_problems(problems: Sequence[Problem], frame: Frame) -> Iterator[str]:
    english = False
    yield "<ul>"
    for problem in problems[:MOST]:
        title = frame.titles.get(problem.code) or CODES.get(problem.code, problem.code)
        head = f"<b>{_text(title[:1].upper() + title[1:])}</b> ({_text(problem.code)})"
        told = [_tell(text, problem, frame) for text in (problem.message, problem.hint) if text]
        english = english or any(text.startswith(_ENGLISH) for text in told)
        where = [] if problem.place is None else [_link(problem.place, frame), _line(problem.place, frame)]
        if problem.place and _is_lock(problem.place):  # it is mended elsewhere, and nobody edits it
            where = [f"<code>{_text((frame.line_of(problem.place) or '').strip())}</code>"]
            if _SETTINGS in (problem.hint or ""):
                where.insert(0, _link(Place(_SETTINGS), frame))
        yield f"<li>{'<br>'.join(part for part in (head, *where, *told) if part)}</li>"
    yield f"</ul>{_more(problems, frame)}"
    if english and frame.words["detail_language"]:
        yield f"<p>{_text(frame.words['detail_language'])}</p>"


def _tell(text: str, problem: Problem, frame: Frame) -> str:
    """A message or hint in the language, else marked as English. A finding about substance is in the text's own."""
    said = frame.book.translate(text)
    if problem.rule is None:
        first, *lines = (said or text).split("\n")
        example = f"<pre>{'&#10;'.join(map(_keep_spaces, lines))}</pre>" if lines else ""
        return _text(first) + example if said else f"{_ENGLISH}{_text(first)}</span>{example}"
    return _text(said or text)


def _keep_spaces(line: str) -> str:
    """``line`` escaped, as it is to be copied."""
    return html.escape("".join(c if c.isprintable() else " " for c in line))


def _is_lock(place: Place) -> bool:
    return place.path.endswith(".lock")


def _leads(problem: Problem, frame: Frame) -> bool:
    """Whether the item of ``problem`` has a link to the file in which it is mended."""
    place = problem.place
    return bool(frame.files and place and (not _is_lock(place) or _SETTINGS in (problem.hint or "")))


def _list_steps(errors: Sequence[Problem], frame: Frame, *, published: bool) -> Iterator[str]:
    names = [
        "open_file" if all(_leads(problem, frame) for problem in errors) else "open_named",
        "click_pencil",
    ]
    if any(problem.code == PLACEHOLDER for problem in errors):
        names.append("replace_marks")
    names.append("commit")
    steps = "".join(f"<li>{_text(frame.words[name])}</li>" for name in names)
    yield f"<h3>{_text(frame.words['what_to_do'])}</h3>"
    yield f"<ol>{steps}</ol>"
    if published:
        yield f"<p>{_text(frame.words['stays'])}</p>"


def _link(place: Place, frame: Frame, *, short: bool = False) -> str:
    line = frame.words["line"].format(line=place.line) if place.line else ""
    name = line if short and line else ", ".join(part for part in (place.path, line) if part)
    if not frame.files:
        return _text(name)
    anchor = (
        f"?plain=1#L{place.line}" if place.line else ""
    )  # else GitHub would show Markdown without its lines
    return f'<a href="{_text(frame.files + quote(place.path) + anchor)}">{_text(name)}</a>'


def _line(place: Place, frame: Frame) -> str:
    line = (frame.line_of(place) or "").strip()
    return f"<code>{_text(line[:_LONGEST])}{'…' if len(line) > _LONGEST else ''}</code>" if line else ""


def _more(problems: Sequence[Problem], frame: Frame) -> str:
    left = len(problems) - MOST
    return f"<p>{_text(frame.words['more'].format(count=left))}</p>" if left > 0 else ""


def _text(text: str) -> str:
    """``text`` escaped, on one line."""
    return html.escape(" ".join("".join(c if c.isprintable() else " " for c in text).split()))
