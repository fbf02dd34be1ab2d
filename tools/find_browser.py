"""Print the path of a Chromium, or fail with one sentence. Tests never skip for want of a browser."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
SORRY = (
    "No browser was found: install Chromium (Debian: apt-get install chromium-headless-shell) "
    "or say where one is with CHROMIUM=/path/to/chromium."
)


def find() -> str | None:
    """A Chromium that is already here: the one named by $CHROMIUM, or the first on the path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """As root on Debian, install the smallest Chromium there is. Its output goes to stderr."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", NAMES[0]],
    ):
        subprocess.run(command, check=True, stdout=sys.stderr, env=quiet)  # noqa: S603


def main() -> int:
    if os.environ.get("CHROMIUM") and not find():
        print(f"CHROMIUM={os.environ['CHROMIUM']} is not a program.", file=sys.stderr)
        return 1
    if not find() and Path("/usr/bin/apt-get").exists() and os.geteuid() == 0:
        with contextlib.suppress(subprocess.CalledProcessError):
            install()
    browser = find()
    print(browser or SORRY, file=sys.stdout if browser else sys.stderr)
    return 0 if browser else 1


if __name__ == "__main__":
    raise SystemExit(main())
