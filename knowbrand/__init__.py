"""knowbrand: a personal website and feeds from a YAML profile and Markdown posts."""

__version__ = "0.1.0"
