"""Ten thousand matters are imported while other people's pages go on asking."""

import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings

from kanban.benchmarks.figures import Figure
from kanban.benchmarks.firm import board_with, person, session_of
from kanban.benchmarks.server import Client, Server
from kanban.models import Board

ROWS = 10_000
BEFORE = 5.0  # seconds in which only the pages ask
PAUSE = 0.05  # seconds between two questions of one page
STAGES = ("Intake", "In progress", "Waiting", "Done")


def imports(server: Server, *, rows: int = ROWS) -> list[Figure]:
    """`import_matters` beside the server; three pages follow another board, one the board that is filled."""
    alice = person("alice")
    other, filled = board_with(20, manager=alice), board_with(1, manager=alice)
    pages = [_Page(server, session_of(alice), board) for board in (other, other, other, filled)]
    for page in pages:
        page.start()
    time.sleep(BEFORE)
    before = [ms for page in pages[:3] for ms in page.take()]
    pages[3].take()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.csv"
        path.write_text("number,title,stage,client,court,filed_on\n" + "".join(map(_row, range(rows))))
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_matters", str(path), "--board", filled.slug],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        took = time.perf_counter() - began
    for page in pages:
        page.stop()
    idle, behind = [ms for page in pages[:3] for ms in page.take()], pages[3].take()
    return [
        Figure(f"import of {rows:,} matters: time", took, "s"),
        Figure("import: rows a second", rows / took, "1/s"),
        Figure("import: peak memory", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "MiB"),
        Figure("import: lines of progress", float(len(re.findall(f"of {rows} rows", done.stderr))), ""),
        Figure("polls of another board before: p99", _p99(before), "ms"),
        Figure("polls of another board meanwhile: median", median(idle), "ms", median(idle) / median(before)),
        Figure("polls of another board meanwhile: p99", _p99(idle), "ms", _p99(idle) / _p99(before)),
        Figure("polls of the board that is filled: p99", _p99(behind), "ms", _p99(behind) / _p99(before)),
    ]


class _Page(threading.Thread):
    """One page that asks at its cursor, and goes on from what it is told; after a reset it is fetched anew."""

    def __init__(self, server: Server, session: str, board: Board) -> None:
        super().__init__(daemon=True)
        self._times: list[float] = []
        self._client = Client(server.port, session=session)
        self._stream, self._cursor = f"board:{board.pk}", str(board.stream.cursor)
        self._address = board.get_absolute_url()
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(PAUSE):
            began = time.perf_counter()
            status, body = self._client.get(f"/live/?s={self._stream}@{self._cursor}")
            self._times.append((time.perf_counter() - began) * 1000)
            assert status in (200, 204), status
            if b"<live-reset" in body:
                _, body = self._client.get(self._address)
            if told := re.search(rb'(?:<live-delta[^>]* to|data-cursor)="([^"]+)"', body):
                self._cursor = told[1].decode()

    def take(self) -> list[float]:
        """The milliseconds of its questions since the last time."""
        taken, self._times = self._times, []
        return taken

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def _row(at: int) -> str:
    return f"B-{at},Doe Shipping {at} v. Harbour Insurance,{STAGES[at % 4]},Doe,nysd,2024-01-{at % 28 + 1:02d}\n"


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]
