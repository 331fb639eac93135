"""Make, use and revoke personal tokens. They are one person's affair: no board changes by it, and nobody is told."""

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from kanban.errors import Invalid, NotFound
from kanban.fields import clean_text
from kanban.models import Token
from realtime.turns import turn

PREFIX = "aster_"  # so that scanners for secrets know one where it should not be
MOST = 50
LONGEST_DAYS = 366
NOTED_ONCE_IN = timedelta(minutes=5)


def issue(person: AbstractBaseUser, *, name: str, may_write: bool, days: int) -> tuple[Token, str]:
    """A new token and its secret, which is told only here. Raises Invalid."""
    name = clean_text(name, longest=80)
    if not name:
        raise Invalid.field("name", "Give it a name, by which you will know it.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid.field("days", f"A token lasts from 1 to {LONGEST_DAYS} days.")
    secret = PREFIX + secrets.token_urlsafe(32)
    with turn(), transaction.atomic():
        if Token.objects.filter(owner=person.pk).count() >= MOST:
            raise Invalid.field("name", f"You have {MOST} tokens, which is the most. Revoke one first.")
        token = Token.objects.create(
            owner_id=person.pk,
            name=name,
            digest=_digest(secret),
            ending=secret[-4:],
            may_write=may_write,
            expires_at=timezone.now() + timedelta(days=days),
        )
    return token, secret


def revoke(person: AbstractBaseUser, pk: int) -> Token:
    """End the person's own token, at once. Raises NotFound."""
    with turn(), transaction.atomic():
        token = Token.objects.filter(owner=person.pk, pk=pk).first()
        if token is None:
            raise NotFound("This token is not here any more.")
        token.delete()
    return token


def used(secret: str) -> Token | None:
    """The living token of that secret, with its owner, and its use noted; None: there is none."""
    now = timezone.now()
    found = Token.objects.select_related("owner").filter(digest=_digest(secret), expires_at__gt=now)
    token = found.filter(owner__is_active=True).first()
    if token and (token.last_used_at is None or token.last_used_at < now - NOTED_ONCE_IN):
        _note_use(token)
    return token


def _note_use(token: Token) -> None:
    """Who reads does not fail because it could not be noted."""
    now = timezone.now()
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_ONCE_IN)
    with suppress(OperationalError), transaction.atomic():
        Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
