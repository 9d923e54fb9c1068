"""From a theme's name to its chain: the site's overrides, the theme, its parent, and so on to the root."""

from __future__ import annotations

from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowbrand.model.settings import Settings
from knowbrand.problems import KnowbrandError, Place, Problem, error, has_errors, nearest
from knowbrand.themes.choices import check_variants, read_choices, read_shades
from knowbrand.themes.deprecation import check_names
from knowbrand.themes.fit import check_fit
from knowbrand.themes.layer import BUILT_IN, MANIFEST, STYLE, Layer, read_folder
from knowbrand.themes.manifest import read_manifest
from knowbrand.themes.pins import check_pins
from knowbrand.themes.theme import Theme

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

OVERRIDES = "overrides"
OVERRIDES_STYLE = "custom.css"
ENTRY_POINTS = "knowbrand.themes"
INSTALLED = "(installed)"
_LONGEST = 12


class Loading(NamedTuple):
    """A theme, and what is wrong with it. ``theme`` is None where an error keeps it from use."""

    theme: Theme | None
    problems: list[Problem]


def load_theme(root: Path, settings: Settings) -> Loading:
    """The theme that the site in ``root`` chose, read whole; its templates are compiled when they are used."""
    problems: list[Problem] = []
    choice = settings.theme
    layers = _read_chain(root, choice.name, settings.theme.where("name"), problems)
    choices = read_choices(layers, choice)
    problems += choices.problems
    if (root / OVERRIDES).is_symlink():
        problems.append(
            error("KB405", "a theme can't hold links", Place(OVERRIDES), "copy the folder into the site")
        )
    elif (root / OVERRIDES).is_dir():
        files = read_folder(root / OVERRIDES, OVERRIDES, OVERRIDES_STYLE, problems)
        layers.insert(0, Layer(OVERRIDES, OVERRIDES, files))
    problems += check_pins(root, layers)
    if has_errors(problems):
        return Loading(None, problems)
    theme = Theme(tuple(layers), choices.values)
    shades, notes = read_shades(choices, theme.stylesheet(), layers, choice)
    theme = Theme(tuple(layers), choices.values, shades)
    problems += [*notes, *theme.check_styles(), *check_variants(theme.layers)]
    problems += [*check_fit(theme.layers), *check_names(theme.layers)]
    failed = has_errors(problems)
    return Loading(None if failed else theme, problems)


def builtin_themes() -> dict[str, Path]:
    """The folders of the themes that come with knowbrand: in the package, or beside it in a checkout."""
    package = Path(str(resources.files("knowbrand")))
    for folder in (package / "builtin_themes", package.parent / "themes"):
        if folder.is_dir():
            return {path.name: path for path in sorted(folder.iterdir()) if (path / MANIFEST).is_file()}
    return {}


def installed_themes() -> dict[str, EntryPoint]:
    """The themes that other packages bring (entry points of the group ``knowbrand.themes``), by name."""
    from importlib.metadata import entry_points  # a site with one of our own themes doesn't pay for it

    return {found.name: found for found in entry_points(group=ENTRY_POINTS)}


def find_installed(name: str) -> Path | None:
    """The folder of an installed theme; None where no package brings one of that name. Its code isn't run: the entry
    point names a package, and the theme's files lie in the package's folder."""
    found = installed_themes().get(name)
    try:
        spec = find_spec(found.module) if found else None
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def list_own(root: Path) -> list[str]:
    """The names of the folders in the site's ``themes/``."""
    themes = root / "themes"
    if themes.is_symlink() or not themes.is_dir():
        return []
    folders = (path for path in themes.iterdir() if path.is_dir() and not path.is_symlink())
    return sorted(path.name for path in folders if not path.name.startswith("."))


def read_chain(root: Path, name: str) -> list[Layer]:
    """The theme ``name`` and its ancestors. Raises KnowbrandError where the site in ``root`` couldn't use it."""
    problems: list[Problem] = []
    layers = _read_chain(root, name, None, problems)
    if problems:
        raise KnowbrandError(*problems)
    return layers


def _read_chain(root: Path, name: str, place: Place | None, problems: list[Problem]) -> list[Layer]:
    """The theme ``name`` and its ancestors. A site's theme may extend the built-in theme of its own name."""
    builtin = builtin_themes()
    layers: list[Layer] = []
    wanted: str | None = name
    while wanted is not None:
        own = root / "themes" / wanted if wanted in list_own(root) else None
        seen = {layer.shown for layer in layers}
        if own and f"themes/{wanted}" not in seen:
            layer = read_layer(own, wanted, f"themes/{wanted}", problems)
        elif wanted in builtin and f"{wanted} {BUILT_IN}" not in seen:
            layer = read_layer(builtin[wanted], wanted, f"{wanted} {BUILT_IN}", problems, is_own=False)
        elif (installed := find_installed(wanted)) and f"{wanted} {INSTALLED}" not in seen:
            layer = read_layer(installed, wanted, f"{wanted} {INSTALLED}", problems, is_own=False)
        elif seen and (own or installed or wanted in builtin):
            message = f"the themes are each other's parent: {' → '.join([*(found.name for found in layers), wanted])}"
            problems.append(error("KB401", message, place, "take 'parent' out of one of them"))
            break
        else:
            problems.append(_unknown_theme(root, wanted, builtin, place))
            break
        if layer is None:
            break
        layers.append(layer)
        if len(layers) > _LONGEST:
            problems.append(error("KB401", f"more than {_LONGEST} themes build upon each other", place))
            break
        place = layer.place(MANIFEST)
        wanted = layer.manifest.parent if layer.manifest else None
    return layers


def _unknown_theme(root: Path, name: str, builtin: dict[str, Path], place: Place | None) -> Problem:
    known = sorted({*list_own(root), *builtin, *installed_themes()})
    guess = nearest(name, known)
    hint = (
        f"did you mean '{guess}'?"
        if guess
        else f"known themes: {', '.join(known)}; your own stand in themes/"
    )
    return error("KB400", f"there is no theme '{name[:100]}'", place, hint)


def read_layer(
    folder: Path, name: str, shown: str, problems: list[Problem], *, is_own: bool = True
) -> Layer | None:
    """The theme in ``folder``; None, and why among ``problems``, where it has no manifest that can be read."""
    files = read_folder(folder, shown, STYLE, problems)
    if MANIFEST not in files:
        hint = f"write one: name: {name}, parent: plain, api: 1"
        problems.append(
            error("KB402", f"the theme '{name}' has no {MANIFEST}", Place(f"{shown}/{MANIFEST}"), hint)
        )
        return None
    try:
        manifest = read_manifest(files[MANIFEST].decode(), f"{shown}/{MANIFEST}", name)
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return None
    return Layer(name, shown, files, manifest, is_own)
