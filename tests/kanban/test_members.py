"""Who is on a board, and that somebody always manages it."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, members
from kanban.errors import Forbidden, Invalid, NotFound
from kanban.models import Board, Role
from tests.clients import browser_of, cursor_of
from tests.factories import MatterFactory, UserFactory

pytestmark = pytest.mark.django_db


def roles(board: Board) -> dict[str, str]:
    return dict(board.memberships.values_list("user__username", "role"))


def test_somebody_is_let_in_changed_and_taken_off_and_the_walls_are_judged_anew(
    board: Board, alice: User, mallory: User
) -> None:
    access = board.stream.access
    members.put(Intent(board, alice), "mallory", role="viewer")
    members.put(Intent(board, alice), "mallory", role="editor")
    assert roles(board)["mallory"] == Role.EDITOR
    members.remove(Intent(board, alice), "mallory")
    assert "mallory" not in roles(board)
    board.stream.refresh_from_db()
    assert board.stream.access == access + 3


def test_the_same_again_changes_nothing(board: Board, alice: User) -> None:
    before = cursor_of(board)
    members.put(Intent(board, alice), "bob", role="editor")
    members.remove(Intent(board, alice), "never-was")
    assert cursor_of(board) == before


def test_the_last_manager_stays_and_stays_manager(board: Board, alice: User) -> None:
    for write in (
        lambda: members.remove(Intent(board, alice), "alice"),
        lambda: members.put(Intent(board, alice), "alice", role="viewer"),
    ):
        with pytest.raises(Invalid, match="at least one manager"):
            write()
    assert roles(board)["alice"] == Role.MANAGER


def test_one_of_two_managers_may_go(board: Board, alice: User) -> None:
    members.put(Intent(board, alice), "bob", role="manager")
    members.remove(Intent(board, alice), "alice")
    assert [name for name, role in roles(board).items() if role == Role.MANAGER] == ["bob"]


def test_a_manager_who_cannot_sign_in_does_not_count(board: Board, alice: User) -> None:
    members.put(Intent(board, alice), "bob", role="manager")
    User.objects.filter(username="bob").update(is_active=False)
    with pytest.raises(Invalid, match="at least one manager"):
        members.remove(Intent(board, alice), "alice")


@pytest.mark.parametrize(
    ("username", "role", "field"),
    [("nobody-here", "viewer", "username"), ("mallory", "owner", "role"), ("gone", "viewer", "username")],
)
def test_strangers_and_unknown_roles_are_refused(
    board: Board, alice: User, mallory: User, username: str, role: str, field: str
) -> None:
    UserFactory(username="gone", is_active=False)
    with pytest.raises(Invalid) as caught:
        members.put(Intent(board, alice), username, role=role)
    assert list(caught.value.extra["fields"]) == [field]


def test_only_managers_do_this_even_to_themselves(board: Board, bob: User, mallory: User) -> None:
    with pytest.raises(Forbidden):
        members.put(Intent(board, bob), "bob", role="manager")
    with pytest.raises(NotFound):
        members.put(Intent(board, mallory), "mallory", role="viewer")


def test_a_role_lost_before_the_lock_is_a_write_lost(board: Board, alice: User, bob: User) -> None:
    """T-050: the intent was made while bob was an editor."""
    from kanban.commands import matters

    matter, intent = MatterFactory(board=board), Intent(board, bob)
    members.put(Intent(board, alice), "bob", role="viewer")
    with pytest.raises(Forbidden):
        matters.edit(intent, matter.pk, {"title": "Late"})
    members.remove(Intent(board, alice), "bob")
    with pytest.raises(NotFound):
        matters.edit(intent, matter.pk, {"title": "Late"})


def test_whoever_leaves_is_taken_to_the_boards_that_are_left(board: Board, alice: User) -> None:
    members.put(Intent(board, alice), "bob", role="manager")
    client = browser_of(alice)
    response = client.post(f"/boards/{board.slug}/settings/members/alice/remove/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get(board.get_absolute_url()).status_code == 404


def test_the_last_manager_is_told_why_not(board: Board, alice: User) -> None:
    response = browser_of(alice).post(f"/boards/{board.slug}/settings/members/alice/remove/")
    assert response.status_code == 422
    assert "at least one manager" in response.content.decode()


def test_what_the_leaver_was_responsible_for_stays(board: Board, alice: User) -> None:
    matter = MatterFactory(board=board, responsible="bob", assignees=["bob"])
    members.remove(Intent(board, alice), "bob")
    matter.refresh_from_db()
    assert matter.responsible is not None
    assert matter.responsible.username == "bob"


def test_the_longest_user_name_goes_into_the_log_whole(board: Board, alice: User) -> None:
    """PostgreSQL refuses what does not fit, where SQLite keeps it."""
    name = UserFactory(username="j" * 150).username
    members.put(Intent(board, alice), name, role="viewer")
    event = board.stream.events.latest("version")
    event.clean_fields(exclude=["actor", "subject_version", "mutation_id"])
    assert event.subject == f"member:{name}"
