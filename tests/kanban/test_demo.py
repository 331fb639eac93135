"""manage.py demo: one command to a board with people, and a plain line where that cannot be."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.utils import timezone

from kanban.access import boards_of, grant_on
from kanban.commands import Intent, matters
from kanban.management.address import Address, address_from, free
from kanban.models import Board, Matter
from kanban.sample.catalogue import BOARDS
from kanban.sample.people import ensure_people
from kanban.sample.seed import ensure_board
from realtime import chain


@pytest.fixture
def sample(db: None) -> Board:
    ensure_people()
    for each in BOARDS:
        assert ensure_board(each)
    return Board.objects.select_related("stream").get(slug="litigation")


class TestTheSample:
    def test_two_boards_are_full(self, sample: Board) -> None:
        assert sample.matters.count() == 32
        assert [column.name for column in sample.columns.all()] == [
            "Intake", "Pleadings", "Discovery", "Trial", "Judgment", "Closed"
        ]  # fmt: skip
        assert sorted(column.wip_is_hard for column in sample.columns.exclude(wip_limit=None)) == [False, True]
        assert Board.objects.get(slug="advisory").matters.count() == 14

    def test_the_people_are_what_is_said_of_them(self, sample: Board) -> None:
        roles = {m.user.username: m.role for m in sample.memberships.select_related("user")}
        assert (roles["alice"], roles["bob"], roles["vera"]) == ("manager", "editor", "viewer")
        for name in ("mallory", "admin"):
            assert not boards_of(User.objects.get(username=name)).exists()
        assert User.objects.get(username="admin").is_superuser
        for name in ("alice", "bob", "vera", "mallory", "admin"):
            assert authenticate(username=name, password="demo")
        assert not User.objects.get(username="carol").has_usable_password()

    def test_bob_sees_one_of_the_two_restricted_matters(self, sample: Board) -> None:
        restricted = sample.matters.filter(confidentiality="restricted")
        assert restricted.count() == 2
        grant = grant_on(User.objects.get(username="bob"), "litigation")
        assert grant.matters.filter(confidentiality="restricted").count() == 1

    def test_there_is_something_of_everything_to_see(self, sample: Board) -> None:
        today = timezone.localdate()
        found = list(sample.matters.select_related("responsible").prefetch_related("labels", "assignees"))
        deadlines = [matter.next_deadline for matter in found if matter.next_deadline]
        assert any(today < day <= today + timedelta(days=7) for day in deadlines)
        assert {matter.priority for matter in found} >= {"normal", "high", "urgent", "low"}
        assert any(matter.limitation_runs for matter in found)
        assert any(matter.limitation_satisfied_by for matter in found)
        assert any(matter.on_hold_reason for matter in found)
        assert any(matter.labels.all() for matter in found)
        assert sample.stream.events.filter(kind="matter.moved", actor__username="bob").exists()

    def test_docket_numbers_hold_the_year_of_filing(self, sample: Board) -> None:
        matter = sample.matters.get(client="Castellan Shipping Ltd.")
        assert matter.filed_on is not None
        assert f":{matter.filed_on:%y}-cv-" in matter.docket_number
        assert not sample.matters.filter(docket_number__contains="%").exists()

    def test_again_nothing_is_doubled_and_nothing_reset(self, sample: Board, alice: User) -> None:
        matter = sample.matters.first()
        assert matter is not None
        matters.edit(Intent(sample, alice), matter.pk, {"title": "Mine now"})
        alice.set_password("my own")
        alice.save()
        people, events = User.objects.count(), sample.stream.events.count()
        ensure_people()
        assert not ensure_board(BOARDS[0])
        matter.refresh_from_db()
        assert matter.title == "Mine now"
        assert authenticate(username="alice", password="my own")
        assert (User.objects.count(), sample.stream.events.count()) == (people, events)
        sample.stream.refresh_from_db()
        assert chain.verify(sample.stream) is None

    def test_a_break_half_way_leaves_no_half_board(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        ensure_people()
        monkeypatch.setattr("kanban.sample.seed.parties.add", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ensure_board(BOARDS[0])
        assert not Board.objects.exists()
        assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8123", Address("127.0.0.1", 8123)),
        ("8123", Address("127.0.0.1", 8123)),
        ("localhost:1", Address("localhost", 1)),
        ("[::1]:8000", Address("::1", 8000)),
    ],
)
def test_an_address_is_read_as_people_type_it(text: str, address: Address) -> None:
    assert address_from(text) == address
    assert address_from(str(address)) == address


@pytest.mark.parametrize(
    "text", ["", "here", "127.0.0.1:", "127.0.0.1:99999", "a b:80", "1:2:3", "127.0.0.1:-1", "x" * 100_000]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="is no address"):
        address_from(text)


def test_a_taken_port_and_a_strange_host_are_told_and_zero_is_a_free_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        with pytest.raises(CommandError, match="already in use"):
            free(Address("127.0.0.1", taken.getsockname()[1]))
    with pytest.raises(CommandError, match="Cannot serve on"):
        free(Address("no-such-host.invalid", 8000))
    assert free(Address("127.0.0.1", 0)).port > 0


LATER = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("kanban", "0999_later")
"""


