"""The only way to change what a stream tells about.

    with writing(stream_id, actor=alice, mutation=mutation) as log:
        ... change rows ...
        log.append("matter.moved", "matter:12", {"column": ["intake", "trial"]}, subject_version=4)

      begin ── lock the stream ──┬─ answered before ──▶ Replayed
                                 └─▶ body ─┬─ done ─────▶ events + answer + stream row, commit
                                           └─ Refused ──▶ body rolled back, refusal kept as the answer, commit

Versions are handed out under the lock and seen by others after the commit, so commit order is version order and there
are no gaps. (Sequences are taken before the commit and become visible out of order: a reader would skip rows for ever.)
On SQLite the lock is the transaction itself, `transaction_mode = IMMEDIATE`, and `turns` puts writers in a queue.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from realtime import chain
from realtime.cursors import Cursor
from realtime.errors import MutationReused, Refused, Replayed
from realtime.models import Answer, Event, Stream
from realtime.turns import turn

BATCH = 1000  # events a statement: a board that is imported brings all of its past

_open: ContextVar[bool] = ContextVar("a log is open", default=False)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One write intended by a person: `key` is made by the client, `fingerprint` tells its content."""

    key: uuid.UUID
    fingerprint: str


class Log:
    """Appends to one stream, inside `writing`. `body` becomes the answer that a retry is given."""

    def __init__(self, stream: Stream, actor: AbstractBaseUser | None, mutation: Mutation | None) -> None:
        self.stream = stream
        self.body: dict[str, Any] = {}
        self._actor = actor
        self._mutation = mutation
        self._events: list[Event] = []

    @property
    def cursor(self) -> Cursor:
        return self.stream.cursor

    def append(
        self,
        kind: str,
        subject: str,
        changes: dict[str, Any],
        *,
        subject_version: int | None = None,
        access: bool = False,
    ) -> int:
        """Add one event; return its version. `access`: it changes who may see what."""
        event = Event(
            kind=kind,
            subject=subject,
            subject_version=subject_version,
            changes=changes,
            actor_id=self._actor.pk if self._actor else None,
            mutation_id=self._mutation.key if self._mutation else None,
            at=timezone.now(),
        )
        self.stream.access += access
        return self._add(event)

    def adopt(self, events: Iterable[Event]) -> None:
        """Add events that happened elsewhere: what they say stays, their versions and hashes are made anew."""
        for event in events:
            self._add(event)

    def _add(self, event: Event) -> int:
        event.stream, event.version, event.prev_hash = self.stream, self.stream.version + 1, self.stream.head
        event.hash = chain.digest(event)
        self._events.append(event)
        self.stream.version, self.stream.head = event.version, event.hash
        return event.version

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the write that may be refused while the rest goes in: its rows and its events go together."""
        kept, stream = len(self._events), self.stream
        version, head, access = stream.version, stream.head, stream.access
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self._events[kept:]
            stream.version, stream.head, stream.access = version, head, access
            raise

    def save(self) -> None:
        if self._events:
            Event.objects.bulk_create(self._events, batch_size=BATCH)
            self.stream.save(update_fields=["version", "head", "access"])


@contextmanager
def writing(stream_id: int, *, actor: AbstractBaseUser | None, mutation: Mutation | None = None) -> Iterator[Log]:
    """Lock the stream and hand out its log; everything done inside is one transaction.

    Raises Replayed where the mutation was answered before, MutationReused where its key was used for something else.
    """
    refusal: Refused | None = None
    with turn(), transaction.atomic():
        stream = Stream.objects.select_for_update().get(pk=stream_id)
        if mutation:
            _replay(actor, mutation)
        try:
            with transaction.atomic(), _marked():
                log = Log(stream, actor, mutation)
                yield log
                log.save()
            answer, refused = log.body, False
        except Refused as error:
            if not mutation:
                raise
            refusal, answer, refused = error, error.as_json(), True
        if mutation:
            _keep(actor, mutation, answer, refused)
    if refusal:
        raise refusal


def is_writing() -> bool:
    """Is this thread inside `writing`?"""
    return _open.get()


@contextmanager
def _marked() -> Iterator[None]:
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def _replay(actor: AbstractBaseUser | None, mutation: Mutation) -> None:
    answer = Answer.objects.filter(actor_id=actor.pk if actor else None, key=mutation.key).first()
    if answer is None:
        return
    if answer.fingerprint != mutation.fingerprint:
        raise MutationReused("This mutation id was used before, for another request.")
    raise Replayed(answer.body, refused=answer.refused)


def _keep(actor: AbstractBaseUser | None, mutation: Mutation, body: dict[str, Any], refused: bool) -> None:
    if actor is None:
        raise ValueError("a mutation id belongs to a person")
    try:
        with transaction.atomic():
            Answer.objects.create(
                actor_id=actor.pk, key=mutation.key, fingerprint=mutation.fingerprint, body=body, refused=refused
            )
    except IntegrityError:  # the same key at the same instant on another stream, whose lock is not ours
        _replay(actor, mutation)
        raise
