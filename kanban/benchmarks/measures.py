"""The measurements. Each gives rows of figures; a ratio compares two figures of the same run."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from kanban.benchmarks.figures import Figure
from kanban.benchmarks.firm import board_with, person, session_of, touch
from kanban.benchmarks.imports import imports
from kanban.benchmarks.server import Client, Server
from realtime.models import Stream

ROUNDS = 5


def polls(server: Server, *, requests: int = 300) -> list[Figure]:
    """An idle poll of a 200-matter board, against a ping that touches neither session nor database."""
    alice = person("alice")
    board = board_with(200, manager=alice)
    client = Client(server.port, session=session_of(alice))
    path = f"/live/?s=board:{board.pk}@{board.stream.cursor}"
    assert client.get(path)[0] == 204
    pings = _rounds(server, client, "/api/ping", requests)
    idle = _rounds(server, client, path, requests)
    return [
        Figure("ping: CPU a request", pings.cpu, "ms"),
        Figure("idle poll: CPU a request", idle.cpu, "ms", idle.cpu / pings.cpu),
        Figure("idle poll: requests a second, one client", 1000 / idle.wall, "1/s", pings.wall / idle.wall),
    ]


def pages(server: Server, *, sizes: tuple[int, ...] = (100, 1000)) -> list[Figure]:
    """The board's page at several sizes; the ratio is to the smallest."""
    alice, figures, first = person("alice"), [], None
    client = Client(server.port, session=session_of(alice))
    for size in sizes:
        path = board_with(size, manager=alice).get_absolute_url()
        status, body = client.get(path)
        assert status == 200, status
        spent = _rounds(server, client, path, 8)
        first = first or spent
        figures += [
            Figure(f"page of {size} matters: time", spent.wall, "ms", spent.wall / first.wall),
            Figure(f"page of {size} matters: CPU", spent.cpu, "ms", spent.cpu / first.cpu),
            Figure(f"page of {size} matters: size", len(body) / 1024, "KiB"),
            Figure(f"page of {size} matters: size, gzip -6", len(gzip.compress(body, 6)) / 1024, "KiB"),
        ]
    return figures


def deltas(server: Server) -> list[Figure]:
    """A delta of 1 and of 40 changed matters on a board of 1,000, rendered and shared, against the board's page."""
    alice = person("alice")
    board = board_with(1000, manager=alice)
    client = Client(server.port, session=session_of(alice))
    page = _rounds(server, client, board.get_absolute_url(), 8)
    figures = [Figure("page of 1000 matters: time", page.wall, "ms")]
    for changes in (1, 40):
        rendered, shared = [], []
        for _ in range(ROUNDS):
            cursor = Stream.objects.get(pk=board.stream_id).cursor
            touch(board, changes)
            path = f"/live/?s=board:{board.pk}@{cursor}"
            rendered.append(_time(client, path))
            shared.append(_time(client, path))
        for name, times in (("rendered", rendered), ("shared", shared)):
            figures.append(Figure(f"delta of {changes}, {name}: time", median(times), "ms", median(times) / page.wall))
    return figures


MEASURES: dict[str, Callable[[Server], list[Figure]]] = {
    "polls": polls,
    "pages": pages,
    "deltas": deltas,
    "imports": imports,
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds a request: medians over the rounds."""

    wall: float
    cpu: float


def _rounds(server: Server, client: Client, path: str, requests: int) -> Spent:
    client.get(path)
    walls, cpus = [], []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), server.cpu
        for _ in range(requests):
            client.get(path)
        walls.append((time.perf_counter() - began) / requests * 1000)
        cpus.append((server.cpu - cpu) / requests * 1000)
    return Spent(median(walls), median(cpus))


def _time(client: Client, path: str) -> float:
    began = time.perf_counter()
    status, _ = client.get(path)
    assert status == 200, status
    return (time.perf_counter() - began) * 1000
