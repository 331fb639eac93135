"""The browser of the tests: CHROMIUM_PATH, else the machine's own, else Playwright's, else Debian's package.

`python -m tests.browser.chromium` finds or installs one and prints where it is; with `--quickest` it first tries to
install Debian's headless shell, the same engine without a window around it: its tests take a third less of the machine.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HELP = (
    "No browser was found, and none could be installed. Install Chromium or Chrome (on Debian: apt install chromium), "
    "or say where one is: CHROMIUM_PATH=/path/to/chrome."
)
MINUTES_TO_DOWNLOAD = 10


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    """pytest-playwright starts its browser with these."""
    path = find_or_install(playwright.chromium.executable_path)
    return browser_type_launch_args | {"executable_path": path, "args": FLAGS, "chromium_sandbox": os.geteuid() != 0}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last: Playwright leaves an event loop running in this thread, where others could not start theirs."""
    items.sort(key=lambda item: item.nodeid.startswith(("tests/browser/", "tests/js/")))


def find_or_install(own: str) -> str:
    """A Chromium that runs; `own` is where Playwright keeps its. Raises RuntimeError where none is to be had."""
    with (Path(tempfile.gettempdir()) / f"aster-chromium-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes want it at once; one installs
        return _chosen() or _first_that_runs(own) or _installed(own)


def _chosen() -> str | None:
    path = os.environ.get("CHROMIUM_PATH")
    if path and not _runs(path):
        raise RuntimeError(f"CHROMIUM_PATH={path} does not run.")
    return path


def _first_that_runs(own: str) -> str | None:
    on_path = [found for name in NAMES if (found := shutil.which(name))]
    return next(filter(_runs, [*on_path, own]), None)


def _installed(own: str) -> str:
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    if not _runs(own):
        _from_debian(SHELL) or _from_debian("chromium")
    found = _first_that_runs(own)
    if not found:
        raise RuntimeError(HELP)
    return found


def _from_debian(package: str) -> bool:
    apt = _as_root("apt-get")
    if not apt:
        return False
    _try(*apt, "update")
    _try(*apt, "install", "--yes", "--no-install-recommends", package)
    return shutil.which(package) is not None


def _as_root(program: str) -> list[str] | None:
    path, sudo = shutil.which(program), shutil.which("sudo")
    if not path:
        return None
    if os.geteuid() == 0:
        return [path]
    return [sudo, "--non-interactive", path] if sudo else None


def _runs(path: str) -> bool:
    """It is there, and so are the libraries it needs."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _try(*command: str) -> None:
    sys.__stderr__ and sys.__stderr__.write(f"Looking for a browser: {' '.join(command)}\n")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=60 * MINUTES_TO_DOWNLOAD)
    except (OSError, subprocess.TimeoutExpired) as error:
        sys.__stderr__ and sys.__stderr__.write(f"{error}\n")


if __name__ == "__main__":
    if "--quickest" in sys.argv and not shutil.which(SHELL):
        _from_debian(SHELL)
    with sync_playwright() as playwright:
        own_path = playwright.chromium.executable_path
    sys.stdout.write(find_or_install(own_path) + "\n")
