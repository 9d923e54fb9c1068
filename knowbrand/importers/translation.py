"""Template calls into Markdown where their meaning is known; else left visible and reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Literal

from knowbrand.importers.blocks import Edit, Report
from knowbrand.importers.calls import Call, find_calls
from knowbrand.importers.regions import Regions, find_regions, holder, lone_ticks
from knowbrand.importers.rewriting import Rewriting, Span

PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".ico"}
)
_BASES = frozenset(
    {
        "site.baseurl",
        "site.url",
        "site.base_url",
        "SITEURL",
        ".Site.BaseURL",
        "config.base_url",
        "metadata.url",
    }
)
_URL_FILTERS = re.compile(
    r"(?:relative_url|absolute_url|url|safe|(?:prepend|append):\s*(?:site\.\w+|\"\"|''))$"
)
_EMBEDDING = re.compile(r"(?:embed|iframe|video|player|youtube|vimeo)\w{0,20}(?:[\s:(]|$)")
_PLAYER = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed|player\.(vimeo)\.com/video)/([\w-]{3,30})(?:[?#].*)?$"
)
_PICTURE_CALL = re.compile(r"(?:img|image|figure|picture|fig)(?:_?\w{0,30})?$")
_BEFORE_TARGET = re.compile(r"\s*<?[^\s()]*")
_REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\]\n]{1,200}\]:\s*\S*$")
_DASHES = re.compile(r"^(?=[^\n]*\|)(?=[^\n]*-)[ |:-]++$", re.MULTILINE)
_BRACKET = re.compile(r"[()]|\{\{|\{%")
_CALL_ENDS = {"{{": "}}", "{%": "%}"}
_KINDS = {"liquid": "template tag", "output": "template expression", "shortcode": "shortcode"}
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
Where = Literal["text", "target", "reference", "tag", "html"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a call may refer to: the post's own front matter by key, the old site's address, and a way from the name of
    a source file to a link (None where there is no such post or file)."""

    page: MappingABC[str, str]
    base_url: str | None
    find_source: Callable[[str], str | None]


def translate_calls(
    text: Rewriting, raw: list[Span], surroundings: Surroundings, report: Report
) -> Rewriting:
    """``text`` with the calls outside code translated, or made visible and told through ``report``; what stood in the
    stretches ``raw`` of the original are no calls."""
    source = text.text
    regions = find_regions(source)
    calls = [
        call
        for call in find_calls(source)
        if not regions.in_code(call.start) and not holder(raw, text.origin(call.start))
    ]
    lone = lone_ticks(source, regions)
    edits: list[Edit] = []
    told: set[str] = set()
    number = 0
    while number < len(calls):
        call = calls[number]
        where, limit = _where(source, call, regions)
        group = [call]
        if where == "target":
            group += [other for other in calls[number + 1 : number + 20] if other.start < limit]
        else:
            while (after := number + len(group)) < len(calls) and calls[after].start == group[-1].end:
                group.append(calls[after])
        number += len(group)
        meanings = [_translate(one, source, where, surroundings) for one in group]
        for one, meaning in zip(group, meanings, strict=True):
            opener = re.sub(r"^(?:/\s*|end_?)", "", one.name)
            if meaning is None and (opener == one.name or opener not in told):
                _tell(report, text.origin(one.start), one)
            told.add(one.name)
        edits += _edit(source, group, meanings, where, limit, lone)
    return text.apply(edits)


def _tell(report: Report, offset: int, call: Call) -> None:
    kind, name = _KINDS[call.kind], call.name
    if name[:1] in {'"', "'"} and call.filters:
        kind, name = "template filter", re.split(r"[\s:(]", call.filters[-1])[0]
    name = " ".join(name.split())[:40] or "(empty)"
    message = f"{kind} '{name}' isn't understood; it stays visible as it is"
    report(offset, message, "write in its place what it showed on the old site")


