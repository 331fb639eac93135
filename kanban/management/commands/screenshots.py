"""manage.py screenshots [--out docs/images]

The pictures of the README: the demo, served from a throw-away database, as alice sees it.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from playwright.sync_api import Browser, Page, sync_playwright

from kanban.management.address import Address, free
from kanban.sample.people import PASSWORD

PATIENCE = 60  # seconds until the demo must answer: it makes its database first
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class Command(BaseCommand):
    help = "Take the pictures of the README from a fresh demo."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("docs/images"), help="the folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as data, demo(Path(data)) as address, browser() as chromium:
            for path in pictures(chromium, f"http://{address}", out):
                self.stdout.write(str(path))


def pictures(chromium: Browser, home: str, out: Path) -> Iterator[Path]:
    for name, look in (
        ("board-light", {"viewport": DESK, "color_scheme": "light"}),
        ("board-dark", {"viewport": DESK, "color_scheme": "dark"}),
        ("phone", {"viewport": PHONE, "color_scheme": "light", "is_mobile": True, "has_touch": True}),
    ):
        page = _board(chromium, home, look)
        yield _picture(page, out / f"{name}.png")
        if name == "board-light":
            _open_matter(page)
            yield _picture(page, out / "matter.png")
        page.context.close()


@contextmanager
def demo(data: Path) -> Iterator[Address]:
    """The demo on a free port, with its database in `data`."""
    address = free(Address("127.0.0.1", 0))
    environment = {**os.environ, "DATA_DIR": str(data), "DEBUG": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", str(address)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(server, f"http://{address}/health/ready")
            yield address
        finally:
            server.terminate()


@contextmanager
def browser() -> Iterator[Browser]:
    """CHROMIUM_PATH, else the machine's own, else Playwright's."""
    found = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        yield chromium
        chromium.close()


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own http address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise CommandError("The demo did not start: run manage.py demo and see why.")


def _board(chromium: Browser, home: str, look: dict[str, Any]) -> Page:
    page = chromium.new_context(base_url=home, reduced_motion="reduce", **look).new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".boards__item a").last.click()
    page.locator("#board .card").first.wait_for()
    return page


def _open_matter(page: Page) -> None:
    """The fullest card's matter, in the panel beside the board."""
    page.locator(".card:has(.due):has(.label) .card__title").first.click()
    page.locator("[data-matter]").wait_for()


def _picture(page: Page, path: Path) -> Path:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    return path
