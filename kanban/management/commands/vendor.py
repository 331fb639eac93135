"""Third-party browser files: fetched by name and version, proven by hash, kept in the repository.

`static/vendor/vendor.lock.json` says which files of which package go where. To take a new version, change it there,
empty its `integrity`, and run `manage.py vendor`; `--check` compares what is there, without a network.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

LOCK = Path("static/vendor/vendor.lock.json")


class Command(BaseCommand):
    help = "Fetch the vendored browser files named in static/vendor/vendor.lock.json, or --check those that are here."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare the files with the lock file; no network")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        lock = json.loads((root / LOCK).read_text())
        if options["check"]:
            self._check(root, lock)
            return
        for package in lock["packages"]:
            self._take(root, package)
        (root / LOCK).write_text(json.dumps(lock, indent=2) + "\n")

    def _check(self, root: Path, lock: dict[str, Any]) -> None:
        wrong = [
            file["to"] for package in lock["packages"] for file in package["files"] if not is_as_locked(root, file)
        ]
        if wrong:
            raise CommandError(f"Not as locked: {', '.join(wrong)}. Run manage.py vendor, or undo the change.")
        self.stdout.write("Vendored files are as locked.")

    def _take(self, root: Path, package: dict[str, Any]) -> None:
        name = f"{package['name']}@{package['version']}"
        with tempfile.TemporaryDirectory() as folder:
            tarball = _fetch(name, into=Path(folder))
            package["integrity"] = _proven(tarball, package.get("integrity") or _announced(name), name=name)
            for file in package["files"]:
                content = _member(tarball, file["from"], name=name)
                (root / file["to"]).parent.mkdir(parents=True, exist_ok=True)
                (root / file["to"]).write_bytes(content)
                file["sha256"] = hashlib.sha256(content).hexdigest()
                self.stdout.write(f"{name}: {file['to']}")


def is_as_locked(root: Path, file: dict[str, str]) -> bool:
    path = root / file["to"]
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]


def _fetch(name: str, *, into: Path) -> Path:
    _npm("pack", name, "--silent", cwd=into)
    return next(into.glob("*.tgz"))


def _announced(name: str) -> str:
    """The hash that npm names for the package: believed once, when it is taken into the lock."""
    return _npm("view", name, "dist.integrity", "--silent", cwd=Path(tempfile.gettempdir())).strip()


def _proven(tarball: Path, integrity: str, *, name: str) -> str:
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != integrity:
        raise CommandError(f"{name} is not what it should be: {found}, expected {integrity}. Nothing of it was taken.")
    return found


def _member(tarball: Path, path: str, *, name: str) -> bytes:
    with tarfile.open(tarball) as archive:
        try:
            member = archive.extractfile(f"package/{path}")
        except KeyError:
            member = None
        if member is None:
            raise CommandError(f"{name} has no file {path}.")
        return member.read()


def _npm(*words: str, cwd: Path) -> str:
    try:
        return subprocess.run(["npm", *words], cwd=cwd, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        raise CommandError("npm is not installed; it is needed to fetch, not to run or to test.") from None
    except subprocess.CalledProcessError as error:
        raise CommandError(f"npm {' '.join(words)}: {error.stderr.strip()}") from None
