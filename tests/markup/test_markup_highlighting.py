"""The colours of code can be read by everybody (WCAG 1.4.3: 4.5 to 1), on light and on dark."""

from __future__ import annotations

import re

from knowbrand.markup import highlight_css, render


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_has_enough_contrast() -> None:
    light, dark = highlight_css().split("@media (prefers-color-scheme: dark)")
    for part in (light, dark):
        background = re.findall(r"background: (#[0-9a-f]{6})", part)
        colours = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", part)
        assert len(background) == 1
        assert len(colours) > 10
        assert all(contrast(colour, background[0]) >= 4.5 for colour in colours)


def test_both_styles_colour_the_same_classes() -> None:
    light, dark = highlight_css().split("@media (prefers-color-scheme: dark)")
    coloured = re.findall(r"^(\.highlight [^{]*) \{ color", light, flags=re.MULTILINE)
    assert coloured
    assert re.findall(r"^\s+(\.highlight [^{]*) \{ color", dark, flags=re.MULTILINE) == coloured


def test_code_has_the_classes_that_the_style_sheet_colours() -> None:
    html = render("```python\ndef f(): return 'x'  # why\n```", path="a.md").html
    css = highlight_css()
    for name in re.findall('<span class="([a-z0-9]+)">', html):
        if name not in ("p", "n", "o", "w"):
            assert f".highlight .{name}" in css
