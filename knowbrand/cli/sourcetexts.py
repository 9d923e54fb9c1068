"""The author's own texts, to find in them where something on a page was written."""

from __future__ import annotations

from pathlib import Path

from knowbrand.site.graph import Site
from knowbrand.sources import read_file


def read_texts(root: Path, site: Site) -> dict[str, str]:
    """Posts, pages, the profile and the settings in the folder ``root``, by their path."""
    paths = (*site.writings, site.model.profile_path, "knowbrand.yaml")
    return {
        path: read_file(root, path).decode("utf-8-sig", "replace").replace("\r\n", "\n") for path in paths
    }
