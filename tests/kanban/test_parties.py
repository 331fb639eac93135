"""The parties of a matter: each change of one is a change of the matter."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, matters, parties
from kanban.errors import Forbidden, Gone, Invalid, NotFound
from kanban.models import Board, Matter
from tests.clients import browser_of, cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(board: Board, bob: User) -> Matter:
    matter = MatterFactory(board=board)
    parties.add(Intent(board, bob), matter.pk, {"name": "Judy Sheindlin", "role": "judge", "contact": "Room 4"})
    return matter


def test_each_change_is_a_version_of_the_matter_and_a_line_of_its_history(
    board: Board, matter: Matter, bob: User
) -> None:
    party = matter.parties.get()
    parties.change(Intent(board, bob), matter.pk, party.pk, {"contact": "Room 5"})
    outcome = parties.remove(Intent(board, bob), matter.pk, party.pk)
    assert outcome.version == 4
    told = [event.changes["parties"] for event in board.stream.events.filter(kind="matter.edited").order_by("version")]
    assert told == [
        [[], ["Judy Sheindlin (Judge) · Room 4"]],
        [["Judy Sheindlin (Judge) · Room 4"], ["Judy Sheindlin (Judge) · Room 5"]],
        [["Judy Sheindlin (Judge) · Room 5"], []],
    ]


def test_a_change_to_what_stands_there_is_none(board: Board, matter: Matter, bob: User) -> None:
    before = cursor_of(board)
    parties.change(Intent(board, bob), matter.pk, matter.parties.get().pk, {"name": "Judy Sheindlin"})
    assert cursor_of(board) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"role": "villain"}, "role"),
        ({"kind": "robot"}, "kind"),
        ({"contact": "x\0"}, "contact"),
        ({"matter": 1}, "matter"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    board: Board, matter: Matter, bob: User, values: dict[str, object], field: str
) -> None:
    for write in (
        lambda: parties.add(Intent(board, bob), matter.pk, {"name": "New", **values}),
        lambda: parties.change(Intent(board, bob), matter.pk, matter.parties.get().pk, values),
    ):
        with pytest.raises(Invalid) as caught:
            write()
        assert list(caught.value.extra["fields"]) == [field]
    assert matter.parties.count() == 1


def test_another_matters_party_is_not_found(board: Board, matter: Matter, bob: User) -> None:
    other, party = MatterFactory(board=board), matter.parties.get()
    for write in (
        lambda: parties.change(Intent(board, bob), other.pk, party.pk, {"name": "Mine"}),
        lambda: parties.remove(Intent(board, bob), other.pk, party.pk),
    ):
        with pytest.raises(NotFound):
            write()


def test_viewers_only_look_and_an_archived_matter_is_not_changed(
    board: Board, matter: Matter, bob: User, vera: User
) -> None:
    with pytest.raises(Forbidden):
        parties.add(Intent(board, vera), matter.pk, {"name": "New"})
    matters.archive(Intent(board), matter.pk)
    with pytest.raises(Gone):
        parties.add(Intent(board, bob), matter.pk, {"name": "New"})


def test_by_the_forms(board: Board, matter: Matter, bob: User) -> None:
    client, there = browser_of(bob), f"/matters/{matter.pk}/parties/"
    body = {"kind": "organisation", "role": "expert", "name": "Actuaries Ltd", "contact": ""}
    assert client.post(f"{there}new/", body)["Location"] == f"/matters/{matter.pk}/"
    party = matter.parties.get(role="expert")
    assert "Actuaries Ltd" in client.get(f"{there}{party.pk}/").content.decode()
    assert client.post(f"{there}{party.pk}/", {**body, "name": "Actuaries plc"}).status_code == 302
    assert "Actuaries plc" in client.get(f"/matters/{matter.pk}/").content.decode()
    assert client.post(f"{there}{party.pk}/remove/").status_code == 302
    assert not matter.parties.filter(role="expert").exists()


def test_of_a_deleted_matter_no_form_shows_them(board: Board, matter: Matter, alice: User, bob: User) -> None:
    matters.delete(Intent(board, alice), matter.pk)
    for address in ("new", str(matter.parties.get().pk)):
        assert browser_of(bob).get(f"/matters/{matter.pk}/parties/{address}/").status_code == 410
