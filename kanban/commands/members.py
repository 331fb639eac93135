"""Let people on to a board, change their role, take them off. A board always keeps a manager."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid
from kanban.models import Membership, Role


@command(needs=Role.MANAGER)
def put(write: Write, username: str, *, role: str) -> Outcome:
    """Make somebody a member in that role, whether they are one already or not."""
    person = _person(username)
    if role not in Role.values:
        raise Invalid.field("role", f"This must be one of: {', '.join(Role.values)}.")
    membership = Membership.objects.filter(board=write.board, user_id=person.pk).first()
    was = membership.role if membership else None
    if was == role:
        return write.outcome()
    if membership:
        _keep_a_manager(write, membership)
        membership.role = role
        membership.save(update_fields=["role"])
    else:
        Membership.objects.create(board=write.board, user_id=person.pk, role=role)
    kind = "member.changed" if membership else "member.added"
    write.log.append(kind, f"member:{person.get_username()}", {"role": [was, role]}, access=True)
    return write.outcome()


@command(needs=Role.MANAGER)
def remove(write: Write, username: str) -> Outcome:
    """Take somebody off the board. What they are responsible for stays as it is."""
    members = Membership.objects.filter(board=write.board).select_related("user")
    membership = next((each for each in members if each.user.get_username() == username), None)
    if membership is None:
        return write.outcome()
    _keep_a_manager(write, membership)
    membership.delete()
    write.log.append("member.removed", f"member:{username}", {"role": [membership.role, None]}, access=True)
    return write.outcome()


def _person(username: str) -> AbstractBaseUser:
    known = "\0" not in username  # PostgreSQL will not even look for it
    person = get_user_model().objects.filter(username=username, is_active=True).first() if known else None
    if person is None:
        raise Invalid.field("username", "Nobody has this user name.")
    return person


def _keep_a_manager(write: Write, leaving: Membership) -> None:
    managers = Membership.objects.filter(board=write.board, role=Role.MANAGER, user__is_active=True)
    others = managers.exclude(pk=leaving.pk)
    if leaving.role == Role.MANAGER and not others.exists():
        raise Invalid.field("role", "A board keeps at least one manager: make somebody else one first.")
