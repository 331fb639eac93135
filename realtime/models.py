"""Stream, Event, Answer: what is remembered of every write.

Invariants: a stream's events are numbered without a gap, in the order of their commits, from 2 on (version 1 is the
stream without any); each event holds the hash of the one before it; nothing but `log.writing` appends, nothing changes
an event, and only `prune` takes any away, from the oldest end. The database refuses the rest (`append_only`).
"""

import secrets
from typing import Any

from django.conf import settings
from django.db import models

from realtime.cursors import Cursor


def genesis() -> str:
    """The hash before a stream's first event: random, so that no two streams' cursors agree by chance."""
    return secrets.token_hex(32)


class Stream(models.Model):
    """The ordered log of one thing that people watch together: a board.

    `access` grows with every change of who may see what. Events up to `pruned_through` are gone; `pruned_hash` is the
    hash of the last of them, on which the rest of the chain stands.
    """

    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    version = models.PositiveBigIntegerField(default=1)
    head = models.CharField(max_length=64)
    access = models.PositiveBigIntegerField(default=1)
    pruned_through = models.PositiveBigIntegerField(default=1)
    pruned_hash = models.CharField(max_length=64, default=genesis)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="realtime_stream_name")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and not self.head:
            self.head = self.pruned_hash
        super().save(*args, **kwargs)

    @property
    def cursor(self) -> Cursor:
        return Cursor.at(self.version, self.head)


class Event(models.Model):
    """One change of one subject. `changes` maps a field to its value before and after: `{"title": ["A", "B"]}`.

    `subject` names what changed (`matter:12`), `subject_version` is its version after the change, where it has one.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=160)  # a user name alone may have 150
    subject_version = models.PositiveBigIntegerField(null=True)
    changes = models.JSONField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    mutation_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="realtime_event_version")]
        indexes = [models.Index(fields=["stream", "subject", "version"], name="realtime_event_subject")]
        ordering = ["stream", "version"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.version})"

    @property
    def cursor(self) -> Cursor:
        return Cursor.at(self.version, self.hash)


class Answer(models.Model):
    """The first answer to a mutation, kept in the transaction of its effect, so that a retry gets it again.

    A key belongs to the person who used it. `fingerprint` tells the same request again from another with the same key.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    refused = models.BooleanField(default=False)
    body = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="realtime_answer_key")]

    def __str__(self) -> str:
        return str(self.key)
