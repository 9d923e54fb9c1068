"""See to the tools that pip and npm can't install: Java, Node.js and Chromium.

What is missing is installed through apt where that is allowed (as root, or with sudo that asks no password);
otherwise it is named, and the exit status is 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.outside.browser import find_browser

SUGGESTION = {
    "chromium": "Chromium or Google Chrome (KNOWBRAND_BROWSER can name its program)",
    "nodejs": "Node.js 20 or later",
    "npm": "npm, which comes with Node.js",
    "default-jre-headless": "Java 17 or later",
}


def list_missing() -> list[str]:
    """The Debian packages whose program isn't there."""
    there = {
        "chromium": find_browser() is not None,
        "nodejs": runs("node", "--version"),
        "npm": shutil.which("npm") is not None,
        "default-jre-headless": runs("java", "-version"),
    }
    return [package for package, found in there.items() if not found]


def runs(*command: str) -> bool:
    """Whether the command is there and works: macOS has a java that only says that there is none."""
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def apt_command() -> list[str] | None:
    """How apt-get may be called here without a password, or None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    return ["sudo", "-n", "apt-get"] if runs("sudo", "-n", "true") else None


def install(apt: list[str], packages: list[str]) -> None:
    """Install Debian ``packages``; apt says itself what goes wrong."""
    print("installing", *packages, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update", "-qq"], env=environment)
    subprocess.run(
        [*apt, "install", "-qq", "--yes", "--no-install-recommends", *packages],
        env=environment,
        stdin=subprocess.DEVNULL,
    )


def main() -> int:
    """Install what is missing; returns the exit status."""
    missing = list_missing()
    apt = apt_command()
    if missing and apt:
        install(apt, missing)
        missing = list_missing()
    for package in missing:
        print(f"missing for the outside judges: {SUGGESTION[package]}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
