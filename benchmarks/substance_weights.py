"""Learn the weights of the readers of emptiness from the sentences in ``substance_training/``.

python benchmarks/substance_weights.py          show how well they do on folds that they didn't learn from
python benchmarks/substance_weights.py --write  and write knowbrand/check/substance/weights.json
python benchmarks/substance_weights.py --lang en …  for one language alone; the other weights stay as they are
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from knowbrand.check.substance.evidence import is_evidence  # noqa: E402
from knowbrand.check.substance.features import TOKEN, mask_quotes, read_traits  # noqa: E402
from knowbrand.check.substance.frame import FRAME, WORD  # noqa: E402
from knowbrand.check.substance.lexicon import load_lexicon  # noqa: E402
from knowbrand.check.substance.prose import list_fields, list_summaries, list_texts  # noqa: E402
from knowbrand.check.substance.runs import read_field, read_markdown  # noqa: E402
from knowbrand.check.substance.sentences import split_sentences  # noqa: E402
from knowbrand.sources import read_site  # noqa: E402

TRAINING = Path(__file__).resolve().parent / "substance_training"
TARGET = REPOSITORY / "knowbrand" / "check" / "substance" / "weights.json"
FOLDS = 5
PENALTY = 2.0
SEEN = 3
"""So many sentences have to have a word, or two kinds of words in a row, before it is learnt."""
BACKGROUND = 0.6
"""What a sentence of ordinary prose counts for, beside one that was written to learn from."""
ROUNDS = 400
MARGIN = {"en": 0.7, "nl": 0.4}
"""Log odds that have to be reached before anything is reported: a false alarm costs more than a miss."""


class Example(NamedTuple):
    """The features of a sentence, and whether it is filler."""

    features: dict[str, float]
    filler: bool
    weight: float = 1.0


class Fit(NamedTuple):
    """Weights by feature, and their bias."""

    weights: dict[str, float]
    bias: float

    def odds(self, features: dict[str, float]) -> float:
        """The log odds that a sentence with these features is filler."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())


