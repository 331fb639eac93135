"""What reading costs does not grow with what there is."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kanban.commands import Intent, columns, labels, matters, parties
from kanban.models import Board, Opening
from tests.clients import Response, browser_of, cursor_of, poll
from tests.factories import BoardFactory, MatterFactory, UserFactory

pytestmark = pytest.mark.django_db


def count(ask: Callable[[], Response]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return len(captured)


@pytest.fixture
def tax(board: Board, alice: User) -> int:
    labels.add(Intent(board, alice), {"name": "Tax"})
    return board.labels.get().pk


def fill(board: Board, size: int) -> None:
    for _ in range(size):
        MatterFactory(board=board, responsible="alice", assignees=["bob", "vera"], labels=["Tax"])


@pytest.mark.parametrize("who", ["alice", "bob"])
@pytest.mark.parametrize("size", [1, 10, 40])
def test_a_delta_takes_at_most_eight_queries_however_much_changed(
    board: Board,
    tax: int,
    alice: User,
    bob: User,
    who: str,
    size: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(board, size)
    hidden = matters.create(Intent(board, alice), {"title": "Walled", "confidentiality": "restricted"})
    before = cursor_of(board)
    for matter in board.matters.all():
        matters.edit(Intent(board, alice), matter.pk, {"title": "Changed", "assignees": ["alice"]})
    columns.change(Intent(board, alice), "intake", {"name": "New"})
    labels.change(Intent(board, alice), tax, {"name": "Taxes"})
    matters.archive(Intent(board, alice), hidden.matter or 0)
    client = browser_of({"alice": alice, "bob": bob}[who])
    with django_assert_max_num_queries(8):
        response = poll(client, board, before)
    assert response.content.decode().count("data-matter-id") == size


def test_a_board_takes_the_same_few_queries_with_ten_matters_and_with_five_hundred(
    board: Board, tax: int, bob: User
) -> None:
    client, address = browser_of(bob), board.get_absolute_url()
    fill(board, 10)
    few = count(lambda: client.get(address))
    fill(board, 490)
    many = count(lambda: client.get(address))
    assert few == many <= 12


def test_a_matter_takes_the_same_queries_with_much_history_and_many_parties(
    board: Board, tax: int, alice: User, bob: User
) -> None:
    fill(board, 1)
    matter, client = board.matters.get(), browser_of(bob)
    few = count(lambda: client.get(f"/matters/{matter.pk}/"))
    for number in range(35):
        matters.edit(Intent(board, alice), matter.pk, {"title": f"Title {number}"})
        parties.add(Intent(board, alice), matter.pk, {"name": f"Witness {number}"})
    assert count(lambda: client.get(f"/matters/{matter.pk}/")) <= few + 1
    assert few <= 14


def test_an_audit_takes_the_same_queries_with_much_history_and_many_readers(
    board: Board, tax: int, alice: User, bob: User
) -> None:
    fill(board, 1)
    matter, client = board.matters.get(), browser_of(alice)
    matters.edit(Intent(board, alice), matter.pk, {"confidentiality": "restricted"})
    for address in (f"/matters/{matter.pk}/audit/", f"/matters/{matter.pk}/audit.json"):
        ask = partial(client.get, address)
        ask()  # which is remembered; not again at once
        few = count(ask)
        for number in range(30):
            matters.edit(Intent(board, alice), matter.pk, {"title": f"{address} {number}"})
            reader = UserFactory(username=f"reader{number}")
            Opening.objects.create(matter=matter, person=reader, how="page", at=timezone.now())
        assert count(ask) == few <= 18


@pytest.mark.parametrize(
    "asked", ["history/", "history/?field=title&by=alice", "as-of/", "as-of/?version={0}", "as-of/?at={1}"]
)
def test_a_matters_past_takes_ten_queries_with_two_hundred_events(
    board: Board, tax: int, alice: User, bob: User, asked: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(board, 1)
    matter, client = board.matters.get(), browser_of(bob)
    for number in range(100):
        matters.edit(Intent(board, alice), matter.pk, {"title": f"Title {number}"})
        parties.add(Intent(board, alice), matter.pk, {"name": f"Witness {number}"})
    middle = board.stream.events.order_by("-version")[100]
    with django_assert_max_num_queries(10):
        assert (
            client.get(f"/matters/{matter.pk}/{asked.format(middle.version, middle.at.isoformat())}").status_code == 200
        )


def test_a_boards_past_takes_the_same_queries_however_much_happened(
    board: Board, tax: int, alice: User, bob: User
) -> None:
    fill(board, 2)
    client, since, counts = browser_of(bob), cursor_of(board).partition(".")[0], []
    for size in (5, 100):
        fill(board, size)
        for matter in board.matters.filter(archived_at=None)[:3]:
            matters.archive(Intent(board, alice), matter.pk)
        columns.add(Intent(board, alice), {"name": "Trial"})
        columns.remove(Intent(board, alice), "trial")
        counts.append(count(lambda: client.get(f"{board.get_absolute_url()}as-of/?version={since}")))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("address", ["{board}history/", "{board}archive/", "{board}settings/", "/search/?q=doe"])
def test_lists_take_the_same_queries_however_long(board: Board, tax: int, alice: User, address: str) -> None:
    client, there = browser_of(alice), address.format(board=board.get_absolute_url())
    counts = []
    for _ in range(2):
        fill(board, 12)
        for matter in board.matters.filter(archived_at=None)[:6]:
            matters.archive(Intent(board, alice), matter.pk)
        counts.append(count(lambda: client.get(there)))
    assert counts[0] == counts[1] <= 14


def test_the_list_of_boards_takes_one_more_query_for_each(alice: User) -> None:
    BoardFactory(manager=alice)
    client = browser_of(alice)
    one = count(lambda: client.get("/"))
    for _ in range(4):
        BoardFactory(manager=alice)
    assert count(lambda: client.get("/")) <= one + 4
