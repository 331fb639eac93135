"""A conflict as a plain page: it names all values, and deciding it puts nobody else's change back."""

import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters, members
from kanban.models import Board, Label, Matter
from tests.clients import HTMX, Response, browser_of
from tests.factories import MatterFactory, UserFactory
from tests.readers import Element, Tree


@pytest.fixture
def matter(board: Board, alice: User) -> Matter:
    for name in ("Appeal", "Class action"):
        labels.add(Intent(board, alice), {"name": name})
    return MatterFactory(board=board, title="Doe v. Roe", court="nysd")


@pytest.fixture
def refused(board: Board, matter: Matter, alice: User, bob: User) -> Response:
    """Bob sends the whole form of version 1; alice was quicker with the title, the court and a label."""
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers", "court": "ca9", "labels": ["Appeal"]})
    shown = ("title", "court", "judge", "labels")
    sent = {"fields": shown, "title": "His", "court": "nysd", "judge": "Hand", "labels": [label("Class action")]}
    return browser_of(bob).post(f"/matters/{matter.pk}/edit/", {**sent, "version": 1})


def label(name: str) -> int:
    return Label.objects.get(name=name).pk


def inputs(page: Response) -> Iterator[Element]:
    for element in Tree(page.content.decode()).root.having("name"):
        if element.tag == "input":
            yield element


def decided(page: Response, choice: str, **more: str) -> dict[str, list[str]]:
    """What the page's form sends when that choice is made everywhere."""
    sent: dict[str, list[str]] = {}
    for element in inputs(page):
        given = element.attributes
        if given["name"] != "q" and (given.get("type") != "radio" or given["value"] == choice):
            sent.setdefault(str(given["name"]), []).append(str(given.get("value", "")))
    return sent | {name: [value] for name, value in more.items()}


def test_it_names_what_was_what_is_mine_and_what_is_theirs(refused: Response) -> None:
    assert refused.status_code == 409
    sent = decided(refused, "mine")
    assert [sent[f"{side}.title"] for side in ("base", "mine", "theirs")] == [["Doe v. Roe"], ["His"], ["Hers"]]
    radios = [each.attributes["value"] for each in inputs(refused) if each.attributes.get("type") == "radio"]
    assert radios == ["mine", "theirs", "base", "merged"]
    assert 'data-conflict-field="title"' in refused.content.decode()


@pytest.mark.parametrize(("choice", "title"), [("mine", "His"), ("theirs", "Hers"), ("base", "Doe v. Roe")])
def test_deciding_writes_the_choice_and_puts_no_other_change_back(
    refused: Response, matter: Matter, bob: User, choice: str, title: str
) -> None:
    answer = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, choice))
    assert answer.status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.court, matter.judge) == (title, "ca9", "Hand")
    assert sorted(each.name for each in matter.labels.all()) == ["Appeal", "Class action"]


def test_a_third_change_while_deciding_is_another_conflict(
    refused: Response, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers again"})
    again = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, "mine"))
    assert again.status_code == 409
    assert "Hers again" in again.content.decode()


def test_two_moves_to_different_columns_are_decided_too(board: Board, matter: Matter, alice: User, bob: User) -> None:
    matters.move(Intent(board, alice), matter.pk, to="done")
    his = browser_of(bob)
    page = his.post(f"/matters/{matter.pk}/move/", {"column": "waiting", "place": "top", "version": 1}, headers=HTMX)
    assert (page.status_code, page["Live-Fragment"]) == (409, "1")
    assert his.post(f"/matters/{matter.pk}/move/", decided(page, "mine")).status_code == 302
    matter.refresh_from_db()
    assert matter.column.slug == "waiting"


def test_the_responsible_attorney_is_never_merged_by_guess(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "alice"})
    his = browser_of(bob)
    page = his.post(f"/matters/{matter.pk}/edit/", {"responsible": bob.pk, "version": 1})
    assert page.status_code == 409
    his.post(f"/matters/{matter.pk}/edit/", decided(page, "mine"))
    matter.refresh_from_db()
    assert matter.responsible == bob


def test_a_person_who_was_deleted_meanwhile_is_still_named(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    carol = UserFactory(username="carol")
    members.put(Intent(board, alice), "carol", role="viewer")
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "carol"})
    matters.edit(Intent(board, alice), matter.pk, {"responsible": "alice"})
    members.remove(Intent(board, alice), "carol")
    carol.delete()
    page = browser_of(bob).post(f"/matters/{matter.pk}/edit/", {"responsible": bob.pk, "version": 2})
    assert page.status_code == 409
    assert "carol" in page.content.decode()


