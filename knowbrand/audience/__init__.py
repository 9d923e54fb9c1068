"""A model into what one audience may see."""

from knowbrand.audience.selection import Selection, buildable, select
from knowbrand.audience.visibility import check_visibility

__all__ = ["Selection", "buildable", "check_visibility", "select"]
