"""A theme in use: its chain of folders, its options, its style sheet and its templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from knowbrand.model.language import Language
from knowbrand.model.text import Localized
from knowbrand.problems import Problem
from knowbrand.themes.closing import check_closing, mend
from knowbrand.themes.environment import make_environment, render_template
from knowbrand.themes.layer import ASSETS, Layer, StyleSheet, Variant, find_variant
from knowbrand.themes.options import OptionValue, Shades
from knowbrand.themes.speech import ThemeWord, choose_words, join_words
from knowbrand.themes.styles import check_style, place_urls, shorten


class Asset(NamedTuple):
    """A file that the theme brings: its name below ``assets/``, the name it is published under, and its bytes."""

    name: str
    published: str
    content: bytes


class Theme:
    """``layers`` from the nearest (the site's overrides) to the root theme; ``options`` complete; ``shades`` are the colours
    among them that the site chose, as they can be read."""

    def __init__(
        self,
        layers: tuple[Layer, ...],
        options: Mapping[str, OptionValue],
        shades: Mapping[str, Shades] | None = None,
    ) -> None:
        self.layers = layers
        self.shades = shades or {}
        self._values = options
        self._environment = make_environment(layers)

    @cached_property
    def options(self) -> dict[str, str | float | bool | tuple[str, ...] | Localized]:
        """Every option with its value; of a colour, that for the light scheme."""
        values = {**self._values, **self.shades}
        return {name: value.light if isinstance(value, Shades) else value for name, value in values.items()}

    @property
    def name(self) -> str:
        """The chosen theme's name."""
        return next(layer.manifest.name for layer in self.layers if layer.manifest)

    def render(self, template: str, view: msgspec.Struct) -> str:
        """``template`` with the fields of ``view`` as its names.

        Raises KnowbrandError with the file and line of what is wrong in the template.
        """
        return render_template(self._environment, template, view)

    def own_text(self, template: str) -> str | None:
        """What the site's ``overrides/`` says for a template; None where it doesn't."""
        found = (layer.files.get(template) for layer in self.layers if layer.manifest is None)
        return next((content.decode() for content in found if content is not None), None)

    def words(self, spoken: Language, default: str) -> dict[str, ThemeWord]:
        """The words for a page in the language ``spoken``: the interface's and the chain's; ``default`` is the site's
        language."""
        return join_words(spoken, choose_words(self.layers, spoken.code, default))

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """The files below ``assets/`` of the whole chain; the nearest of a name counts."""
        found: dict[str, bytes] = {}
        for layer in reversed(self.layers):
            for path, content in layer.files.items():
                variant = find_variant(path)
                inside = variant.path if variant and self._is_chosen(variant) else path
                if inside.startswith(ASSETS):
                    found[inside.removeprefix(ASSETS)] = content
        return tuple(
            Asset(name, name_by_content(name, content), content) for name, content in sorted(found.items())
        )

    def stylesheet(self, *more: str) -> str:
        """The style sheets of the chain, the root theme's first, then ``more``, then what the site chose of colours and its
        ``custom.css``. What the site chose is for screens: paper keeps what the theme says."""
        published = {asset.name: asset.published for asset in self.assets}
        defaults = {name: value for name, value in self._values.items() if isinstance(value, Shades)}
        sheets = [_write_shades(defaults)] if defaults else []
        own = [f"@media screen {{\n{_write_shades(self.shades)}}}\n"] if self.shades else []
        for layer in reversed(self.layers):
            target = sheets if layer.manifest else own
            target.extend(shorten(place_urls(mend(sheet.text), published)) for sheet in self._sheets(layer))
        return "\n".join([*sheets, *map(shorten, more), *own])

    def check_styles(self) -> list[Problem]:
        """What is wrong with the style sheets: an asset that isn't there, a request to another host, what is left open
        (in those of every value of an option)."""
        names = frozenset(asset.name for asset in self.assets)
        return [
            problem
            for layer in self.layers
            for sheet in layer.styles()
            for problem in (
                *check_closing(sheet.text, layer.place(sheet.path)),
                *(check_style(sheet.text, layer.place(sheet.path), names) if self._is_used(sheet) else ()),
            )
        ]

    def with_option(self, name: str, value: OptionValue) -> Theme:
        """The theme of a site that chose ``value`` for the option ``name``."""
        return Theme(self.layers, {**self._values, name: value}, self.shades)

    def _sheets(self, layer: Layer) -> Iterator[StyleSheet]:
        return filter(self._is_used, layer.styles())

    def _is_used(self, sheet: StyleSheet) -> bool:
        return not sheet.variant or self._is_chosen(sheet.variant)

    def _is_chosen(self, variant: Variant) -> bool:
        value = self._values.get(variant.option)
        return (str(value).lower() if isinstance(value, bool) else value) == variant.value

    @cached_property
    def digest(self) -> str:
        """Changes with any file of the chain and any option."""
        values = (self._values, self.shades)
        digest = hashlib.sha256(msgspec.json.encode(values, order="deterministic"))
        for layer in self.layers:
            for path, content in sorted(layer.files.items()):
                digest.update(f"\0{layer.shown}/{path}\0{len(content)}\0".encode())
                digest.update(content)
        return digest.hexdigest()


def _write_shades(colours: Mapping[str, Shades]) -> str:
    light = "".join(f"  --{name}: {shades.light};\n" for name, shades in sorted(colours.items()))
    dark = "".join(
        f"  --{name}: {shades.dark};\n"
        for name, shades in sorted(colours.items())
        if shades.dark != shades.light
    )
    written = f":root {{\n{light}}}\n"
    return written + (f"@media (prefers-color-scheme: dark) {{ :root {{\n{dark}}} }}\n" if dark else "")


def name_by_content(name: str, content: bytes) -> str:
    """``name`` with the beginning of its content's digest before the ending: it changes when the content does."""
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{stem}.{digest}.{ending}" if dot and stem else f"{name}.{digest}"