def read_examples(lang: str) -> list[Example]:
    """The sentences to learn from."""
    examples = []
    lexicon = load_lexicon(lang) or sys.exit(f"no lexicon for {lang}")
    for path in sorted(TRAINING.glob(f"{lang}*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line[:2] in ("F ", "S "):
                for run in read_markdown(line[2:]):
                    masked = mask_quotes(run.text)
                    linked = any(is_evidence(link.target) for link in run.links)
                    tokens = [token.replace("’", "'") for token in TOKEN.findall(masked)]
                    traits = read_traits(masked, tokens, lexicon, quoted=masked != run.text, linked=linked)
                    examples.append(Example(traits.values, line[0] == "F"))
    return examples


def read_background(lang: str) -> list[Example]:
    """Sentences of the example site and, in English, of the documentation, in another language of the messages: good prose
    that praises nobody."""
    lexicon = load_lexicon(lang) or sys.exit(f"no lexicon for {lang}")
    texts = []
    for path in sorted((REPOSITORY / "example-site" / "content").rglob("*.md")):
        if (".nl." in path.name) == (lang == "nl"):
            texts.append(path.read_text("utf-8").split("\n---\n", 1)[1])
    if lang == "en":
        texts += [path.read_text("utf-8") for path in sorted((REPOSITORY / "docs").glob("*.md"))]
    messages = REPOSITORY / "knowbrand" / "languages" / "messages" / f"{lang}.yaml"
    if messages.is_file():
        said = yaml.safe_load(messages.read_text("utf-8")).values()
        texts += [re.sub(r"\{[^}]*\}", "X", text) for text in said]
    model = read_site(REPOSITORY / "example-site").model
    if model is None:
        sys.exit("the example site can't be read")
    fields = [*list_fields(model), *list_summaries(list_texts(model, imported=True))]
    runs = [run for text in texts for run in read_markdown(text)]
    runs += [run for prose in fields if prose.lang == lang for run in read_field(prose.text)]
    examples = []
    for run in runs:
        sentences = list(split_sentences(run, lang)) if run.kind != "heading" else []
        for sentence in sentences:
            masked = mask_quotes(sentence.text)
            tokens = [token.replace("’", "'") for token in TOKEN.findall(masked)]
            traits = read_traits(masked, tokens, lexicon, quoted=masked != sentence.text, linked=False)
            own = "me" in traits.values or "we" in traits.values
            if len(tokens) > 1 and (own or len(sentences) == 1):
                examples.append(Example(traits.values, False, BACKGROUND))
    return examples


def fit(examples: Sequence[Example]) -> Fit:
    """Logistic regression with an L2 penalty, by gradient descent with a step for each weight (AdaGrad)."""
    seen = Counter(name for example in examples for name in example.features)
    names = sorted(name for name in seen if not name.startswith((FRAME, WORD)) or seen[name] >= SEEN)
    index = {name: number for number, name in enumerate(names)}
    count = len(examples)
    features = [
        [(index[name], value) for name, value in example.features.items() if name in index]
        for example in examples
    ]
    scale = [0.0] * len(names)
    for row in features:
        for i, value in row:
            scale[i] += value * value
    scale = [
        1.0 if name.startswith((FRAME, WORD)) else math.sqrt(total / count) or 1.0
        for name, total in zip(names, scale, strict=True)
    ]
    rows = [[(i, value / scale[i]) for i, value in row] for row in features]
    weights, squares = [0.0] * len(names), [1e-8] * len(names)
    bias, bias_square = 0.0, 1e-8
    for _ in range(ROUNDS):
        gradient = [PENALTY / count * weight for weight in weights]
        bias_gradient = 0.0
        for row, example in zip(rows, examples, strict=True):
            odds = bias + sum(weights[i] * value for i, value in row)
            error = (
                (1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - example.filler) * example.weight / count
            )
            bias_gradient += error
            for i, value in row:
                gradient[i] += error * value
        for i, slope in enumerate(gradient):
            squares[i] += slope * slope
            weights[i] -= 0.3 * slope / math.sqrt(squares[i])
        bias_square += bias_gradient * bias_gradient
        bias -= 0.3 * bias_gradient / math.sqrt(bias_square)
    return Fit({name: weights[i] / scale[i] for name, i in index.items()}, bias)


def validate(
    examples: Sequence[Example], background: Sequence[Example], margin: float
) -> tuple[float, float]:
    """Precision and recall over folds, each judged by weights that never saw it."""
    hit = alarms = filler = 0
    for fold in range(FOLDS):
        learnt = fit([*(one for number, one in enumerate(examples) if number % FOLDS != fold), *background])
        for example in examples[fold::FOLDS]:
            flagged = learnt.odds(example.features) >= margin
            hit += flagged and example.filler
            alarms += flagged
            filler += example.filler
    return hit / max(alarms, 1), hit / max(filler, 1)


def main() -> None:
    """Learn, judge and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write weights.json")
    parser.add_argument("--quick", action="store_true", help="don't judge")
    parser.add_argument("--lang", choices=sorted(MARGIN), help="this language alone")
    arguments = parser.parse_args()
    made = json.loads(TARGET.read_text("utf-8"))
    for lang in [arguments.lang] if arguments.lang else sorted(MARGIN):
        examples, background = read_examples(lang), read_background(lang)
        print(f"{lang}: {len(background)} sentences of ordinary prose")
        if not arguments.quick:
            precision, recall = validate(examples, background, MARGIN[lang])
            print(
                f"{lang}: {len(examples)} sentences, in folds precision {precision:.3f}, recall {recall:.3f}"
            )
        learnt = fit([*examples, *background])
        features = {
            name: round(weight, 4) for name, weight in sorted(learnt.weights.items()) if abs(weight) >= 0.005
        }
        made[lang] = {"bias": round(learnt.bias - MARGIN[lang], 4), "features": features}
    if arguments.write:
        TARGET.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
