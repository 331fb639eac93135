"""Who may see and change what. Pages, API, deltas, commands, search and exports all ask here.

A board is its members' only. A restricted matter is seen by managers, its responsible attorney, its assignees and the
people named on it. What one may not see is told like what is not there.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from kanban.errors import Forbidden
from kanban.fields import SETS
from kanban.models import Board, Matter, Membership, Role
from realtime.models import Event

_RANKING = {Role.VIEWER: 0, Role.EDITOR: 1, Role.MANAGER: 2}


def covers(role: str, needed: str) -> bool:
    return _RANKING[Role(role)] >= _RANKING[Role(needed)]


@dataclass(frozen=True)
class Grant:
    """What one person may do on one board, as it stood when it was read."""

    board: Board
    person: AbstractBaseUser
    role: str

    @cached_property
    def can_edit(self) -> bool:
        return covers(self.role, Role.EDITOR)

    @cached_property
    def can_manage(self) -> bool:
        return covers(self.role, Role.MANAGER)

    @property
    def matters(self) -> QuerySet[Matter]:
        """The board's matters that the person may see, archived and deleted ones too."""
        return visible(self.board.matters.all(), self.person, self.role)

    @property
    def events(self) -> QuerySet[Event]:
        """The board's events, without those of matters that the person may not see now."""
        events = self.board.stream.events.all()
        if self.can_manage:
            return events
        walled = self.board.matters.filter(confidentiality=Matter.Confidentiality.RESTRICTED).exclude(
            pk__in=self.matters.values("pk")
        )
        return events.exclude(subject__in=[f"matter:{pk}" for pk in walled.values_list("pk", flat=True)])


def may(grant: Grant, needs: Role) -> Grant:
    """The grant, where it suffices: who may not write is not shown the form. The command checks again, locked."""
    if not covers(grant.role, needs):
        raise Forbidden(f"Your role on this board, {grant.role}, does not allow this.")
    return grant


def visible(matters: QuerySet[Matter], person: AbstractBaseUser, role: str) -> QuerySet[Matter]:
    return matters if covers(role, Role.MANAGER) else matters.filter(unwalled(person))


def unwalled(person: AbstractBaseUser) -> Q:
    """The matters that the person need not be a manager to see."""
    assigned = Matter.assignees.through.objects.filter(matter=OuterRef("pk"), user=person.pk)
    named = Matter.named_people.through.objects.filter(matter=OuterRef("pk"), user=person.pk)
    return (
        Q(confidentiality=Matter.Confidentiality.NORMAL)
        | Q(responsible=person)
        | Q(Exists(assigned))
        | Q(Exists(named))
    )


def boards_of(person: AbstractBaseUser) -> QuerySet[Membership]:
    """The person's memberships of boards in use, by the board's name."""
    return (
        Membership.objects.filter(user=person.pk, board__archived_at=None)
        .select_related("board__stream", "user")
        .order_by("board__name")
    )


def grant_of(membership: Membership) -> Grant:
    return Grant(membership.board, membership.user, membership.role)


def grant_on(person: AbstractBaseUser, slug: str) -> Grant:
    """What the person may do on the board at that address. 404 where nothing."""
    return grant_of(get_object_or_404(boards_of(person), board__slug=slug))


def matter_for(person: AbstractBaseUser, pk: int, *, sets: tuple[str, ...] = SETS) -> tuple[Grant, Matter]:
    """A matter that the person may see, whether archived or deleted, and the grant on its board. 404 where not.

    Each of `sets` is read with it, by a query of its own.
    """
    grant = grant_of(get_object_or_404(boards_of(person), board__matters__id=pk))
    matter = get_object_or_404(
        grant.matters.select_related("column", "responsible").prefetch_related(*sets),
        pk=pk,
    )
    matter.board = grant.board
    return grant, matter