def manage(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "", "REDIS_URL": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whatever started the tests in the background made them deaf to Ctrl-C, and what they start as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'db.sqlite3'}"}


class TestTheCommand:
    """T-153: each ends in one line and a status, or serves."""

    @pytest.fixture
    def served(self, data: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The address it tells, and all that it told."""
        process = manage("demo", "127.0.0.1:0", **data)
        assert process.stdout
        told = ""
        while "Ctrl-C" not in told:
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            told += line
        yield told.partition("Aster: ")[2].split()[0], told
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)

    def test_the_first_run_makes_everything_says_who_can_sign_in_and_serves(
        self, served: tuple[str, str], data: dict[str, str]
    ) -> None:
        address, told = served
        assert "Litigation: 32 matters." in told
        assert all(name in told for name in ("alice", "bob", "vera", "mallory", "admin", "password demo"))
        for _ in range(100):
            try:
                assert urllib.request.urlopen(f"{address}accounts/login/", timeout=10).status == 200
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("nobody answers")
        port = address.rsplit(":", 1)[1].strip("/")
        status, complaint = ended(manage("demo", f"127.0.0.1:{port}", **data))
        assert status == 1
        assert complaint.splitlines() == [
            f"CommandError: Cannot serve on 127.0.0.1:{port}: address already in use. Name another, as 127.0.0.1:8123."
        ]

    def test_it_refuses_production(self, data: dict[str, str]) -> None:
        status, told = ended(manage("demo", SECRET_KEY="x" * 60, **data))
        assert status == 1
        assert told.startswith("CommandError: The demo has people whose password is public")

    def test_a_data_folder_that_cannot_be_made_is_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        status, told = ended(manage("demo", DATA_DIR=str(tmp_path / "file" / "data")))
        assert status == 1
        assert len(told.splitlines()) == 1
        assert "DATA_DIR says where the data is kept." in told

    def test_a_database_that_cannot_be_opened_is_one_line(self, tmp_path: Path, data: dict[str, str]) -> None:
        (tmp_path / "data" / "db.sqlite3").mkdir(parents=True)
        status, told = ended(manage("demo", "127.0.0.1:0", **data))
        assert status == 1
        assert told.splitlines() == ["CommandError: The database cannot be used: unable to open database file"]

    def test_an_older_and_a_newer_schema_are_one_line(self, data: dict[str, str]) -> None:
        status, told = ended(manage("verify_log", **data))
        assert status == 1
        assert "run manage.py migrate" in told
        assert ended(manage("migrate", "-v0", **data))[0] == 0
        assert ended(manage("shell", "-v0", "-c", LATER, **data))[0] == 0
        for command in (["verify_log"], ["demo", "127.0.0.1:0"]):
            status, told = ended(manage(*command, **data))
            assert status == 1
            assert len(told.splitlines()) == 1
            assert "was made by a newer version of Aster (it has kanban.0999_later)" in told
