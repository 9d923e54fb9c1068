"""The corpus that the builds are measured with: posts of 550 words, the same for every generator, from a seed.

python benchmarks/corpus.py GENERATOR FOLDER [--posts 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SITES = Path(__file__).resolve().parent / "sites"
FIRST_DAY = dt.date(2010, 1, 1)
WORDS = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()
TAGS = tuple(
    f"{place}-{work}"
    for place in ("field", "paper", "river", "stone", "letter", "window", "engine", "winter")
    for work in ("notes", "work", "craft", "study", "trade")
)
CODE = {
    "python": "def mean(values: list[float]) -> float:\n    \"\"\"The mean, 0 for no values.\"\"\"\n"
    "    total = 0.0\n    for value in values:  # one by one\n        total += value\n"
    "    return total / len(values) if values else 0.0\n",
    "javascript": "export function mean(values) {\n  let total = 0; // a sum\n  for (const value of values) {\n"
    "    total += value;\n  }\n  return values.length ? `${total / values.length}` : '0';\n}\n",
    "bash": "#!/bin/sh\nset -e\nfor file in *.csv; do\n  sort \"$file\" | uniq -c > \"$file.counts\"\n"
    "done\necho \"done: $(ls | wc -l) files\"\n",
    "yaml": "name: measure\non: [push]\njobs:\n  run:\n    steps:\n      - uses: checkout\n"
    "      - run: make test  # all of it\n",
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A post as every generator gets it, without front matter."""

    slug: str
    title: str
    date: dt.date
    tags: tuple[str, ...]
    body: str


def make_posts(count: int, seed: int = 1) -> Iterator[Text]:
    """``count`` posts, the same for the same seed; each is made of its own seed, so more posts change no earlier one."""
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        title = " ".join(chance.choices(WORDS, k=5)).capitalize()
        tags = tuple(sorted(chance.sample(TAGS, k=chance.randint(1, 4))))
        yield Text(
            f"post-{number:05}", title, FIRST_DAY + dt.timedelta(number // 2), tags, _body(chance, number)
        )


def _body(chance: random.Random, number: int) -> str:
    blocks = [_paragraph(chance, 70)]
    for section in range(4):
        blocks.append(f"## {' '.join(chance.choices(WORDS, k=4)).capitalize()}")
        blocks.append(_paragraph(chance, 52))
        if section == 1:
            items = (_sentence(chance, 9) for _ in range(5))
            blocks.append("\n".join(f"- {item}" for item in items))
        if section == 2 and number % 3 == 0:
            language = chance.choice(sorted(CODE))
            blocks.append(f"```{language}\n{CODE[language]}```")
        if section == 3:
            blocks.append(f"> {_sentence(chance, 20)}")
        blocks.append(_paragraph(chance, 52))
    return "\n\n".join(blocks) + "\n"


def _paragraph(chance: random.Random, words: int) -> str:
    sentences = [_sentence(chance, 10 + number % 5) for number in range(max(1, round(words / 12)))]
    return _wrap(" ".join(sentences))


def _sentence(chance: random.Random, count: int) -> str:
    words = chance.choices(WORDS, k=count)
    words[0] = words[0].capitalize()
    place = chance.randrange(1, count - 2)
    match chance.randrange(6):
        case 0:
            words[place] = f"*{words[place]}*"
        case 1:
            words[place : place + 2] = [f"**{words[place]} {words[place + 1]}**"]
        case 2:
            link = f"https://example.org/{words[0].lower()}/{count}"
            words[place : place + 2] = [f"[{words[place]} {words[place + 1]}]({link})"]
        case 3:
            words[place] = f"`{words[place]}`"
        case 4:
            words[place] = f'"{words[place]},"'
        case _:
            words[place] += ","
    return " ".join(words) + "."


def _wrap(text: str) -> str:
    """Lines of about 90 characters, as many people write them."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > 90:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _yaml(post: Text) -> str:
    tags = ", ".join(post.tags)
    return f'---\ntitle: "{post.title}"\ndate: {post.date}\ntags: [{tags}]\n---\n\n{post.body}'


def _pelican(post: Text) -> str:
    return f"Title: {post.title}\nDate: {post.date}\nTags: {', '.join(post.tags)}\nSlug: {post.slug}\n\n{post.body}"


def _toml(post: Text) -> str:
    tags = ", ".join(f'"{tag}"' for tag in post.tags)
    return (
        f'+++\ntitle = "{post.title}"\ndate = {post.date}\n[taxonomies]\ntags = [{tags}]\n+++\n\n{post.body}'
    )


GENERATORS: dict[str, tuple[str, Callable[[Text], str]]] = {
    "knowbrand": ("content/posts", _yaml),
    "hugo": ("content/posts", _yaml),
    "zola": ("content/posts", _toml),
    "eleventy": ("content/posts", _yaml),
    "pelican": ("content", _pelican),
    "mkdocs": ("docs/posts", _yaml),
}
"""Where a generator's posts stand, and how a file of one is written."""


def write_corpus(generator: str, folder: Path, count: int, seed: int = 1) -> list[Path]:
    """A whole site of ``count`` posts for ``generator`` in the new ``folder``; the paths of its posts."""
    shutil.copytree(SITES / generator, folder, ignore=shutil.ignore_patterns("__pycache__"))
    below, write = GENERATORS[generator]
    (folder / below).mkdir(parents=True, exist_ok=True)
    paths = []
    for post in make_posts(count, seed):
        path = folder / below / f"{post.slug}.md"
        path.write_text(write(post), encoding="utf-8")
        paths.append(path)
    return paths


def main() -> None:
    """Write one site."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("generator", choices=GENERATORS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    written = write_corpus(arguments.generator, arguments.folder, arguments.posts, arguments.seed)
    print(f"{len(written)} posts in {arguments.folder}")


if __name__ == "__main__":
    main()
