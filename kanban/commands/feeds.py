"""Make and revoke calendar feeds. No event of any board: nobody's page changes by it."""

import hashlib
import secrets

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kanban.errors import Invalid, NotFound
from kanban.models import Board, Feed
from realtime.turns import turn

MOST = 20  # of one person


def make(person: AbstractBaseUser, *, board: Board | None) -> str:
    """A new feed; its secret, which cannot be told a second time. Raises Invalid."""
    secret = secrets.token_urlsafe(32)
    with turn(), transaction.atomic():
        if Feed.objects.filter(person=person.pk).count() >= MOST:
            raise Invalid.field("board", f"{MOST} feeds are the most. Revoke one that is not used any more.")
        Feed.objects.create(person_id=person.pk, board=board, secret_hash=hash_of(secret))
    return secret


def revoke(person: AbstractBaseUser, pk: int) -> None:
    """Its address leads nowhere from now on. Raises NotFound where it is not the person's."""
    with turn(), transaction.atomic():
        if not Feed.objects.filter(person=person.pk, pk=pk).delete()[0]:
            raise NotFound


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
