"""What all commands share: who wants it (Intent), the write under way (Write), what came of it (Outcome)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from kanban.access import covers, visible
from kanban.errors import Forbidden, Gone, Invalid, NotFound, refusal_from
from kanban.fields import can_be_undone
from kanban.models import Board, Column, Matter, Membership, Role
from realtime.errors import Replayed
from realtime.log import Log, Mutation, writing

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Intent:
    """Who wants to change which board, under which mutation id.

    `by` None or `is_operator`: whoever runs the installation (console, Django admin), who needs no membership.
    """

    board: Board
    by: AbstractBaseUser | None = None
    mutation: Mutation | None = None
    is_operator: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a write. `merged` names the fields where others' changes were kept, `warnings` what to tell, `event`
    the change of the matter by its version on the board, by which it can be undone; None where it cannot.
    """

    board_version: int
    cursor: str
    matter: int | None = None
    version: int | None = None
    merged: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    event: int | None = None


class Write:
    """A write under way: the board is locked, and everything read here stays true until the commit."""

    def __init__(self, log: Log, board: Board, by: AbstractBaseUser | None, role: str) -> None:
        self.log = log
        self.board = board
        self.by = by
        self.role = role
        self.event: int | None = None

    @property
    def matters(self) -> QuerySet[Matter]:
        """All that the actor may see, archived and deleted ones too."""
        matters = self.board.matters.select_related("column", "responsible")
        return visible(matters, self.by, self.role) if self.by else matters

    def matter(self, pk: int, *, restorable: bool = False) -> Matter:
        """A matter on the board, to be changed. Raises NotFound, Gone, which says where restoring it would help."""
        matter = self.any_matter(pk)
        if matter.archived_at:
            extra = {"restorable": pk} if restorable else {}
            raise Gone(f"{matter.number} was archived meanwhile.", state="archived", **extra)
        return matter

    def any_matter(self, pk: int) -> Matter:
        """A matter on the board or archived."""
        matter = self.matters.filter(pk=pk).first()
        if matter is None:
            raise NotFound
        if matter.deleted_at:
            raise Gone(f"{matter.number} was deleted meanwhile.", state="deleted")
        return matter

    def column(self, slug: str) -> Column:
        column = self.column_or_none(slug)
        if column is None:
            raise Invalid.field("column", "This column is not on the board any more.")
        return column

    def column_or_none(self, slug: str) -> Column | None:
        # Compared here: PostgreSQL will not even look for a text with a null byte in it.
        return next((column for column in self.board.columns.all() if column.slug == slug), None)

    def changed(
        self, matter: Matter, kind: str, changes: dict[str, Any], *, columns: list[str], access: bool = False
    ) -> None:
        """Save the named database columns of a matter under its next version, and tell it."""
        matter.version += 1
        matter.save(update_fields=["version", *columns])
        self.tell(matter, kind, changes, access=access)

    def tell(self, matter: Matter, kind: str, changes: dict[str, Any], *, access: bool = False) -> None:
        """The event of a matter that has been saved under its version."""
        subject = f"matter:{matter.pk}"
        version = self.log.append(f"matter.{kind}", subject, changes, subject_version=matter.version, access=access)
        self.event = version if can_be_undone(f"matter.{kind}", changes) else None

    def outcome(
        self, matter: Matter | None = None, *, merged: list[str] | None = None, warnings: list[str] | None = None
    ) -> Outcome:
        return Outcome(
            board_version=self.log.cursor.version,
            cursor=str(self.log.cursor),
            matter=matter.pk if matter else None,
            version=matter.version if matter else None,
            merged=merged or [],
            warnings=warnings or [],
            event=self.event,
        )


def command(
    needs: Role,
) -> Callable[[Callable[Concatenate[Write, P], Outcome]], Callable[Concatenate[Intent, P], Outcome]]:
    """Make a function of a Write a command of an Intent: lock, check the role under the lock, answer retries."""

    def decorate(body: Callable[Concatenate[Write, P], Outcome]) -> Callable[Concatenate[Intent, P], Outcome]:
        @wraps(body)
        def run(intent: Intent, /, *args: P.args, **kwargs: P.kwargs) -> Outcome:
            try:
                with writing(intent.board.stream_id, actor=intent.by, mutation=intent.mutation) as log:
                    outcome = body(_begin(log, intent, needs), *args, **kwargs)
                    log.body = asdict(outcome)
                    return outcome
            except Replayed as replayed:
                if replayed.refused:
                    raise refusal_from(replayed.body) from None
                return Outcome(**replayed.body)

        return run

    return decorate


def _begin(log: Log, intent: Intent, needs: Role) -> Write:
    board = Board.objects.get(pk=intent.board.pk)
    board.stream = log.stream
    if intent.by is None or intent.is_operator:
        return Write(log, board, intent.by, Role.MANAGER)
    membership = Membership.objects.filter(board=board, user=intent.by.pk, board__archived_at=None).first()
    if membership is None:
        raise NotFound
    if not covers(membership.role, needs):
        raise Forbidden(f"Your role on this board, {membership.get_role_display().lower()}, does not allow this.")
    return Write(log, board, intent.by, membership.role)
