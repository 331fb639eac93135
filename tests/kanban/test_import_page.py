"""A file of matters sent to a page: its columns get a meaning, it is tried, and taken in by and by."""

import tracemalloc
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kanban.importers import uploads
from kanban.importers.table import TooLarge
from kanban.models import Board, Matter, Upload
from kanban.pages import imports as pages
from realtime import chain
from tests.clients import Response, browser_of
from tests.factories import MatterFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = "/boards/litigation/settings/import/"
ROWS = "Our no,Name,stage,filed_on,notes\n1,Doe v. Roe,Intake,2026-01-02,x\n2,In re Poe,Done,never,\n3,,Intake,,\n"
MEANING = {"column_0": "number", "column_1": "title", "column_2": "stage", "column_3": "filed_on", "column_4": ""}


@pytest.fixture
def alices(board: Board, alice: User) -> Client:
    return browser_of(alice)


def send(client: Client, content: str | bytes, name: str = "cases.csv") -> Response:
    content = content.encode() if isinstance(content, str) else content
    return client.post(NEW, {"file": SimpleUploadedFile(name, content)})


def text(response: Response) -> str:
    return response.content.decode()


def go_on(client: Client, address: str) -> str:
    """Press the button once; the page then."""
    assert client.post(f"{address}go-on/")["Location"] == address
    return text(client.get(address))


def many(count: int) -> str:
    return "number,title\n" + "".join(f"{at},Case {at}\n" for at in range(count))


def test_a_file_is_sent_mapped_tried_and_taken_in(alices: Client, board: Board) -> None:
    address = send(alices, ROWS)["Location"]
    assert "The file has no column number" in text(alices.get(address))
    assert alices.post(address, MEANING)["Location"] == address
    page = text(alices.get(address))
    assert "3 rows. Of the first 3: 1 new, 0 changed, 0 as they are, 2 refused." in page
    assert "Line 3, filed_on: This must be a date, as 2026-03-31." in page
    assert not Matter.objects.exists()
    page = go_on(alices, address)
    assert "cases.csv is taken in" in page
    assert "3 of 3 rows: 1 new, 0 changed, 0 as they were, 2 refused." in page
    assert "Line 4, title: A matter needs a title." in page
    assert str(board.matters.get().filed_on) == "2026-01-02"
    event = board.stream.events.get(kind="matter.created")
    assert event.actor is not None
    assert event.actor.username == "alice"
    assert bytes(Upload.objects.get().content) == b""
    board.stream.refresh_from_db()
    assert chain.verify(board.stream) is None


def test_columns_named_as_fields_need_no_mapping_and_rows_at_fault_are_seen_at_once(
    alices: Client, board: Board
) -> None:
    MatterFactory(board=board, number="7", title="Old")
    address = send(alices, "number,title\n7,New\n7,Again\n8\n9,Next\n")["Location"]
    page = text(alices.get(address))
    assert "4 rows. Of the first 2: 1 new, 1 changed, 0 as they are, 0 refused. 2 rows of all cannot" in page
    assert "Line 3, number: Line 2 has the number 7 already." in page
    assert "4 of 4 rows: 1 new, 1 changed, 0 as they were, 2 refused." in go_on(alices, address)
    assert list(board.matters.order_by("number").values_list("title", flat=True)) == ["New", "Next"]


def test_it_goes_on_where_it_stood_after_any_break(
    alices: Client, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "BATCH", 2)
    monkeypatch.setattr(pages, "SECONDS", 0.0)
    address = send(alices, many(5))["Location"]
    page = go_on(alices, address)
    assert "2 of 5 rows: 2 new" in page
    assert "data-goes-on" in page
    assert "2 of 5 rows are taken in." in text(alices.get(NEW))
    assert "4 of 5 rows: 4 new" in go_on(alices, address)
    assert "5 of 5 rows: 5 new" in go_on(alices, address)
    assert "5 of 5 rows: 5 new" in go_on(alices, address)
    assert board.matters.count() == 5


def test_two_requests_at_once_count_a_batch_once(board: Board, alice: User) -> None:
    upload = uploads.receive(board, alice, name="x.csv", content=many(3).encode())
    other = Upload.objects.get(pk=upload.pk)
    uploads.go_on(upload, by=alice, seconds=9)
    uploads.go_on(other, by=alice, seconds=9)
    upload.refresh_from_db()
    assert (upload.report["created"], upload.report["unchanged"], upload.taken) == (3, 0, 3)
    assert board.matters.count() == 3


def test_a_mapping_that_makes_no_matters_is_refused_and_one_under_way_stays(alices: Client, board: Board) -> None:
    address = send(alices, "number,title\n1,A\n")["Location"]
    twice = alices.post(address, {"column_0": "number", "column_1": "number"})
    assert twice.status_code == 422
    assert "more than one column number" in text(twice)
    assert alices.post(address, {"column_0": "shoe size", "column_1": "title"}).status_code == 422
    go_on(alices, address)
    alices.post(address, {"column_0": "title", "column_1": "number"})
    assert Upload.objects.get().fields == ["number", "title"]


def test_what_another_person_sent_is_not_there(alices: Client, board: Board, bob: User) -> None:
    address = send(alices, many(1))["Location"]
    carol = UserFactory(username="carol")
    assert browser_of(carol).get(address).status_code == 404
    assert browser_of(bob).get(address).status_code == 403
    assert browser_of(bob).post(f"{address}go-on/").status_code == 403
    assert alices.post(f"{address}discard/")["Location"] == NEW
    assert not Upload.objects.exists()


def test_a_new_file_takes_the_place_of_one_that_waits_and_of_all_that_are_old(
    alices: Client, board: Board, bob: User
) -> None:
    uploads.receive(board, bob, name="old.csv", content=many(1).encode())
    Upload.objects.update(at=timezone.now() - uploads.KEPT)
    first = send(alices, many(1))["Location"]
    assert Upload.objects.get().name == "cases.csv"
    second = send(alices, many(2))["Location"]
    assert alices.get(first).status_code == 404
    assert alices.get(second).status_code == 200


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"", 422, "empty"),
        (b"number,title\n", 422, "no rows below its first line"),
        (b"number;title\n1;A\n", 302, ""),
        ("number,title\n1,Ä\n".encode("latin-1"), 422, "not UTF-8"),
        (b"PK\x03\x04" + b"\0" * 100, 422, "a workbook, not a CSV"),
        (b'number,title\n1,"never closed\n', 422, "is not CSV"),
        (many(20_001).encode(), 413, "more than 20,000 rows"),
        (",".join(f"c{at}" for at in range(101)).encode() + b"\n1\n", 413, "101 columns; 100 is the most"),
        (b"number,title\n1," + b"x" * 11_000_000, 413, "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_why(
    alices: Client, board: Board, content: bytes, status: int, told: str
) -> None:
    response = send(alices, content)
    assert response.status_code == status
    assert told in text(response)
    assert Upload.objects.exists() is (status == 302)


def test_without_a_file_it_says_so(alices: Client, board: Board) -> None:
    response = alices.post(NEW, {"file": "no file"})
    assert response.status_code == 422
    assert "Nothing is saved yet" in text(response)


def test_a_hundred_thousand_rows_cost_no_more_memory_than_is_allowed(board: Board, alice: User) -> None:
    peak = peak_of(lambda: uploads.receive(board, alice, name="x.csv", content=many(100_000).encode()))
    assert peak < 40 * 1024 * 1024


def peak_of(act: Callable[[], object]) -> int:
    """Bytes that Python held at most meanwhile."""
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
