"""The admin writes through the commands: boards see it live, and what a command refuses is told, never a 500."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from kanban.commands import Intent, boards, columns, labels, matters, parties
from kanban.models import Board, Column, Label, Matter, Membership, Party
from realtime import chain
from realtime.models import Event
from tests.factories import BoardFactory, MatterFactory, UserFactory


@pytest.fixture
def office(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def matter(board: Board) -> Matter:
    labels.add(Intent(board), {"name": "Key client"})
    made = MatterFactory(board=board, title="Doe v. Roe")
    parties.add(Intent(board), made.pk, {"name": "Jane Doe"})
    return made


def last_event(board: Board) -> Event:
    board.stream.refresh_from_db()
    assert chain.verify(board.stream) is None
    event = board.stream.events.order_by("version").last()
    assert event is not None
    return event


def shown(client: Client, url: str) -> dict[str, Any]:
    """The form at that address as a browser would send it back."""
    form = client.get(url).context["adminform"].form
    sent: dict[str, Any] = {}
    for bound in form:
        if bound.value() not in (None, False):
            sent[bound.html_name] = bound.value()
    return sent


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model: Any, page: str = "changelist") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def act(client: Client, model: Any, action: str, *rows: Any, **more: str) -> Any:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(list_url(model), chosen, follow=True)


@pytest.mark.parametrize("model", [Board, Column, Label, Membership, Matter, Party, User])
def test_every_list_search_and_form_opens(office: Client, matter: Matter, model: Any) -> None:
    assert office.get(list_url(model)).status_code == 200
    assert office.get(list_url(model), {"q": "doe"}).status_code == 200
    assert office.get(list_url(model, "add")).status_code == 200
    assert office.get(change_url(model.objects.first())).status_code == 200


@pytest.mark.parametrize("model", [Board, Column, Label, Membership, Matter, Party])
def test_saving_a_form_unchanged_writes_nothing(office: Client, matter: Matter, board: Board, model: Any) -> None:
    before = last_event(board).version
    row = model.objects.first()
    answer = office.post(change_url(row), shown(office, change_url(row)))
    assert answer.status_code == 302
    assert last_event(board).version == before


class TestMatters:
    def test_an_edit_is_an_event_by_the_admin(self, office: Client, matter: Matter, board: Board, admin: User) -> None:
        office.post(change_url(matter), {**shown(office, change_url(matter)), "court": "nysd"})
        event = last_event(board)
        assert (event.kind, event.changes, event.actor) == ("matter.edited", {"court": ["", "nysd"]}, admin)

    def test_another_column_is_a_move(self, office: Client, matter: Matter, board: Board) -> None:
        column = board.columns.get(slug="waiting")
        office.post(change_url(matter), {**shown(office, change_url(matter)), "column": column.pk})
        assert last_event(board).changes["column"] == ["intake", "waiting"]

    def test_edit_and_move_are_both_made_or_neither(self, office: Client, matter: Matter, board: Board) -> None:
        columns.change(Intent(board), "waiting", {"wip_limit": 0, "wip_is_hard": True})
        before = last_event(board).version
        sent = {**shown(office, change_url(matter)), "column": board.columns.get(slug="waiting").pk, "court": "nysd"}
        answer = office.post(change_url(matter), sent)
        assert "is full" in answer.text
        assert last_event(board).version == before

    def test_people_and_labels_are_taken(self, office: Client, matter: Matter, board: Board, bob: User) -> None:
        sent = {"responsible": bob.pk, "assignees": [bob.pk], "labels": [board.labels.get().pk]}
        office.post(change_url(matter), {**shown(office, change_url(matter)), **sent})
        assert set(last_event(board).changes) == {"responsible", "assignees", "labels"}

    def test_somebody_not_on_the_board_is_refused_by_the_field(
        self, office: Client, matter: Matter, mallory: User
    ) -> None:
        answer = office.post(change_url(matter), {**shown(office, change_url(matter)), "responsible": mallory.pk})
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["responsible"] == ["mallory is not on this board."]

    def test_what_somebody_changed_meanwhile_is_told_and_kept(
        self, office: Client, matter: Matter, board: Board, bob: User
    ) -> None:
        sent = {**shown(office, change_url(matter)), "title": "Mine"}
        matters.edit(Intent(board, bob), matter.pk, {"title": "Theirs"})
        answer = office.post(change_url(matter), sent)
        assert "bob changed this meanwhile, to: Theirs." in answer.text
        matter.refresh_from_db()
        assert matter.title == "Theirs"

    def test_a_new_one_gets_a_number_in_the_chosen_column(self, office: Client, board: Board) -> None:
        url = list_url(Matter, "add")
        column = board.columns.get(slug="done")
        answer = office.post(url, {**shown(office, url), "title": "Fresh", "column": column.pk})
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert Matter.objects.get(title="Fresh").column == column
        assert last_event(board).kind == "matter.created"

    def test_a_taken_number_is_refused_by_the_field(self, office: Client, matter: Matter, board: Board) -> None:
        url = list_url(Matter, "add")
        sent = {"title": "Again", "number": matter.number, "column": matter.column_id}
        answer = office.post(url, {**shown(office, url), **sent})
        assert "Another matter of this board has the number" in answer.text

    @pytest.mark.parametrize("title", ["", "x" * 300, "nul\0", "a\u202eb"])
    def test_bad_text_is_refused_by_the_field(self, office: Client, matter: Matter, title: str) -> None:
        answer = office.post(change_url(matter), {**shown(office, change_url(matter)), "title": title})
        assert answer.status_code == 200
        assert "title" in answer.context["adminform"].form.errors

    def test_an_archived_one_is_not_edited(self, office: Client, matter: Matter, board: Board) -> None:
        sent = shown(office, change_url(matter))
        matters.archive(Intent(board), matter.pk)
        answer = office.post(change_url(matter), {**sent, "title": "Late"})
        assert "was archived meanwhile" in answer.text

    def test_archive_and_restore_as_actions(self, office: Client, matter: Matter, board: Board) -> None:
        assert "1 archived." in act(office, Matter, "archive", matter).text
        assert last_event(board).kind == "matter.archived"
        assert "1 restored." in act(office, Matter, "restore", matter).text
        assert last_event(board).kind == "matter.restored"

    def test_deleting_leaves_a_tombstone_and_an_event(self, office: Client, matter: Matter, board: Board) -> None:
        url = reverse("admin:kanban_matter_delete", args=[matter.pk])
        assert office.post(url, {"post": "yes"}).status_code == 302
        assert last_event(board).kind == "matter.deleted"
        assert Matter.objects.get(pk=matter.pk).deleted_at
        assert office.get(change_url(matter), follow=True).redirect_chain

    def test_deleting_several_deletes_each(self, office: Client, matter: Matter, board: Board) -> None:
        other = MatterFactory(board=board)
        act(office, Matter, "delete_selected", matter, other, post="yes")
        assert not Matter.objects.filter(deleted_at=None).exists()
        assert last_event(board).kind == "matter.deleted"


class TestParties:
    def test_adding_changing_and_deleting_change_the_matter(self, office: Client, matter: Matter, board: Board) -> None:
        url = list_url(Party, "add")
        office.post(url, {**shown(office, url), "matter": matter.pk, "name": "Dr. Witness"})
        assert "Dr. Witness (Other)" in last_event(board).changes["parties"][1]
        party = Party.objects.get(name="Dr. Witness")
        office.post(change_url(party), {**shown(office, change_url(party)), "role": "expert"})
        assert "Dr. Witness (Expert)" in last_event(board).changes["parties"][1]
        office.post(reverse("admin:kanban_party_delete", args=[party.pk]), {"post": "yes"})
        assert "Dr. Witness (Expert)" in last_event(board).changes["parties"][0]


class TestBoards:
    def test_who_makes_a_board_manages_it(self, office: Client, admin: User) -> None:
        url = list_url(Board, "add")
        office.post(url, {**shown(office, url), "name": "Appeals"})
        board = Board.objects.get(slug="appeals")
        assert list(board.memberships.values_list("user__username", "role")) == [("admin", "manager")]

    def test_renaming_archiving_and_restoring_are_events(self, office: Client, board: Board) -> None:
        office.post(change_url(board), {**shown(office, change_url(board)), "name": "Trials"})
        assert last_event(board).changes == {"name": ["Litigation", "Trials"]}
        act(office, Board, "archive", board)
        assert last_event(board).kind == "board.archived"
        act(office, Board, "restore", board)
        assert last_event(board).kind == "board.restored"

    def test_a_board_is_never_deleted(self, office: Client, board: Board) -> None:
        assert office.post(reverse("admin:kanban_board_delete", args=[board.pk]), {"post": "yes"}).status_code == 403
        assert "delete_selected" not in office.get(list_url(Board)).text

    def test_a_bad_number_template_is_refused_by_the_field(self, office: Client, board: Board) -> None:
        answer = office.post(change_url(board), {**shown(office, change_url(board)), "number_template": "none"})
        assert "number_template" in answer.context["adminform"].form.errors


class TestColumnsLabelsMembers:
    def test_a_new_column_is_an_event(self, office: Client, board: Board) -> None:
        url = list_url(Column, "add")
        office.post(url, {**shown(office, url), "board": board.pk, "name": "Appeal"})
        assert (last_event(board).kind, last_event(board).subject) == ("column.added", "column:appeal")

    def test_a_limit_is_an_event(self, office: Client, board: Board) -> None:
        column = board.columns.get(slug="waiting")
        office.post(change_url(column), {**shown(office, change_url(column)), "wip_limit": 3})
        assert last_event(board).changes == {"wip_limit": [None, 3]}

    @pytest.mark.parametrize("one_by_one", [True, False])
    def test_a_column_that_holds_matters_stays(
        self, office: Client, matter: Matter, board: Board, one_by_one: bool
    ) -> None:
        column = matter.column
        if one_by_one:
            url = reverse("admin:kanban_column_delete", args=[column.pk])
            answer = office.post(url, {"post": "yes"}, follow=True)
        else:
            answer = act(office, Column, "delete_selected", column, post="yes")
        assert "still holds 1 matters" in answer.text
        assert Column.objects.filter(pk=column.pk).exists()

    def test_an_empty_column_goes(self, office: Client, board: Board) -> None:
        column = board.columns.get(slug="waiting")
        office.post(reverse("admin:kanban_column_delete", args=[column.pk]), {"post": "yes"})
        assert last_event(board).kind == "column.removed"

    def test_labels_are_added_changed_and_removed(self, office: Client, board: Board) -> None:
        url = list_url(Label, "add")
        office.post(url, {**shown(office, url), "board": board.pk, "name": "Urgent"})
        label = board.labels.get()
        office.post(change_url(label), {**shown(office, change_url(label)), "colour": "red"})
        assert last_event(board).changes == {"colour": ["slate", "red"]}
        again = office.post(url, {**shown(office, url), "board": board.pk, "name": "urgent"})
        assert "The board has a label of this name." in again.text
        office.post(reverse("admin:kanban_label_delete", args=[label.pk]), {"post": "yes"})
        assert last_event(board).kind == "label.removed"

    def test_members_come_change_and_go(self, office: Client, board: Board, mallory: User) -> None:
        url = list_url(Membership, "add")
        office.post(url, {**shown(office, url), "board": board.pk, "user": mallory.pk, "role": "viewer"})
        membership = board.memberships.get(user=mallory)
        office.post(change_url(membership), {"role": "editor"})
        assert last_event(board).changes == {"role": ["viewer", "editor"]}
        office.post(reverse("admin:kanban_membership_delete", args=[membership.pk]), {"post": "yes"})
        assert (last_event(board).kind, last_event(board).subject) == ("member.removed", "member:mallory")

    def test_the_last_manager_stays(self, office: Client, board: Board, alice: User) -> None:
        membership = board.memberships.get(user=alice)
        assert "keeps at least one manager" in office.post(change_url(membership), {"role": "viewer"}).text
        url = reverse("admin:kanban_membership_delete", args=[membership.pk])
        assert "keeps at least one manager" in office.post(url, {"post": "yes"}, follow=True).text
        assert board.memberships.get(user=alice).role == "manager"


class TestPeople:
    def test_a_user_name_cannot_change_and_nobody_is_deleted(self, office: Client, bob: User) -> None:
        page = office.get(change_url(bob))
        assert "username" not in page.context["adminform"].form.fields
        assert office.post(reverse("admin:auth_user_delete", args=[bob.pk]), {"post": "yes"}).status_code == 403

    def test_who_may_only_look_sees_no_password_hash(self, client: Client, bob: User) -> None:
        """T-125"""
        clerk = UserFactory(username="clerk", is_staff=True)
        clerk.user_permissions.add(Permission.objects.get(codename="view_user"))
        client.force_login(clerk)
        page = client.get(change_url(bob))
        assert page.status_code == 200
        for part in bob.password.split("$")[1:]:
            assert part not in page.text


LOGGED: list[Callable[[Board], Any]] = [lambda board: board.stream, lambda board: board.stream.events.first()]


@pytest.mark.parametrize("row_of", LOGGED)
def test_the_log_is_read_only_even_for_a_superuser(
    office: Client, board: Board, row_of: Callable[[Board], Any]
) -> None:
    """T-125"""
    row = row_of(board)
    assert office.get(list_url(type(row))).status_code == 200
    assert office.get(change_url(row)).status_code == 200
    assert office.get(list_url(type(row), "add")).status_code == 403
    assert office.post(change_url(row), {"version": 99}).status_code == 403
    assert office.post(change_url(row).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403
    act(office, type(row), "delete_selected", row, post="yes")
    assert type(row).objects.filter(pk=row.pk).exists()
    assert last_event(board)


def test_staff_without_a_permission_change_nothing(client: Client, matter: Matter, board: Board) -> None:
    clerk = UserFactory(username="clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_matter"))
    client.force_login(clerk)
    before = last_event(board).version
    assert client.get(change_url(matter)).status_code == 200
    assert client.post(change_url(matter), {"title": "No"}).status_code == 403
    act(client, Matter, "archive", matter)
    assert last_event(board).version == before


def test_an_archived_board_takes_no_new_matter_in_the_form(office: Client, board: Board) -> None:
    other = BoardFactory(name="Other")
    boards.archive(Intent(other))
    page = office.get(list_url(Matter, "add"))
    assert set(page.context["adminform"].form.fields["column"].queryset.values_list("board", flat=True)) == {board.pk}
