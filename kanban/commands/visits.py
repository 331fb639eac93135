"""Remember up to where a person has seen a board. No event of the board: nobody's page changes by it."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from kanban.access import Grant
from kanban.errors import Invalid, NotFound
from kanban.models import Visit
from realtime.turns import turn


def seen(grant: Grant, version: int) -> None:
    """The board's `version` was in front of the person just now. A page that knows less takes nothing back.

    Raises Invalid where the board has no such version, NotFound where the board went away meanwhile.
    """
    now, newest = timezone.now(), grant.board.stream.version
    if not 1 <= version <= newest:
        raise Invalid.field("version", f"This board is at version {newest}.")
    person = grant.person.pk
    of_another_life = Q(version__gt=newest)  # the board was put back from a backup
    mine = Visit.objects.filter(board=grant.board, person=person)
    try:
        with turn(), transaction.atomic():
            if not mine.filter(Q(version__lte=version) | of_another_life).update(version=version, at=now):
                visit = Visit(board=grant.board, person_id=person, version=version, at=now)
                Visit.objects.bulk_create([visit], ignore_conflicts=True)
    except IntegrityError:
        raise NotFound from None
