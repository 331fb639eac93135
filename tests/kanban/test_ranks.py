"""Ranks: between any two there is always another, and everybody sorts them alike."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Collate
from hypothesis import given
from hypothesis import strategies as st

from kanban.commands import Intent, columns, matters
from kanban.commands import places as commanded_places
from kanban.commands.matters import Place
from kanban.models import Board, Column, Matter
from kanban.ranks import BASE, DIGITS, LONGEST, between, spread
from realtime import chain
from tests.factories import MatterFactory

ranks = st.text(DIGITS, min_size=1, max_size=LONGEST).filter(lambda rank: not rank.endswith("0"))


@given(st.lists(st.floats(0, 1), max_size=150))
def test_any_order_of_inserts_keeps_order_and_uniqueness(wishes: list[float]) -> None:
    """T-043"""
    listed: list[str] = []
    for wish in wishes:
        at = round(wish * len(listed))
        low, high = listed[at - 1] if at else None, listed[at] if at < len(listed) else None
        listed.insert(at, between(low, high))
    assert listed == sorted(set(listed))
    assert not [rank for rank in listed if rank.endswith("0") or set(rank) - set(DIGITS)]


@given(st.none() | ranks, st.none() | ranks)
def test_a_rank_lies_between_its_bounds_and_leaves_room_below(low: str | None, high: str | None) -> None:
    if low and high:
        low, high = min(low, high), max(low, high)
    if low and low == high:
        with pytest.raises(ValueError, match="no room"):
            between(low, high)
        return
    rank = between(low, high)
    assert (low or "") < rank
    assert high is None or rank < high
    assert not rank.endswith("0")


@given(ranks, ranks)
def test_a_rank_is_at_most_one_digit_longer_than_its_bounds(low: str, high: str) -> None:
    if low != high:
        assert len(between(min(low, high), max(low, high))) <= max(len(low), len(high)) + 1


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 9, 49, 50, 51, 499, 500, 5_000, 10_000])
def test_a_spread_is_in_order_short_and_leaves_room_everywhere(count: int) -> None:
    listed = list(spread(count))
    assert len(listed) == count
    assert listed == sorted(set(listed))
    assert not [rank for rank in listed if rank.endswith("0")]
    assert max(map(len, listed), default=1) <= len(str(2 * count)) + 1
    for low, high in zip([None, *listed], [*listed, None], strict=True):
        assert len(between(low, high)) <= len(str(2 * count)) + 6


@pytest.mark.parametrize("where", ["top", "end", "after the first", "before the last", "zigzag"])
def test_ten_thousand_inserts_at_one_place_spread_at_most_once_in_a_hundred(where: str) -> None:
    """T-044, as `places.rank_in` does it: a rank that got too long has the whole list spread."""
    listed = list(spread(2))
    spreads = 0
    for count in range(10_000):
        at = {
            "top": 0,
            "end": len(listed),
            "after the first": 1,
            "before the last": len(listed) - 1,
            "zigzag": len(listed) // 2 + count % 2,
        }[where]
        low, high = listed[at - 1] if at else None, listed[at] if at < len(listed) else None
        rank = between(low, high)
        if len(rank) > LONGEST:
            spreads += 1
            listed = list(spread(len(listed)))
            rank = between(listed[at - 1] if at else None, listed[at] if at < len(listed) else None)
        assert len(rank) <= LONGEST
        listed.insert(at, rank)
    assert listed == sorted(set(listed))
    assert spreads <= 100


def test_inserts_at_one_place_of_a_real_column_keep_their_order_through_spreads(board: Board, bob: User) -> None:
    """T-044 through the command. Each new matter goes right after the first one: the worst place there is."""
    first = MatterFactory(board=board)
    newest: list[int] = []
    for count in range(400):
        place = Place(after=first.pk)
        outcome = matters.create(Intent(board, bob), {"title": f"Matter {count}"}, column="intake", place=place)
        assert outcome.matter is not None
        newest.insert(0, outcome.matter)
    listed = Matter.objects.filter(board=board).order_by("rank")
    assert list(listed.values_list("pk", flat=True)) == [first.pk, *newest]
    assert max(len(matter.rank) for matter in listed) <= LONGEST
    assert 1 <= board.stream.events.filter(kind="column.spread").count() <= 4
    assert {matter.version for matter in listed} == {1}, "a spread is no change of a matter"
    board.stream.refresh_from_db()
    assert chain.verify(board.stream) is None


def test_a_move_that_has_its_column_spread_lands_where_it_should(
    board: Board, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the spread gives the moved matter's old rank to the place it goes to."""
    monkeypatch.setattr(commanded_places, "LONGEST", 1)
    listed = [MatterFactory(board=board).pk for _ in range(7)]
    for moved in [*listed, *reversed(listed)]:
        for at in range(len(listed)):
            others = [pk for pk in listed if pk != moved]
            place = Place(after=others[at - 1]) if at else Place(at_top=True)
            matters.move(Intent(board, bob), moved, to="intake", place=place)
            listed = [*others[:at], moved, *others[at:]]
            assert list(Matter.objects.filter(board=board).order_by("rank").values_list("pk", flat=True)) == listed


