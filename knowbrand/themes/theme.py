"""A theme in use: its chain of folders, its options, its style sheet and its templates."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import NamedTuple

import msgspec

from knowbrand.problems import Problem
from knowbrand.themes.environment import make_environment, render_template
from knowbrand.themes.layer import ASSETS, Layer
from knowbrand.themes.styles import check_style, place_urls


class Asset(NamedTuple):
    """A file that the theme brings: its name below ``assets/``, the name it is published under, and its bytes."""

    name: str
    published: str
    content: bytes


class Theme:
    """``layers`` from the nearest (the site's overrides) to the root theme; ``options`` complete."""

    def __init__(self, layers: tuple[Layer, ...], options: dict[str, str | float | bool]) -> None:
        self.layers = layers
        self.options = options
        self._environment = make_environment(layers)

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

    def words(self, language: str, default: str) -> dict[str, str]:
        """The words that the chain brings in ``language``; what it lacks, in ``default``, else in any language."""
        found: dict[str, str] = {}
        for layer in reversed(self.layers):
            by_language = layer.manifest.words if layer.manifest else {}
            for words in (*by_language.values(), by_language.get(default, {}), by_language.get(language, {})):
                found |= words
        return found

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """The files below ``assets/`` of the whole chain; the nearest of a name counts."""
        found: dict[str, bytes] = {}
        for layer in reversed(self.layers):
            found |= {
                path.removeprefix(ASSETS): content
                for path, content in layer.files.items()
                if path.startswith(ASSETS)
            }
        return tuple(
            Asset(name, name_by_content(name, content), content) for name, content in sorted(found.items())
        )

    def stylesheet(self, *more: str) -> str:
        """The style sheets of the chain, the root theme's first, then ``more``, then the site's ``custom.css``."""
        published = {asset.name: asset.published for asset in self.assets}
        options = "".join(f"  --{name}: {value};\n" for name, value in self._colours())
        sheets = [f":root {{\n{options}}}\n"] if options else []
        own: list[str] = []
        for layer in reversed(self.layers):
            target = sheets if layer.manifest else own
            target.extend(
                place_urls(content.decode(), published)
                for path, content in sorted(layer.files.items())
                if path.endswith(".css") and not path.startswith(ASSETS)
            )
        return "\n".join([*sheets, *more, *own])

    def check_styles(self) -> list[Problem]:
        """What is wrong with the style sheets: an asset that isn't there, a request to another host."""
        names = frozenset(asset.name for asset in self.assets)
        return [
            problem
            for layer in self.layers
            for path, content in sorted(layer.files.items())
            if path.endswith(".css") and not path.startswith(ASSETS)
            for problem in check_style(content.decode(), layer.place(path), names)
        ]

    @cached_property
    def digest(self) -> str:
        """Changes with any file of the chain and any option."""
        digest = hashlib.sha256(msgspec.json.encode(self.options, order="deterministic"))
        for layer in self.layers:
            for path, content in sorted(layer.files.items()):
                digest.update(f"\0{layer.shown}/{path}\0{len(content)}\0".encode())
                digest.update(content)
        return digest.hexdigest()

    def _colours(self) -> list[tuple[str, object]]:
        declared = {
            name: option.type
            for layer in reversed(self.layers)
            if layer.manifest
            for name, option in layer.manifest.options.items()
        }
        return [(name, self.options[name]) for name, kind in sorted(declared.items()) if kind == "colour"]


def name_by_content(name: str, content: bytes) -> str:
    """``name`` with the beginning of its content's digest before the ending: it changes when the content does."""
    stem, dot, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{stem}.{digest}.{ending}" if dot and stem else f"{name}.{digest}"