def _edit(
    source: str,
    group: list[Call],
    meanings: list[str | None],
    where: Where,
    limit: int,
    lone: frozenset[int],
) -> list[Edit]:
    if where == "target" and None in meanings:
        start = source.rfind("](", 0, group[0].start) + 1
        return [(Span(start, limit), show_code(source, Span(start, limit), lone))]
    edits: list[Edit] = []
    hidden: list[Span] = []
    for call, meaning in zip(group, meanings, strict=True):
        if meaning is not None:
            edits.append((Span(call.start, call.end), meaning))
        elif where == "html":
            edits.append((Span(call.start, call.end), escape(call.text, quote=False)))
        elif where in {"text", "reference"}:
            if hidden and hidden[-1].end == call.start:  # two spans of code side by side would run together
                hidden[-1] = Span(hidden[-1].start, call.end)
            else:
                hidden.append(Span(call.start, call.end))
    return edits + [(span, show_code(source, span, lone)) for span in hidden]


def show_code(source: str, span: Span, lone: frozenset[int]) -> str:
    """What stands at ``span``, as inline code on one line. ``lone`` are the lengths of the runs of backticks around it
    that belong to no code, and with which a run of ours must not pair."""
    text = " ".join(source[span.start : span.end].split())
    if "|" in text and _in_table(source, span.start):
        text = text.replace("|", r"\|")
    inside = {len(run) for run in re.findall(r"`+", text)}
    length = next(length for length in count(1) if length not in lone and length not in inside)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    before = " " if source[span.start - 1 : span.start] in {"`", "\\"} else ""
    after = " " if source[span.end : span.end + 1] == "`" else ""
    return f"{before}{'`' * length}{pad}{text}{pad}{'`' * length}{after}"


def _in_table(source: str, offset: int) -> bool:
    """Whether a table's line of dashes is among the lines around, up to the next empty ones."""
    start = max(source.rfind("\n\n", 0, offset), offset - 4000, 0)
    end = source.find("\n\n", offset, offset + 4000)
    return _DASHES.search(source, start, end if end >= 0 else min(offset + 4000, len(source))) is not None


def _where(source: str, call: Call, regions: Regions) -> tuple[Where, int]:
    """Where a call stands; in the target of a link also where that ends."""
    line_start = max(source.rfind("\n", 0, call.start) + 1, call.start - 2000)
    before = source[line_start : call.start]
    bracket = before.rfind("](")
    if bracket >= 0 and _BEFORE_TARGET.fullmatch(before, bracket + 2):
        line_end = source.find("\n", call.end)
        end = _closing(source, call.end, min(len(source) if line_end < 0 else line_end, call.end + 1000))
        if end:
            return "target", end
    opening = source.rfind("<", max(0, call.start - 1000), call.start)
    if (
        opening >= 0
        and ">" not in source[opening : call.start]
        and re.match(r"</?[A-Za-z]", source[opening : opening + 3])
    ):
        return "tag", 0
    if _REFERENCE.match(before):
        return "reference", 0
    return ("html" if regions.in_html(call.start) else "text"), 0


def _closing(source: str, start: int, limit: int) -> int | None:
    """The place after the bracket that closes a target; brackets inside calls don't count."""
    position, depth = start, 0
    while found := _BRACKET.search(source, position, limit):
        position = found.end()
        if found[0] in _CALL_ENDS:
            end = source.find(_CALL_ENDS[found[0]], position, limit)
            if end < 0:
                return None
            position = end + 2
            continue
        depth += 1 if found[0] == "(" else -1
        if depth < 0:
            return position
    return None