def test_a_decision_has_a_name_of_its_own(refused: Response) -> None:
    (key,) = decided(refused, "mine")["mutation_id"]
    assert uuid.UUID(key)


def test_what_somebody_else_did_while_the_page_was_made_is_not_overwritten(
    refused: Response, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    """A retry gets the conflict of then: its decision is made on the version of then, not on what stands by now."""
    his = browser_of(bob)
    sent = {"title": "His", "version": 1, "mutation_id": str(uuid.uuid4())}
    his.post(f"/matters/{matter.pk}/edit/", sent)
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers, later"})
    replayed = his.post(f"/matters/{matter.pk}/edit/", sent)
    assert decided(replayed, "mine")["theirs.title"] == ["Hers"]
    assert his.post(f"/matters/{matter.pk}/edit/", decided(replayed, "mine")).status_code == 409
    matter.refresh_from_db()
    assert matter.title == "Hers, later"


@pytest.mark.parametrize("choice", ["mine", "base"])
def test_asked_once_more_ones_own_value_and_choice_are_still_there(
    refused: Response, board: Board, matter: Matter, alice: User, bob: User, choice: str
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers again"})
    again = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, choice))
    sent = decided(again, "mine")
    assert (again.status_code, sent["mine.title"], sent["theirs.title"]) == (409, ["His"], ["Hers again"])
    (chosen,) = [each.attributes["value"] for each in inputs(again) if "checked" in each.attributes]
    assert chosen == choice
    assert "changed once more" in again.content.decode()


def test_whoever_takes_theirs_gets_theirs_as_it_is_by_then(
    refused: Response, board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers again"})
    answer = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, "theirs"), follow=True)
    assert "Kept what others changed meanwhile: title." in answer.content.decode()
    matter.refresh_from_db()
    assert matter.title == "Hers again"


def test_neither_but_another_wording(refused: Response, matter: Matter, bob: User) -> None:
    sent = decided(refused, "merged", **{"merged.title": "Doe et al. v. Roe"})
    assert browser_of(bob).post(f"/matters/{matter.pk}/edit/", sent).status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.judge) == ("Doe et al. v. Roe", "Hand")


@pytest.mark.parametrize(("side", "ends"), [("mine", ("His", "casd")), ("theirs", ("Hers", "ca9"))])
def test_all_at_once(board: Board, matter: Matter, alice: User, bob: User, side: str, ends: tuple[str, str]) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"title": "Hers", "court": "ca9"})
    his = browser_of(bob)
    page = his.post(f"/matters/{matter.pk}/edit/", {"title": "His", "court": "casd", "version": 1})
    sent = decided(page, "none", all=side)
    assert his.post(f"/matters/{matter.pk}/edit/", sent).status_code == 302
    matter.refresh_from_db()
    assert (matter.title, matter.court) == ends


def test_nothing_chosen_writes_nothing(refused: Response, matter: Matter, bob: User) -> None:
    answer = browser_of(bob).post(f"/matters/{matter.pk}/edit/", decided(refused, "none"))
    assert answer.status_code == 422
    matter.refresh_from_db()
    assert (matter.title, matter.judge) == ("Hers", "")


def test_long_text_is_merged_by_its_lines_and_said_to_be(board: Board, matter: Matter, alice: User, bob: User) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"description": "One.\nTwo.\nThree."})
    matters.edit(Intent(board, alice), matter.pk, {"description": "One, by her.\nTwo.\nThree."})
    his = browser_of(bob)
    sent = {"description": "One.\r\nTwo.\r\nThree, by him.", "version": 2}
    answer = his.post(f"/matters/{matter.pk}/edit/", sent, follow=True)
    assert "Kept what others changed meanwhile: description." in answer.content.decode()
    matter.refresh_from_db()
    assert matter.description == "One, by her.\nTwo.\nThree, by him."


def test_where_lines_clash_both_stand_in_the_text_to_begin_with(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    matters.edit(Intent(board, alice), matter.pk, {"description": "One.\nTwo."})
    matters.edit(Intent(board, alice), matter.pk, {"description": "One.\nHers."})
    page = browser_of(bob).post(f"/matters/{matter.pk}/edit/", {"description": "One.\nHis.", "version": 2})
    (wording,) = [each for each in Tree(page.content.decode()).root.all() if each.tag == "textarea"]
    assert wording.text == "One. His. Hers."
    assert "<mark>His</mark>" in page.content.decode()
