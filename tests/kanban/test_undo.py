"""Undo: a change is taken back as it was made, redone by undoing that, and refused where others have built upon it."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban import fields
from kanban.commands import Intent, columns, labels, matters, members, parties
from kanban.commands.matters import Place
from kanban.commands.undo import undo
from kanban.errors import Forbidden, Gone, Invalid, NotFound, Superseded
from kanban.models import Board, Matter
from realtime.log import Mutation
from tests.clients import HTMX, browser_of
from tests.factories import MatterFactory, UserFactory


@pytest.fixture
def hers(board: Board, alice: User) -> Intent:
    return Intent(board, alice)


@pytest.fixture
def his(board: Board, bob: User) -> Intent:
    return Intent(board, bob)


@pytest.fixture
def matter(board: Board, hers: Intent) -> Matter:
    labels.add(hers, {"name": "Appeal"})
    return MatterFactory(board=board, title="Doe v. Roe", description="One.\nTwo.\nThree.")


def now(matter: Matter) -> dict[str, Any]:
    found = Matter.objects.get(pk=matter.pk)
    return {**fields.plain(found), "column": found.column.slug, "archived": found.archived_at is not None}


EDITS: list[dict[str, Any]] = [
    {"title": "Poe v. Noe"},
    {"responsible": "bob", "priority": "urgent"},
    {"labels": ["Appeal"], "assignees": ["alice", "bob"]},
    {"limitation_on": "2030-01-02", "limitation_basis": "28 U.S.C. § 1658"},
    {"description": ""},
]


@pytest.mark.parametrize("values", EDITS, ids=lambda values: "+".join(values))
def test_an_edit_is_taken_back_and_done_again(his: Intent, matter: Matter, values: dict[str, Any]) -> None:
    before = now(matter)
    edited = matters.edit(his, matter.pk, values)
    after = now(matter)
    undone = undo(his, matter.pk, event=edited.event or 0)
    assert now(matter) == before
    assert undone.version == (edited.version or 0) + 1
    undo(his, matter.pk, event=undone.event or 0)
    assert now(matter) == after


def test_a_move_goes_back_to_its_column_and_its_place(his: Intent, board: Board, matter: Matter) -> None:
    above, below = MatterFactory(board=board), MatterFactory(board=board)
    matters.move(his, below.pk, to="intake", place=Place(after=above.pk))
    matters.move(his, matter.pk, to="intake", place=Place(after=above.pk))
    moved = matters.move(his, matter.pk, to="done")
    undo(his, matter.pk, event=moved.event or 0)
    order = Matter.objects.filter(column__slug="intake").order_by("rank").values_list("pk", flat=True)
    assert list(order) == [above.pk, matter.pk, below.pk]


def test_archiving_restoring_and_opening_go_the_other_way(his: Intent, board: Board, matter: Matter) -> None:
    archived = matters.archive(his, matter.pk)
    restored = undo(his, matter.pk, event=archived.event or 0)
    assert not now(matter)["archived"]
    undo(his, matter.pk, event=restored.event or 0)
    assert now(matter)["archived"]
    opened = matters.create(his, {"title": "By mistake"})
    undo(his, opened.matter or 0, event=opened.event or 0)
    assert Matter.objects.get(title="By mistake").archived_at


def test_what_others_changed_elsewhere_stays(hers: Intent, his: Intent, matter: Matter) -> None:
    edited = matters.edit(his, matter.pk, {"title": "His", "description": "One, by him.\nTwo.\nThree."})
    matters.edit(hers, matter.pk, {"court": "ca9", "description": "One, by him.\nTwo.\nThree, by her."})
    undo(his, matter.pk, event=edited.event or 0)
    after = now(matter)
    assert (after["title"], after["court"]) == ("Doe v. Roe", "ca9")
    assert after["description"] == "One.\nTwo.\nThree, by her."


def test_what_others_built_upon_is_refused_by_name_and_nothing_is_written(
    hers: Intent, his: Intent, matter: Matter
) -> None:
    edited = matters.edit(his, matter.pk, {"title": "His", "court": "ca9"})
    matters.edit(hers, matter.pk, {"title": "Hers"})
    before = now(matter)
    with pytest.raises(Superseded, match="Alice Archer changed title since"):
        undo(his, matter.pk, event=edited.event or 0)
    assert now(matter) == before


def test_a_move_that_went_on_is_refused_and_so_is_one_into_a_column_that_is_gone(
    hers: Intent, his: Intent, matter: Matter
) -> None:
    moved = matters.move(his, matter.pk, to="waiting")
    matters.move(hers, matter.pk, to="done")
    with pytest.raises(Superseded, match="Alice Archer changed column since"):
        undo(his, matter.pk, event=moved.event or 0)
    matters.move(hers, matter.pk, to="waiting")
    columns.remove(hers, "intake", move_to="done")
    with pytest.raises(Invalid, match="not on the board any more"):
        undo(his, matter.pk, event=moved.event or 0)


def test_a_person_or_label_that_is_gone_does_not_come_back(hers: Intent, board: Board, matter: Matter) -> None:
    UserFactory(username="carol")
    members.put(hers, "carol", role="editor")
    matters.edit(hers, matter.pk, {"responsible": "carol"})
    edited = matters.edit(hers, matter.pk, {"responsible": None})
    members.remove(hers, "carol")
    with pytest.raises(Invalid):
        undo(hers, matter.pk, event=edited.event or 0)


def test_done_twice_it_has_nothing_left_to_do(his: Intent, matter: Matter) -> None:
    edited = matters.edit(his, matter.pk, {"title": "His"})
    undo(his, matter.pk, event=edited.event or 0)
    with pytest.raises(Superseded, match="nothing to undo"):
        undo(his, matter.pk, event=edited.event or 0)


def test_ones_own_for_editors_anybodys_for_managers(hers: Intent, his: Intent, matter: Matter) -> None:
    edited = matters.edit(hers, matter.pk, {"title": "Hers"})
    with pytest.raises(Forbidden):
        undo(his, matter.pk, event=edited.event or 0)
    edited = matters.edit(his, matter.pk, {"title": "His"})
    undo(hers, matter.pk, event=edited.event or 0)
    assert now(matter)["title"] == "Hers"


def test_no_such_change_another_matters_change_and_what_cannot_be_undone(
    hers: Intent, board: Board, matter: Matter
) -> None:
    other = MatterFactory(board=board)
    edited = matters.edit(hers, other.pk, {"title": "Hers"})
    for event in (edited.event, 1, 10**12):
        with pytest.raises(NotFound):
            undo(hers, matter.pk, event=event or 0)
    party = parties.add(hers, matter.pk, {"name": "Hale LLP"})
    with pytest.raises(Invalid, match="parties"):
        undo(hers, matter.pk, event=party.board_version)
    deleted = matters.delete(hers, other.pk)
    with pytest.raises(Gone):
        undo(hers, other.pk, event=deleted.board_version)


def test_sent_again_it_is_done_once(his: Intent, board: Board, bob: User, matter: Matter) -> None:
    edited = matters.edit(his, matter.pk, {"title": "His"})
    again = Intent(board, bob, Mutation(uuid.uuid4(), "undo"))
    first = undo(again, matter.pk, event=edited.event or 0)
    assert undo(again, matter.pk, event=edited.event or 0) == first
    assert now(matter)["title"] == "Doe v. Roe"


SOME = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A", "B", "Doe v. Roe"]),
        "priority": st.sampled_from(["low", "normal", "urgent"]),
        "assignees": st.lists(st.sampled_from(["alice", "bob"]), unique=True),
        "description": st.lists(st.sampled_from(["One.", "Two.", "New."]), max_size=4).map("\n".join),
    },
)


@profile(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=SOME, second=SOME)
def test_undone_in_turn_two_edits_leave_what_was_before_and_a_refusal_leaves_everything(
    hers: Intent, his: Intent, matter: Matter, first: dict[str, Any], second: dict[str, Any]
) -> None:
    before = now(matter)
    one, two = matters.edit(his, matter.pk, first), matters.edit(hers, matter.pk, second)
    after = now(matter)
    if one.event:
        try:
            undone = undo(his, matter.pk, event=one.event)
        except Superseded:
            assert now(matter) == after
        else:
            undo(his, matter.pk, event=undone.event or 0)
            assert now(matter) == after
    for outcome in (two, one):
        if outcome.event:
            undo(hers, matter.pk, event=outcome.event)
    assert now(matter) == before


def test_the_history_offers_it_where_the_person_may_and_the_page_asks_first(
    board: Board, matter: Matter, hers: Intent, his: Intent, bob: User, alice: User
) -> None:
    own, others = matters.edit(his, matter.pk, {"court": "ca9"}), matters.edit(hers, matter.pk, {"judge": "Hand"})
    address = f"/matters/{matter.pk}/undo/"
    page = browser_of(bob).get(f"/matters/{matter.pk}/").content.decode()
    assert f"{address}{own.event}/" in page
    assert f"{address}{others.event}/" not in page
    assert f"{address}{own.event}/" in browser_of(alice).get(f"/matters/{matter.pk}/").content.decode()
    asked = browser_of(bob).get(f"{address}{own.event}/").content.decode()
    assert "Undo this change of Doe v. Roe?" in asked
    assert "ca9" in asked
    assert browser_of(bob).post(f"{address}{own.event}/").status_code == 302
    assert now(matter)["court"] == ""


def test_each_write_names_the_address_that_takes_it_back(matter: Matter, bob: User) -> None:
    his = browser_of(bob)
    headers = {**HTMX, "Live-Cursor": "1.00000000"}
    done = his.post(f"/matters/{matter.pk}/edit/", {"title": "His", "version": 1}, headers=headers)
    undone = his.post(done["Live-Undo"], headers=headers)
    assert (undone.status_code, now(matter)["title"]) == (200, "Doe v. Roe")
    his.post(undone["Live-Undo"], headers=headers)
    assert now(matter)["title"] == "His"


def test_what_cannot_be_undone_offers_no_address(board: Board, matter: Matter, hers: Intent, alice: User) -> None:
    """Parties are told as text, a deletion is for good; nothing written is nothing to undo."""
    assert parties.add(hers, matter.pk, {"name": "Hale LLP"}).event is None
    assert matters.edit(hers, matter.pk, {"title": "Doe v. Roe"}).event is None
    page = browser_of(alice).get(f"/matters/{matter.pk}/").content.decode()
    assert page.count("data-undo") == 1
    assert matters.delete(hers, matter.pk).event is None
