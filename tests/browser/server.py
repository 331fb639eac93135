"""The real server, in a process of its own, on the database that the tests write to.

It runs as in production (DEBUG off, hashed static files, secure cookies), so the tests meet what people meet.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
SESSION_COOKIE = "__Host-sessionid"
PATIENCE = 120  # seconds to start in: the machine may be busy with other tests
LISTENING = re.compile(r"Listening on TCP address ([\d.]+:\d+)")
TRACEBACK = "Traceback (most recent call last)"


class Server:
    """`url` once `start()` returned; `log()` is what it has written; `stop()` ends this process and no other.

    `static_files` is a folder that `collect_static_files` has filled; None: only programs come here.
    `more` are settings.
    """

    def __init__(self, folder: Path, static_files: Path | None, *, poll_seconds: int = 1, **more: str) -> None:
        self.url = ""
        self._log = folder / "server.log"
        self._environment = _environment(static_files) | {"REALTIME_POLL_SECONDS": str(poll_seconds)} | more

    def start(self) -> None:
        self._log.touch()
        self.start_again(port="0")

    def start_again(self, *, port: str = "") -> None:
        """On the same port, once it was killed."""
        port, written = port or self.url.rpartition(":")[2], self.log_size()
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", port, "config.asgi:application"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        self.url = self._wait_for_address(since=written)
        with urlopen(f"{self.url}/health/live", timeout=PATIENCE) as answer:
            assert answer.status == 200

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self, *, since: int = 0) -> str:
        return self._log.read_bytes()[since:].decode(errors="replace")

    def log_size(self) -> int:
        return self._log.stat().st_size

    def _wait_for_address(self, *, since: int) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            if found := LISTENING.search(self.log(since=since)):
                return f"http://{found[1]}"
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"The server did not start:\n{self.log()}")


def collect_static_files(folder: Path) -> Path:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=_environment(folder), check=True)
    return folder


def _environment(static_files: Path | None) -> dict[str, str]:
    limits = dict.fromkeys(
        (f"RATE_LIMIT_{each}" for each in ("LIVE", "WRITE", "LOGIN", "TOKEN", "PROGRAMS")), "100000/s"
    )
    return (
        os.environ
        | limits
        | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "SECRET_KEY": settings.SECRET_KEY,  # the sessions that the tests make are signed with it
            "DEBUG": "0",
            "SECURE_SSL_REDIRECT": "0",
            "STATIC_ROOT": str(static_files or ""),
        }
    )
