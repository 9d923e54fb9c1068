"""A site in memory, rebuilt and shown again on every save: what ``knowbrand serve`` does."""

from knowbrand.serve.composing import Change, Composer, compose_anew
from knowbrand.serve.fixtures import FIXTURES, fixture_composer, fixture_snapshot
from knowbrand.serve.hosts import is_loopback
from knowbrand.serve.preview import Preview, Rebuild, Reporter
from knowbrand.serve.server import PreviewServer, address_of, open_server
from knowbrand.serve.watching import Watcher

__all__ = [
    "FIXTURES",
    "Change",
    "Composer",
    "Preview",
    "PreviewServer",
    "Rebuild",
    "Reporter",
    "Watcher",
    "address_of",
    "compose_anew",
    "fixture_composer",
    "fixture_snapshot",
    "is_loopback",
    "open_server",
]
