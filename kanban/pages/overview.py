"""The list of boards with what is on them: counts of what the person may see, nothing else."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from kanban.access import Grant, grant_of
from kanban.cards import ON_BOARD
from kanban.models import Matter, Membership
from kanban.models.matter import SOON


@dataclass(frozen=True, slots=True)
class BoardSummary:
    grant: Grant
    matters: int
    urgent: int
    due: int


def overview(memberships: QuerySet[Membership]) -> list[BoardSummary]:
    """Each board with its numbers: one query for the boards, one for each board's counts."""
    grants = [grant_of(membership) for membership in memberships]
    return [BoardSummary(grant, **_counts(grant)) for grant in grants]


def _counts(grant: Grant) -> dict[str, Any]:
    due = timezone.localdate() + SOON
    runs = Q(limitation_on__lt=due, limitation_satisfied_by="") | Q(target_on__lt=due)
    return grant.matters.filter(ON_BOARD).aggregate(
        matters=Count("pk"),
        urgent=Count("pk", filter=Q(priority=Matter.Priority.URGENT) & ~Q(status=Matter.Status.CLOSED)),
        due=Count("pk", filter=runs & ~Q(status=Matter.Status.CLOSED)),
    )
