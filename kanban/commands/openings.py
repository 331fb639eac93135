"""Remember who was shown a restricted matter. No event of the board: nobody's page changes by it."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from kanban.models import Matter, Opening
from realtime.turns import turn

ONCE_IN = timedelta(minutes=15)  # reading, editing and coming back is one look, not ten


def record(matter: Matter, *, person: AbstractBaseUser, how: Opening.How) -> None:
    """Call it before showing: what cannot be recorded is not shown. Nothing for a matter that is not restricted."""
    if not matter.is_restricted:
        return
    now = timezone.now()
    if not Opening.objects.filter(matter=matter, person=person.pk, how=how, at__gt=now - ONCE_IN).exists():
        with turn(), transaction.atomic():
            Opening.objects.create(matter=matter, person_id=person.pk, how=how, at=now)
