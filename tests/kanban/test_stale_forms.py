"""A page that has become old changes only what was touched on it; where two touched the same, the second is asked."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, boards, columns, labels, parties
from kanban.models import Board, Column, Label, Matter, Party
from tests.clients import Response, browser_of
from tests.factories import MatterFactory
from tests.readers import Tree


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board)


@pytest.fixture
def party(board: Board, matter: Matter, alice: User) -> Party:
    parties.add(Intent(board, alice), matter.pk, {"name": "Hale", "contact": "+1 555 0100"})
    return Party.objects.get(matter=matter)


def shown(page: Response, address: str) -> dict[str, str]:
    """What the page's form for that address sends when nothing is touched."""
    forms = [form for form in Tree(page.content.decode()).root.having("action") if form.attributes["action"] == address]
    sent: dict[str, str] = {}
    for element in forms[0].having("name"):
        given = element.attributes
        if element.tag == "select":
            chosen = [option for option in element.having("value") if "selected" in option.attributes]
            sent[given["name"]] = chosen[0].attributes["value"] if chosen else ""
        elif given.get("type") not in ("checkbox", "radio") or "checked" in given:
            sent[given["name"]] = given.get("value", "")
    return sent


def save_stale(person: User, address: str, meanwhile: Any, **touched: str) -> tuple[Response, dict[str, str]]:
    """Open the form, let somebody else write, touch some fields, save."""
    browser = browser_of(person)
    sent = shown(browser.get(address), address) | touched
    meanwhile()
    return browser.post(address, sent), sent


def test_a_party_keeps_what_somebody_else_changed(
    board: Board, matter: Matter, party: Party, alice: User, bob: User
) -> None:
    def meanwhile() -> None:
        parties.change(Intent(board, alice), matter.pk, party.pk, {"contact": "+1 555 0199"})

    answer, _ = save_stale(bob, f"/matters/{matter.pk}/parties/{party.pk}/", meanwhile, name="Hale & Sons")
    assert answer.status_code == 302
    party.refresh_from_db()
    assert (party.name, party.contact) == ("Hale & Sons", "+1 555 0199")


def test_the_same_field_of_a_party_is_asked_about_and_saved_the_second_time(
    board: Board, matter: Matter, party: Party, alice: User, bob: User
) -> None:
    address = f"/matters/{matter.pk}/parties/{party.pk}/"

    def meanwhile() -> None:
        parties.change(Intent(board, alice), matter.pk, party.pk, {"name": "Hers"})

    answer, _ = save_stale(bob, address, meanwhile, name="His")
    assert answer.status_code == 422
    assert "Meanwhile this became “Hers”" in answer.content.decode()
    party.refresh_from_db()
    assert party.name == "Hers"
    assert browser_of(bob).post(address, shown(answer, address)).status_code == 302
    party.refresh_from_db()
    assert party.name == "His"


def test_a_party_that_becomes_an_organisation_is_told(board: Board, matter: Matter, party: Party, bob: User) -> None:
    before = board.stream.events.count()
    parties.change(Intent(board, bob), matter.pk, party.pk, {"kind": "organisation"})
    assert board.stream.events.count() == before + 1


def test_columns_labels_and_the_board_keep_it_too(board: Board, alice: User, bob: User) -> None:
    labels.add(Intent(board), {"name": "Appeal", "colour": "red"})
    label = Label.objects.get(board=board)
    settings = f"/boards/{board.slug}/settings/"
    for address, meanwhile in (
        (settings, lambda: boards.change(Intent(board), {"description": "Meanwhile"})),
        (f"{settings}columns/intake/", lambda: columns.change(Intent(board), "intake", {"wip_limit": 9})),
        (f"{settings}labels/{label.pk}/", lambda: labels.change(Intent(board), label.pk, {"colour": "green"})),
    ):
        assert save_stale(alice, address, meanwhile, name="Renamed")[0].status_code == 302
    assert Board.objects.values_list("name", "description").get(pk=board.pk) == ("Renamed", "Meanwhile")
    assert Column.objects.values_list("name", "wip_limit").get(board=board, slug="intake") == ("Renamed", 9)
    assert Label.objects.values_list("name", "colour").get(pk=label.pk) == ("Renamed", "green")


def test_nonsense_for_what_was_seen_is_as_if_nothing_was_said(board: Board, alice: User) -> None:
    sent = {"name": "Renamed", "colour": "red", "category": "active", "wip_limit": "3", "initial-wip_limit": "many"}
    assert browser_of(alice).post(f"/boards/{board.slug}/settings/columns/intake/", sent).status_code == 302
