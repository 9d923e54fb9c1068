"""Draws the pictures of the example site's projects, ``example-site/assets/projects/*.svg``, from the numbers that the
projects name. They hold figures and units alone, so that they serve in every language.

Run ``python docs/make_project_pictures.py``; with ``--check`` it says whether the files are up to date.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "example-site" / "assets" / "projects"
WIDTH, HEIGHT = 600, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 576, 50, 344
"""Where a plot lies in its picture."""
PAPER, INK, QUIET, LINE = "#fbf8f1", "#23282b", "#6c675e", "#d8d2c4"
BEFORE, AFTER, WOOD, STONE = "#9a3b1f", "#1f5f73", "#d9ab73", "#b9b4aa"
FONT = "'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif"

Curve = Callable[[float], float]


def draw(*parts: str) -> str:
    """A picture of ``parts``."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONT}" font-size="18" fill="{INK}">'
    )
    return (
        "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>', *parts, "</svg>"])
        + "\n"
    )


def write(text: str, x: float, y: float, anchor: str = "middle", colour: str = INK) -> str:
    """``text`` with its foot at a point."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


class Plot:
    """Two axes, each from its first mark to its last."""

    def __init__(self, x_marks: list[float], x_unit: str, y_marks: list[float], y_unit: str) -> None:
        self._x, self._y = x_marks, y_marks
        self._units = (x_unit, y_unit)

    def x(self, value: float) -> float:
        """Where ``value`` lies across."""
        return round(LEFT + (RIGHT - LEFT) * (value - self._x[0]) / (self._x[-1] - self._x[0]), 1)

    def y(self, value: float) -> float:
        """Where ``value`` lies, from the top down."""
        return round(BOTTOM - (BOTTOM - TOP) * (value - self._y[0]) / (self._y[-1] - self._y[0]), 1)

    def axes(self) -> Iterable[str]:
        """Lines across, figures beside and below, and the units after the last of them."""
        for mark in self._y:
            y = self.y(mark)
            yield f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="{LINE}"/>'
            yield write(f"{mark:g}".replace("-", "−"), LEFT - 10, y + 6, "end")
        yield write(self._units[1], LEFT - 10, TOP - 20, "end", QUIET)
        for mark in self._x:
            last = mark == self._x[-1]
            yield write(
                f"{mark:g}{' ' + self._units[0] if last else ''}",
                self.x(mark),
                BOTTOM + 30,
                "end" if last else "middle",
            )

    def curve(self, of: Curve, colour: str, steps: int = 240) -> str:
        """The curve of a function, from the first mark to the last."""
        first, last = self._x[0], self._x[-1]
        places = (first + (last - first) * step / steps for step in range(steps + 1))
        points = " ".join(f"{self.x(place)},{self.y(of(place))}" for place in places)
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="3" stroke-linejoin="round"/>'


def draw_organ() -> str:
    """The wind of the Oswald organ as both manuals set in: 6 mm down and swinging at 2.6 Hz, and after the repair 2 mm."""
    turn = 2 * math.pi * 2.6

    def fall(depth: float, damping: float) -> Curve:
        lasting = depth / (1 + math.exp(-damping * math.pi / turn))

        def pressure(time: float) -> float:
            since = time - 0.25
            return (
                72.0
                if since < 0
                else 72 - lasting * (1 - math.exp(-damping * since) * math.cos(turn * since))
            )

        return pressure

    plot = Plot([0, 0.5, 1, 1.5, 2], "s", [64, 66, 68, 70, 72, 74], "mm")
    return draw(*plot.axes(), plot.curve(fall(6, 1.8), BEFORE), plot.curve(fall(2, 9), AFTER))


def draw_reading_room() -> str:
    """The floor of the reading room after one heel: 6.8 Hz, with 3 % of damping."""
    turn = 2 * math.pi * 6.8

    def swing(time: float) -> float:
        since = time - 0.1
        return 0.0 if since < 0 else 9 * math.exp(-0.03 * turn * since) * math.sin(turn * since)

    plot = Plot([0, 0.5, 1, 1.5, 2], "s", [-10, -5, 0, 5, 10], "mm/s")
    return draw(*plot.axes(), plot.curve(swing, AFTER, 480))


def draw_beam_floors() -> str:
    """17 floors in Deventer before and after: 12 dB better on average, 10 at the least."""
    before = [61, 62, 63, 63, 64, 64, 65, 65, 66, 66, 67, 68, 68, 69, 70, 71, 73]
    better = [10, 12, 11, 12, 13, 12, 10, 13, 12, 11, 12, 13, 14, 12, 13, 11, 13]
    plot = Plot([0, 18], "", [45, 50, 55, 60, 65, 70, 75], "dB")
    parts = []
    for number, (level, gain) in enumerate(zip(before, better, strict=True), 1):
        x, high, low = plot.x(number), plot.y(level), plot.y(level - gain)
        parts += [
            f'<line x1="{x}" y1="{high}" x2="{x}" y2="{low}" stroke="{STONE}" stroke-width="2"/>',
            f'<circle cx="{x}" cy="{high}" r="7" fill="{BEFORE}"/>',
            f'<circle cx="{x}" cy="{low}" r="7" fill="{AFTER}"/>',
        ]
    marks = [part for part in plot.axes() if f'y="{BOTTOM + 30}"' not in part]
    return draw(*marks, *parts)


def draw_floor() -> str:
    """The floor of Kadekwartier in section: screed, mineral wool, 60 mm of chippings, five layers of timber."""
    layers = [
        (60, "#dfeae6"),
        (30, "#e7c66b"),
        (60, STONE),
        (32, WOOD),
        (32, "#c9975a"),
        (32, WOOD),
        (32, "#c9975a"),
        (32, WOOD),
    ]
    left, right, y = 90.0, 576.0, 44.0
    parts = []
    for number, (thick, colour) in enumerate(layers):
        parts.append(
            f'<rect x="{left:g}" y="{y:g}" width="{right - left:g}" height="{thick}" fill="{colour}" stroke="{INK}"/>'
        )
        if number == 2:
            parts += [_stone(number, left, y) for number in range(180)]
        if number < 3:
            parts.append(write(f"{thick}", left - 14, y + thick / 2 + 6, "end"))
        y += thick
    middle = y - 80
    return draw(
        *parts, write("160", left - 14, middle + 6, "end"), write("mm", left - 14, y + 24, "end", QUIET)
    )


def _stone(number: int, left: float, top: float) -> str:
    """One of the chippings: scattered, and the same each time."""
    x = left + 10 + (number * 97) % 466
    y = top + 7 + (number * 41) % 46
    return f'<circle cx="{x:g}" cy="{y:g}" r="{3 + number % 4}" fill="{PAPER}" stroke="{QUIET}"/>'


def draw_classrooms() -> str:
    """212 classrooms in 38 schools: a dot for each, a column for each school."""
    rooms = [3 + (number * 7) % 6 for number in range(38)]
    short = 212 - sum(rooms)
    rooms = [count + (1 if number < short else 0) for number, count in enumerate(sorted(rooms, reverse=True))]
    step = (WIDTH - 48) / len(rooms)
    dots = [
        f'<circle cx="{24 + step * (school + 0.5):.1f}" cy="{356 - 32 * room}" r="5.5" fill="{AFTER}"/>'
        for school, count in enumerate(rooms)
        for room in range(count)
    ]
    return draw(*dots)


def draw_hall() -> str:
    """How sound dies away in Het Zetwerk: by 60 dB in 1.4 s, with the panels out in 0.9 s."""
    plot = Plot([0, 0.3, 0.6, 0.9, 1.2, 1.5], "s", [-60, -40, -20, 0], "dB")

    def decay(seconds: float) -> Curve:
        return lambda time: max(-60.0, -60 * time / seconds)

    return draw(*plot.axes(), plot.curve(decay(1.4), BEFORE, 150), plot.curve(decay(0.9), AFTER, 150))


PICTURES: dict[str, Callable[[], str]] = {
    "kadekwartier": draw_floor,
    "beam-floors-deventer": draw_beam_floors,
    "hoge-weide": draw_reading_room,
    "oswald-organ": draw_organ,
    "classroom-loan-set": draw_classrooms,
    "het-zetwerk": draw_hall,
}
"""What draws the picture of a project, by the project's id."""


def main() -> None:
    """Write the pictures; with ``--check`` stop where one isn't what would be written."""
    texts = {FOLDER / f"{name}.svg": make() for name, make in PICTURES.items()}
    if "--check" in sys.argv[1:]:
        stale = [
            path.name for path, text in texts.items() if not path.is_file() or path.read_text("utf-8") != text
        ]
        sys.exit(f"run: python docs/make_project_pictures.py ({', '.join(stale)})" if stale else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
