"""Where the time of a build goes: by room and library, then by function. One process, so that nothing hides.

python -m benchmarks.profile_build [--posts 1000] [--site FOLDER] [--functions 40]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.page import REPOSITORY


def profile(site: Path, out: Path) -> tuple[float, float, pstats.Stats]:
    """Seconds of the imports and of a build of ``site``, both without the profiler, and the profile of one more. Both
    builds are cold: without what an earlier one remembered."""
    begin = time.process_time()
    from knowbrand.build import build
    from knowbrand.request import Request

    imported = time.process_time()
    request = Request(site, jobs=1, prose="summaries")
    _forget(site)
    build(request, out / "plain")
    built = time.process_time()
    _forget(site)
    profiler = cProfile.Profile()
    profiler.runcall(build, request, out / "profiled")
    return imported - begin, built - imported, pstats.Stats(profiler)


def _forget(site: Path) -> None:
    shutil.rmtree(site / ".knowbrand", ignore_errors=True)


def by_place(stats: pstats.Stats) -> Counter[str]:
    """The profile's own seconds by room of knowbrand, by library, and of Python itself."""
    seconds: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        seconds[_place(file)] += own
    return seconds


def _place(file: str) -> str:
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    if file.startswith(str(REPOSITORY / "knowbrand")):
        return f"knowbrand {Path(file).relative_to(REPOSITORY / 'knowbrand').parts[0]}"
    return "templates" if file.endswith(".html") else "Python"


def main() -> None:
    """Build, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--site", type=Path, help="a site of your own, instead of made-up posts")
    parser.add_argument("--functions", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = arguments.site or Path(folder) / "site"
        if not arguments.site:
            write_corpus("knowbrand", site, arguments.posts)
        imports, plain, stats = profile(site, Path(folder))
    print(
        f"imports {imports:.2f} s, build {plain:.2f} s of processor time; below, with the profiler's own cost"
    )
    for place, seconds in by_place(stats).most_common(20):
        print(f"{seconds:8.3f} s  {place}")
    stats.sort_stats("tottime").print_stats(arguments.functions)


if __name__ == "__main__":
    main()
