"""The field's words as types: profile, post, page, settings, dates, localized text. No I/O."""

from __future__ import annotations

import msgspec

from knowbrand.model.language import Language
from knowbrand.model.profile import Profile, VisibleEntry
from knowbrand.model.settings import Settings
from knowbrand.model.writing import Page, Post


class AssetFolder(msgspec.Struct, frozen=True, kw_only=True):
    """A folder below ``assets/`` that not everyone may see."""

    path: str
    rule: VisibleEntry


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the author wrote."""

    settings: Settings
    profile: Profile
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    assets: tuple[str, ...] = ()
    """Files below ``assets/``, relative to the site."""
    asset_folders: tuple[AssetFolder, ...] = ()
    strays: frozenset[str] = frozenset()
    """Names of the files beside ``assets/``: nothing publishes them."""
    languages: dict[str, Language] = {}
    """Every language of the site, by its code."""
    profile_path: str = "profile.yaml"


__all__ = ["AssetFolder", "Model", "Page", "Post", "Profile", "Settings"]
