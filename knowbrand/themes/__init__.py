"""A theme and its ancestors into templates. With ``render/`` the one place that knows Jinja."""

from knowbrand.themes.chain import builtin_themes, load_theme
from knowbrand.themes.speech import ThemeWord, check_words, is_spoken
from knowbrand.themes.theme import Asset, Theme
from knowbrand.themes.words import fill

__all__ = ["Asset", "Theme", "ThemeWord", "builtin_themes", "check_words", "fill", "is_spoken", "load_theme"]