def test_the_database_sorts_and_compares_ranks_as_python_does(board: Board) -> None:
    made = _assorted()
    _put_in_columns(board, made)
    stored = Column.objects.filter(board=board, slug__startswith="ranked-")
    assert list(stored.order_by("rank").values_list("rank", flat=True)) == sorted(made)
    for rank in made[::17]:
        above = stored.filter(rank__gt=rank).order_by("rank").values_list("rank", flat=True)
        assert list(above) == [other for other in sorted(made) if other > rank]


def test_no_language_sorts_ranks_in_an_order_of_its_own(board: Board) -> None:
    """PostgreSQL sorts by the language its cluster was made in; SQLite by byte, whatever the language."""
    made = _assorted()
    _put_in_columns(board, made)
    stored = Column.objects.filter(board=board, slug__startswith="ranked-")
    for collation in _collations():
        listed = stored.order_by(Collate("rank", collation)).values_list("rank", flat=True)
        assert list(listed) == sorted(made), collation


def test_columns_can_be_added_and_put_first_again_and_again(board: Board, alice: User) -> None:
    for count in range(30):
        columns.add(Intent(board, alice), {"name": f"Stage {count}"})
        columns.reorder(Intent(board, alice), f"stage-{count}", after=None)
    names = list(board.columns.values_list("name", flat=True))
    assert names[:30] == [f"Stage {count}" for count in reversed(range(30))]


def _assorted() -> list[str]:
    """All ranks of up to two digits, and some long ones that differ late."""
    short = [*DIGITS[1:], *(f"{a}{b}" for a in DIGITS for b in DIGITS[1:])]
    return [*short, *("5" * width + tail for width in (10, 30, LONGEST - 1) for tail in ("1", "9")), f"{'0' * BASE}1"]


def _put_in_columns(board: Board, made: list[str]) -> None:
    """Column ranks are stored as matters' are, and need no more than a column: past the commands, for the order
    alone.
    """
    table = connection.ops.quote_name(Column._meta.db_table)
    rows = [(board.pk, f"ranked-{count}", rank) for count, rank in enumerate(made)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (board_id, slug, rank, name, colour, category, wip_is_hard)"  # noqa: S608 - our table
            " VALUES (%s, %s, %s, 'Ranked', 'slate', 'active', false)",
            rows,
        )


def _collations() -> list[str]:
    if connection.vendor != "postgresql":
        return ["BINARY", "NOCASE"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(collname) FROM pg_collation WHERE collprovider = 'i' GROUP BY split_part(collname, '-', 1)"
        )
        return [name for (name,) in cursor.fetchall()]