def _translate(call: Call, source: str, where: Where, surroundings: Surroundings) -> str | None:
    name = call.name
    if name in _BASES and not call.filters:
        return _base(call, source, where, surroundings)
    if name.startswith(("page.", ".Params.")) or (call.kind == "shortcode" and name == "param"):
        key = call.arguments[0] if name == "param" and call.arguments else name.rpartition(".")[2]
        value = surroundings.page.get(key) if not call.filters else None
        return escape(value) if value is not None and where in {"tag", "html"} else value
    if name[:1] in {'"', "'"} and name[-1:] == name[:1] and call.filters:
        return _literal(name[1:-1], call) or _player(name[1:-1], call, where)
    if name in {"post_url", "link", "ref", "relref"}:
        wanted = " ".join(call.arguments) or call.named.get("path", "")
        return surroundings.find_source(wanted) if wanted else None
    if name == "get_url" and call.named.get("path"):
        path = call.named["path"]
        return path if path.startswith("@/") else "/" + path.lstrip("/")
    if name in _VIDEOS and where == "text":
        video = call.get("id", 0)
        return f"<{_VIDEOS[name]}{video}>" if video and re.fullmatch(r"[\w-]{3,30}", video) else None
    if _PICTURE_CALL.match(name):
        return _picture(call, where)
    return None


def _base(call: Call, source: str, where: Where, surroundings: Surroundings) -> str | None:
    if where in {"text", "html"}:
        return surroundings.base_url
    following = source[call.end : call.end + 1]
    return "" if following in {"/", "{"} else "/"


def _literal(text: str, call: Call) -> str | None:
    """A quoted path that goes through the filters which only set the site's address before it."""
    if not all(_URL_FILTERS.match(one) for one in call.filters):
        return None
    return text if re.match(r"[a-z]+:|/|#", text) else f"/{text}"


def _player(url: str, call: Call, where: Where) -> str | None:
    """Somebody else's player, put in place by a filter such as ``embed: "title"``, as a link to what it plays."""
    if len(call.filters) != 1 or not _EMBEDDING.match(call.filters[0]) or where not in {"text", "html"}:
        return None
    found = _PLAYER.match(url)
    if found:
        url = _VIDEOS["vimeo" if found[1] else "youtube"] + found[2]
    if not re.match(r"https?://[^\s<>\"'()]+$", url):
        return None
    words = re.search(r"""[:(]\s*(["'])(.+)\1\s*\)?$""", call.filters[0], re.DOTALL)
    title = " ".join(words[2].split()) if words else url
    if where == "html":
        return f'<a href="{escape(url)}">{escape(title)}</a>'
    title = re.sub(r"([][\\`*_<])", r"\\\1", title)
    return f"[{title}]({url})" if words else f"<{url}>"


def _picture(call: Call, where: Where) -> str | None:
    src = call.named.get("src") or call.named.get("path") or call.named.get("url")
    rest = list(call.arguments)
    if src is None:
        number = next((at for at, one in enumerate(rest) if _is_picture(one)), None)
        if number is None:
            return None
        src, rest = rest[number], rest[number + 1 :]
    elif not _is_picture(src):
        return None
    worded = [one for one in rest if " " in one]
    alt = call.named.get("alt") or (worded[-1] if worded else rest[0] if len(rest) == 1 else "")
    if not alt and len(rest) > 1 and not all(one.isdigit() for one in rest):
        return None
    caption = call.named.get("caption") or call.named.get("title") or ""
    if call.kind == "liquid" and not re.match(r"[a-z]+:|/|@", src):
        src = "/" + re.sub(r"^(?:\./)+", "", src)
    if where in {"html", "tag"}:
        return f'<img src="{escape(src)}" alt="{escape(alt or caption)}">' if where == "html" else None
    if where != "text":
        return None
    alt = re.sub(r"([\[\]\\`])", r"\\\1", " ".join((alt or caption).split()))
    title = " ".join(caption.replace('"', "”").split()) if caption and caption != alt else ""
    return f"![{alt}]({_pointed(src)}" + (f' "{title}")' if title else ")")


def _is_picture(text: str) -> bool:
    path = text.split("?")[0].split("#")[0].lower()
    return "." in path and "." + path.rpartition(".")[2] in PICTURES and "\n" not in text


def _pointed(target: str) -> str:
    return f"<{re.sub(r'[<>]', '', target)}>" if re.search(r"[\s()<>]", target) else target
