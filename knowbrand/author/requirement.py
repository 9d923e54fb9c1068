"""What pip has to install elsewhere to get this very knowbrand."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from knowbrand import __version__
from knowbrand.author.repository import find_public_commit, public_address
from knowbrand.problems import KnowbrandError, error

NAME = "knowbrand"


def find_requirement() -> str:
    """A line for ``requirements.txt``: a release, else a commit. Raises KnowbrandError where nobody else can get it.

    What an installer wrote down is believed (PEP 610, direct_url.json): without that file it came from an index.
    """
    try:
        distribution = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:  # run from a checkout, without being installed
        return _from_folder(Path(__file__).resolve().parents[2])
    text = distribution.read_text("direct_url.json")
    if text is None:
        return f"{NAME}=={distribution.version}"
    return read_direct_url(json.loads(text))


def read_direct_url(origin: dict[str, Any]) -> str:
    """The requirement that a ``direct_url.json`` (PEP 610) stands for. Raises KnowbrandError, as above."""
    url = str(origin.get("url", ""))
    below = f"#subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else ""
    vcs, archive = origin.get("vcs_info"), origin.get("archive_info")
    if vcs and vcs.get("vcs") == "git" and (address := public_address(url)):
        return f"{NAME} @ git+{address}@{vcs['commit_id']}{below}"
    if archive is not None and url.startswith("https:"):
        sums = archive.get("hashes") or {}
        pinned = f"#sha256={sums['sha256']}" if "sha256" in sums else ""
        return f"{NAME} @ {url}{pinned}"
    if url.startswith("file:") and "dir_info" in origin:
        return _from_folder(Path(url2pathname(unquote(urlsplit(url).path))))
    raise _unknown(f"it was installed from {url or 'an unknown place'}")


def _from_folder(folder: Path) -> str:
    found = find_public_commit(folder)
    if isinstance(found, str):
        raise _unknown(found)
    address, commit = found
    return f"{NAME} @ git+{address}@{commit}"


def _unknown(why: str) -> KnowbrandError:
    hint = (
        "say what pip shall install there, a release or a commit:\n"
        f"--requirement '{NAME}=={__version__}'\n"
        f"--requirement '{NAME} @ git+https://HOST/OWNER/{NAME}@COMMIT'"
    )
    return KnowbrandError(error("KB551", f"GitHub can't install this knowbrand: {why}", None, hint))
