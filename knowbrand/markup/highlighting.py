"""Code in colours: Pygments' classes, and a light and a dark style whose contrast is enough (WCAG 1.4.3)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexer import Lexer

MAX_HIGHLIGHTED = 100_000

BACKGROUND = ("#f6f7f9", "#1b1f26")
FOREGROUND = ("#1f2430", "#e3e6eb")
STYLE: tuple[tuple[str, str, str, str], ...] = (
    ("c ch cm c1 cs cpf", "#5b6270", "#a3adba", "font-style: italic"),
    ("k kc kd kn kp kr kt ow", "#8a1f6d", "#f0a3dc", ""),
    ("s sa sb sc dl sd s2 se sh si sx s1 ss", "#1c6b34", "#9bdca9", ""),
    ("sr", "#8c4a00", "#f2bd7e", ""),
    ("m mb mf mh mi mo il", "#8c4a00", "#f2bd7e", ""),
    ("nf fm nc nn ne nd", "#1d4fa8", "#9cc2ff", ""),
    ("nb bp nv vc vg vi vm na no nl", "#0b626e", "#86d8e3", ""),
    ("nt cp", "#8a1f6d", "#f0a3dc", ""),
    ("gi", "#1c6b34", "#9bdca9", ""),
    ("gd gr gt err", "#a1201c", "#ffaca6", ""),
    ("gh gu gp", "#1d4fa8", "#9cc2ff", "font-weight: bold"),
    ("go", "#5b6270", "#a3adba", ""),
    ("ge", "", "", "font-style: italic"),
    ("gs", "", "", "font-weight: bold"),
)
"""Pygments' short class names, their colour on light and on dark, and what else marks them."""


@cache
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters.html import HtmlFormatter  # a text without code doesn't pay for Pygments

    return HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str, *, ascii_only: bool) -> Lexer | None:
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    from knowbrand.markup.lexers import spare

    try:
        return spare(find_lexer_class_by_name(language), ascii_only=ascii_only)(stripnl=False)
    except ClassNotFound:
        return None


def known_languages() -> list[str]:
    """Every name that a fence's language may have."""
    from pygments.lexers import get_all_lexers

    return sorted({alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases})


def highlight(source: str, language: str) -> str | None:
    """``source`` as HTML with Pygments' classes; None when the language isn't known."""
    lexer = _lexer(language.lower(), ascii_only=source.isascii())
    if lexer is None:
        return None
    from pygments import highlight as pygments_highlight

    return pygments_highlight(source, lexer, _formatter())


def _rules(column: int, indentation: str) -> list[str]:
    rules = [
        f"{indentation}.highlight {{ background: {BACKGROUND[column]}; color: {FOREGROUND[column]}; }}",
    ]
    for names, light, dark, more in STYLE:
        colour = (light, dark)[column]
        declarations = "; ".join(part for part in (f"color: {colour}" if colour else "", more) if part)
        if column and not colour:
            continue
        selector = ", ".join(f".highlight .{name}" for name in names.split())
        rules.append(f"{indentation}{selector} {{ {declarations}; }}")
    return rules


def highlight_css() -> str:
    """The style sheet for highlighted code: light, and dark for those whose system asks for it."""
    light = "\n".join(_rules(0, ""))
    dark = "\n".join(_rules(1, "  "))
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
