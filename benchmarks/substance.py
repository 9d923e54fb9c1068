"""How well and how fast the check for filler reads.

python benchmarks/substance.py FILE.jsonl…                precision and recall on labelled sentences, by language
python benchmarks/substance.py --half even FILE.jsonl…    … on those whose id has an even number
python benchmarks/substance.py --half odd --show FILE…    … and the sentences of that half that were misread
python benchmarks/substance.py --posts FOLDER             alarms (warnings and errors) per 1,000 words of posts
python benchmarks/substance.py --speed --lang nl          the time for 100 posts of 1,500 words

A line of a file is {"id", "lang", "text", "label": "FILLER" | "SUBSTANCE", "category", "where"}. A sentence counts as
flagged if `knowbrand check` would show a finding of any severity, at the level "normal", where the sentence stands alone
as the summary of a profile, or as a paragraph of a post.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from knowbrand.check.substance.reading import LEVELS, Finding, Reader, Where  # noqa: E402
from knowbrand.check.substance.runs import read_field, read_markdown  # noqa: E402
from knowbrand.problems import Problem  # noqa: E402
from knowbrand.sources.packs import read_packs  # noqa: E402

PLACES: tuple[Where, ...] = ("profile", "post")


@cache
def reader(lang: str) -> Reader:
    """The reader of a language, with the rules that come with knowbrand."""
    problems: list[Problem] = []
    rules = read_packs(None, [lang], problems)[lang]
    if problems:
        sys.exit("\n".join(f"{problem.place} {problem.message}" for problem in problems))
    return Reader(lang, rules)


def find(text: str, lang: str, where: Where, level: str = "normal") -> list[Finding]:
    """What the check reports of a text."""
    runs = read_field(text) if where == "profile" else read_markdown(text)
    return reader(lang).read(runs, where, LEVELS[level])


def in_half(row: dict[str, Any], half: str) -> bool:
    """Whether the number at the end of a sentence's id is odd, or even, as asked."""
    number = re.search(r"(\d+)\D*$", row["id"])
    return half == "all" or (number is not None and int(number[1]) % 2 == (half == "odd"))


def judge(rows: list[dict[str, Any]], show: bool, detail: bool) -> None:
    """Print counts and figures for each language, as profile and as post."""
    for lang in sorted({row["lang"] for row in rows}):
        for where in PLACES:
            counts: Counter[str] = Counter()
            categories: dict[str, Counter[bool]] = defaultdict(Counter)
            for row in rows:
                if row["lang"] == lang:
                    found = find(row["text"], lang, where)
                    filler = row["label"] == "FILLER"
                    counts[("t" if bool(found) == filler else "f") + ("p" if found else "n")] += 1
                    categories[f"{row['label'][0]} {row.get('category', '')}"][bool(found) == filler] += 1
                    if show and bool(found) != filler:
                        rules = ", ".join(f"{one.rule.id} {one.score:.2f}" for one in found)
                        print(f"  {'alarm' if found else 'miss '} {row['text']} [{rules}]")
            tp, fp, fn, tn = (counts[name] for name in ("tp", "fp", "fn", "tn"))
            precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
            score = 2 * precision * recall / max(precision + recall, 1e-9)
            print(
                f"{lang} as {where:7}  tp {tp:3}  fp {fp:3}  fn {fn:3}  tn {tn:3}  "
                f"precision {precision:.3f}  recall {recall:.3f}  F1 {score:.3f}"
            )
            if detail:
                print(
                    "   "
                    + "; ".join(
                        f"{name} {c[True]}/{c[True] + c[False]}" for name, c in sorted(categories.items())
                    )
                )


def count_alarms(folder: Path, lang: str, show: bool) -> None:
    """Print how many warnings and errors there are in 1,000 words of the posts in ``folder``."""
    words = 0
    severities: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.md")):
        body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), count=1, flags=re.DOTALL)
        words += len(body.split())
        for finding in find(body, lang, "post"):
            severities[finding.severity] += 1
            rules[finding.rule.id] += 1
            if show:
                print(
                    f"  {finding.rule.id} {finding.score:.2f} {finding.run.text[finding.start : finding.end]}"
                )
    alarms = severities["warning"] + severities["error"]
    print(f"{words} words, {dict(severities)}, {alarms * 1000 / max(words, 1):.3f} alarms per 1,000 words")
    print(f"  {dict(rules.most_common())}")


def _work(task: tuple[str, list[str]]) -> int:
    lang, texts = task
    return sum(len(find(text, lang, "post")) for text in texts)


def measure_speed(lang: str) -> None:
    """Print the time for 100 posts of 1,500 words, made of the sentences to learn from: of two processes that begin with
    nothing read, and of one that has read rules and lexicon."""
    lines = (Path(__file__).parent / "substance_training" / f"{lang}.txt").read_text("utf-8").splitlines()
    sentences = [line[2:] for line in lines if line[:2] == "S "]
    posts = []
    for number in range(100):
        words, paragraphs = 0, [f"## Part {number}"]
        turn = number * 7
        while words < 1500:
            paragraph = " ".join(sentences[(turn + step) % len(sentences)] for step in range(5))
            paragraphs.append(paragraph)
            words += len(paragraph.split())
            turn += 5
        posts.append("\n\n".join(paragraphs))
    begin = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_work, ((lang, posts[::2]), (lang, posts[1::2]))))
    taken, spent = time.perf_counter() - begin, os.times()
    both = spent.children_user + spent.children_system
    print(f"100 posts of 1,500 words, 2 processes: {taken:.2f} s, processor time {both:.2f} s")
    begin = time.process_time()
    reader(lang)
    print(f"rules and lexicon read: processor time {time.process_time() - begin:.2f} s")
    begin = time.process_time()
    _work((lang, posts))
    print(f"the posts, 1 process: processor time {time.process_time() - begin:.2f} s")


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--half", choices=("odd", "even", "all"), default="all")
    parser.add_argument(
        "--show", action="store_true", help="show what was misread; only with --half odd, or --posts"
    )
    parser.add_argument("--categories", action="store_true", help="counts by category")
    parser.add_argument("--posts", type=Path)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    if arguments.show and arguments.files and arguments.half != "odd":
        parser.error(
            "--show goes with --half odd alone: the other sentences are held out, and nobody should see them"
        )
    for path in arguments.files:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        rows = [row for row in rows if in_half(row, arguments.half)]
        print(f"{path.name}, {arguments.half}: {len(rows)} sentences")
        judge(rows, arguments.show, arguments.categories)
    if arguments.posts:
        count_alarms(arguments.posts, arguments.lang, arguments.show)
    if arguments.speed:
        measure_speed(arguments.lang)


if __name__ == "__main__":
    main()
