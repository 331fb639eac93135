"""The client of docs/aster_client.py, against the running server: it loses nothing, doubles nothing, and decides."""

import os
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from docs.aster_client import Aster, Problem
from kanban.commands import Intent, matters, tokens
from kanban.models import Board
from realtime import chain
from realtime.models import Event
from tests.browser.server import TRACEBACK, Server
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("KILLS", 1))


@pytest.fixture(scope="module")
def limited_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("limited-server"), None, RATE_LIMIT_TOKEN="8/s")
    server.start()
    yield server
    server.stop()
    assert TRACEBACK not in server.log()


@pytest.fixture
def server(transactional_db: None, limited_server: Server) -> Server:
    return limited_server


@pytest.fixture
def aster(server: Server, board: Board, bob: User) -> Aster:
    return Aster(server.url, secret_of(bob), patience=60)


def secret_of(person: User) -> str:
    return tokens.issue(person, name="Script", may_write=True, days=1)[1]


def test_a_conflict_is_decided_field_by_field(aster: Aster, board: Board, alice: User) -> None:
    matter = aster.post(f"boards/{board.slug}/matters", {"title": "Doe v. Roe"})
    matters.edit(Intent(board, alice), matter["id"], {"title": "Hers", "judge": "Jones"})
    with pytest.raises(Problem, match="409") as caught:
        aster.change(matter, {"title": "His"})
    assert caught.value.code == "conflict"
    seen = []

    def decide(conflict: Any) -> Any:
        seen.append((conflict["field"], conflict["base"], conflict["mine"], conflict["theirs"], conflict["by"]))
        return conflict["mine"]

    done = aster.change(matter, {"title": "His"}, decide=decide)
    assert seen == [("title", "Doe v. Roe", "His", "Hers", "alice")]
    assert (done["title"], done["judge"]) == ("His", "Jones")


def test_a_refusal_is_a_problem_that_names_the_field(aster: Aster, board: Board) -> None:
    with pytest.raises(Problem) as caught:
        aster.post(f"boards/{board.slug}/matters", {"title": "Doe", "priority": "none such"})
    assert (caught.value.status, list(caught.value.body["fields"])) == (422, ["priority"])


def test_the_same_key_is_the_same_write(aster: Aster, board: Board) -> None:
    key, path = str(uuid.uuid4()), f"boards/{board.slug}/matters"
    assert aster.post(path, {"title": "Doe"}, key=key) == aster.post(path, {"title": "Doe"}, key=key)
    assert aster.get(path)["matters"][0]["title"] == "Doe"
    assert board.matters.count() == 1


def test_limits_are_waited_out_and_kills_lose_and_double_nothing(server: Server, board: Board, bob: User) -> None:
    """T-023, T-024: the server dies between its commits and its answers."""
    aster = Aster(server.url, secret_of(bob))
    matter = MatterFactory(board=board)
    answers: list[dict[str, Any]] = []
    over = threading.Event()

    def write() -> None:
        seen: dict[str, Any] = {"id": matter.pk, "version": 1}
        while not over.is_set():
            seen = aster.change(seen, {"title": f"Write {len(answers)}"})
            answers.append(seen)

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(KILLS):
        enough = len(answers) + 12  # more than a second's worth
        wait_for(lambda enough=enough: len(answers) >= enough)
        server.kill()
        server.start_again()
    over.set()
    writer.join(60)
    assert not writer.is_alive()
    titles = [change[1] for change in changes_of(matter.pk)]
    assert titles == [f"Write {n}" for n in range(len(answers))]
    assert [answer["version"] for answer in answers] == list(range(2, len(answers) + 2))
    board.stream.refresh_from_db()
    assert chain.verify(board.stream) is None
    assert server.log().count(" 429 ") > 0


def changes_of(pk: int) -> list[list[Any]]:
    edits = Event.objects.filter(subject=f"matter:{pk}", kind="matter.edited").order_by("version")
    return [event.changes["title"] for event in edits]


def wait_for(holds: Any) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
