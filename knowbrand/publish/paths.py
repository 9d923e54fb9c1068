"""The one guard of every path that is written, and of paths that would meet on some computer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowbrand.model.filenames import fold_name, is_device
from knowbrand.problems import Place, Problem, error

LIST_PATH = "_/owned"
"""Where the published folder keeps the list of the files that knowbrand wrote."""

MAX_SEGMENT = 255
"""Bytes in one name: the limit of ext4, APFS, NTFS (in its own units) and most others."""

_WINDOWS_CHARACTERS = frozenset('<>:"|?*')


def check_paths(paths: Iterable[str], places: Mapping[str, Place] | None = None) -> list[Problem]:
    """All that is wrong with the outputs' paths: each must be relative, stay inside the folder, and be a name that every
    file system takes; and no two may be such that only one could exist on a file system that ignores letter case or
    Unicode form (APFS, NTFS). ``places`` says, as far as it is known, what in the sources each path comes from."""
    problems: list[Problem] = []
    faults: dict[str, str | None] = {}  # the same names come back in thousands of paths
    taken = Taken(places=places or {})
    for path in sorted(paths):
        fault = _path_fault(path)
        for segment in path.split("/"):
            if segment not in faults:
                faults[segment] = _segment_fault(segment)
            fault = fault or faults[segment]
        problems.extend([_refusal(path, fault, taken.places.get(path))] if fault else taken.add(path))
    return problems


@dataclass(frozen=True, slots=True)
class Taken:
    """The names that outputs take, folded for letter case and Unicode form."""

    files: dict[str, str] = field(default_factory=lambda: {fold_name(LIST_PATH): LIST_PATH})
    folders: dict[str, tuple[str, str]] = field(
        default_factory=lambda: {fold_name(folder): (folder, LIST_PATH) for folder in parents(LIST_PATH)}
    )
    """By folded name: the folder as first spelled, and a file in it."""
    places: Mapping[str, Place] = field(default_factory=dict)

    def add(self, path: str) -> list[Problem]:
        """Take ``path``; returns the collisions with what was taken before."""
        key = fold_name(path)
        if key in self.files:
            return [self._same_name(self.files[key], path)]
        if key in self.folders:
            return [self._file_and_folder(path, self.folders[key][1])]
        self.files[key] = path
        return list(self._add_folders(path))

    def _add_folders(self, path: str) -> Iterator[Problem]:
        for folder in parents(path):
            key = fold_name(folder)
            if key in self.files:
                yield self._file_and_folder(self.files[key], path)
            spelled, example = self.folders.setdefault(key, (folder, path))
            if spelled != folder:
                yield self._same_name(example, path)
                return

    def _same_name(self, first: str, second: str) -> Problem:
        return _same_name(first, second, self.places.get(second) or self.places.get(first))

    def _file_and_folder(self, file: str, inside: str) -> Problem:
        return _file_and_folder(file, inside, self.places.get(inside) or self.places.get(file))

    def holder(self, path: str, *, is_folder: bool) -> str | None:
        """The output that a file (or an empty folder) of somebody else at ``path`` is in the way of."""
        key = fold_name(path)
        if key in self.files:
            return self.files[key]
        if key in self.folders and not is_folder:
            return self.folders[key][1]
        return next(
            (self.files[above] for above in map(fold_name, parents(path)) if above in self.files), None
        )


def parents(path: str) -> list[str]:
    """The folders above a path, the nearest first: ``a/b/c`` gives ``a/b`` and ``a``."""
    return [path[:end] for end in range(len(path) - 1, 0, -1) if path[end] == "/"]


def shown(path: str) -> str:
    """The path as a message may show it: control characters and broken UTF-8 escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in path
    )


def _path_fault(path: str) -> str | None:
    if path.startswith("/"):
        return "it is absolute; it must start inside the output folder"
    if "\\" in path:
        return "it has a backslash, which is a separator on Windows"
    return None


def _segment_fault(segment: str) -> str | None:
    if not segment:
        return "a part of it is empty"
    if segment in {".", ".."}:
        return f"'{segment}' could lead out of the output folder"
    if any(unicodedata.category(character) == "Cc" for character in segment):
        return "it has a control character"
    try:
        size = len(segment.encode())
    except UnicodeEncodeError:
        return "it isn't valid Unicode"
    if size > MAX_SEGMENT:
        return f"'{shown(segment[:24])}…' is {size} bytes long; a name has at most {MAX_SEGMENT}"
    return _platform_fault(segment)


def _platform_fault(segment: str) -> str | None:
    if segment.casefold() == ".git":
        return "'.git' would turn the site into a repository"
    if segment[-1] in ". ":
        return f"'{segment}' ends in a {'dot' if segment[-1] == '.' else 'space'}, which Windows drops"
    if bad := sorted(_WINDOWS_CHARACTERS.intersection(segment)):
        return f"Windows allows no {' '.join(bad)} in a name"
    if is_device(segment):
        return f"'{segment}' is a name that Windows keeps for a device"
    return None


def _refusal(path: str, fault: str, place: Place | None) -> Problem:
    return error(
        "KB500",
        f"can't publish '{shown(path)}': {fault}",
        place,
        hint="rename the file, or choose another slug, so that the path works on every computer",
    )


def _same_name(first: str, second: str, place: Place | None) -> Problem:
    if first == second == LIST_PATH:
        message = f"'{LIST_PATH}' is where knowbrand lists its own files; an output can't take its place"
    elif first == second:
        message = f"two outputs for one path: '{shown(first)}'"
    else:
        message = (
            f"'{shown(first)}' and '{shown(second)}' differ only in letter case or Unicode form; "
            "macOS and Windows see one name"
        )
    return error("KB501", message, place, hint="rename one of them, or give it another slug")


def _file_and_folder(file: str, inside: str, place: Place | None) -> Problem:
    return error(
        "KB502",
        f"'{shown(file)}' is a file, but '{shown(inside)}' needs it as a folder",
        place,
        hint="rename one of them, or give it another slug",
    )
