"""The site into HTML pages, through the views that a template may see."""

from knowbrand.render.building import SHAPES, build_view
from knowbrand.render.rendering import Rendered, copy_outputs, render_pages, render_theme_files
from knowbrand.render.viewer import Viewer, Viewpoint

__all__ = [
    "SHAPES",
    "Rendered",
    "Viewer",
    "Viewpoint",
    "build_view",
    "copy_outputs",
    "render_pages",
    "render_theme_files",
]
