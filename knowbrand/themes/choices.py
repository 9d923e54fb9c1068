"""What a site chose of its theme's options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from knowbrand.model.settings import ThemeChoice
from knowbrand.problems import Place, Problem, error, info, nearest, warning
from knowbrand.themes.layer import Layer, find_variant
from knowbrand.themes.legibility import find_legible
from knowbrand.themes.options import MisfitError, Option, OptionValue, Shades, read_option


class Choices(NamedTuple):
    """Every option with its value, chosen or by default (of a colour, the default); what was chosen; and what is wrong."""

    values: dict[str, OptionValue]
    chosen: dict[str, OptionValue]
    problems: list[Problem]


def declared_options(layers: Sequence[Layer]) -> dict[str, Option]:
    """The options of a chain; the nearest theme's declaration counts."""
    declared: dict[str, Option] = {}
    for layer in reversed(layers):
        declared |= layer.manifest.options if layer.manifest else {}
    return declared


def read_choices(layers: Sequence[Layer], choice: ThemeChoice) -> Choices:
    """What ``choice`` says about the options of ``layers``."""
    declared = declared_options(layers)
    choices = Choices({name: option.default for name, option in declared.items()}, {}, [])
    for name, value in choice.options.items():
        if name not in declared:
            guess = nearest(name, declared)
            known = ", ".join(declared) or "none"
            hint = f"did you mean '{guess}'?" if guess else f"options of this theme: {known}"
            message = f"the theme has no option '{str(name)[:60]}'"
            choices.problems.append(error("KB404", message, _place(choice, name), hint))
            continue
        try:
            choices.chosen[name] = read_option(declared[name], name, value)
        except MisfitError as fault:
            choices.problems.extend(
                error(
                    "KB404", message, _place(choice, name, part), hint or declared[name].description or None
                )
                for part, message, hint in fault.faults
            )
    choices.values.update(
        (name, value) for name, value in choices.chosen.items() if not isinstance(value, Shades)
    )
    return choices


def check_variants(layers: Sequence[Layer]) -> list[Problem]:
    """A warning for each folder of the site's own that goes with a value which no option can have."""
    declared = declared_options(layers)
    found: list[Problem | None] = []
    for layer in layers:
        variants = [variant for variant in map(find_variant, layer.files) if variant and layer.is_own]
        folders = dict.fromkeys((variant.option, variant.value) for variant in variants)
        found += [_check_variant(declared, layer, *folder) for folder in folders]
    return [problem for problem in found if problem]


def _check_variant(declared: dict[str, Option], layer: Layer, name: str, value: str) -> Problem | None:
    option = declared.get(name)
    known = _values_of(option) if option else tuple(declared)
    wrong = value if option else name
    if option and value in known:
        return None
    guess = nearest(wrong, known)
    what = f"'{name}' is never '{value}'" if option else f"there is no option '{name}'"
    hint = f"did you mean '{guess}'?" if guess else f"there are: {', '.join(known) or 'none'}"
    place = layer.place(f"options/{name}/{value}")
    return warning("KB462", f"nothing uses this folder: {what}", place, hint)


def _values_of(option: Option) -> tuple[str, ...]:
    if option.type == "boolean":
        return ("true", "false")
    return option.choices if option.type == "choice" else ()


def read_shades(
    choices: Choices, css: str, layers: Sequence[Layer], choice: ThemeChoice
) -> tuple[dict[str, Shades], list[Problem]]:
    """The colours that the site chose, as they can be read over the style sheet ``css``; and what was done to them."""
    pairs = [pair for layer in layers if layer.manifest for pair in layer.manifest.contrast]
    found: dict[str, Shades] = {}
    problems: list[Problem] = []
    for name, wish in choices.chosen.items():
        if not isinstance(wish, Shades):
            continue
        shades = find_legible(wish, name, css, pairs)
        place = _place(choice, name)
        if shades is None:
            hint = "choose another colour; the theme's own stands in for it"
            problems.append(warning("KB461", f"no shade of {wish.light} can be read here", place, hint))
            continue
        found[name] = shades
        if shades != wish:
            problems.append(_tell_change(name, wish, shades, place))
    return found, problems


def _tell_change(name: str, wish: Shades, shades: Shades, place: Place | None) -> Problem:
    pairs = ((wish.light, shades.light, "light"), (wish.dark, shades.dark, "dark"))
    changed = [f"{old} can't be read in the {scheme} scheme" for old, new, scheme in pairs if old != new]
    message = f"'{name}': {', '.join(changed)}, so it is {shades.light} in light and {shades.dark} in dark"
    hint = f'to choose both yourself: {name}: {{light: "{shades.light}", dark: "{shades.dark}"}}'
    return info("KB460", message, place, hint)


def _place(choice: ThemeChoice, name: str, part: str = "") -> Place | None:
    inner = [f"options.{name}.{part}"] if part else []
    return choice.where(*inner, f"options.{name}", "options")
