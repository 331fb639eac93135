"""Heads of chains, kept outside the database: a chain alone does not notice that its end was cut off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from realtime.chain import Broken, verify
from realtime.models import Stream

Anchors = dict[str, tuple[int, str]]  # by the stream's name: version and hash


@dataclass(slots=True)
class Compared:
    """`broken`: what no longer is what it was. `notes`: what can no longer be told."""

    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verified(pk: int) -> tuple[Stream, Broken | None]:
    """The stream and the first broken link of its chain. Under its lock: nobody appends in between."""
    with transaction.atomic():
        stream = Stream.objects.select_for_update().get(pk=pk)
        return stream, verify(stream)


def verified_without_lock(pk: int) -> tuple[Stream, Broken | None]:
    """The same as far as the log went when it was asked: nobody waits, and what is pruned meanwhile is no break."""
    while True:
        stream = Stream.objects.get(pk=pk)
        broken = verify(stream, is_growing=True)
        if broken is None or Stream.objects.filter(pk=pk, pruned_through=stream.pruned_through).exists():
            return stream, broken


def anchors_of(streams: Iterable[Stream]) -> dict[str, Any]:
    return {str(stream): {"version": stream.version, "hash": stream.head} for stream in streams}


def check_anchors(anchors: Anchors, *, only: set[str]) -> Compared:
    """Are the anchored heads still in the chains of the streams named by `only`, and all those streams anchored?"""
    found = Compared()
    streams = {str(stream): stream for stream in Stream.objects.all()}
    for name, (version, digest) in anchors.items():
        if name not in streams:
            found.broken.append(f"{name}: the whole log is gone.")
        elif name in only:
            _check_one(streams[name], version, digest, found)
    found.notes += [
        f"{name}: not in the file of heads, so its end cannot be told." for name in sorted(only - set(anchors))
    ]
    return found


def _check_one(stream: Stream, version: int, digest: str, found: Compared) -> None:
    if version > stream.version:
        found.broken.append(f"{stream}: cut off at version {stream.version}; it had reached {version}.")
    elif version < stream.pruned_through:
        found.notes.append(f"{stream}: version {version} was pruned since, so it cannot be told.")
    elif _hash_at(stream, version) != digest:
        found.broken.append(f"{stream}: version {version} is not what it was when its head was written.")


def _hash_at(stream: Stream, version: int) -> str | None:
    if version == stream.pruned_through:
        return stream.pruned_hash
    return stream.events.filter(version=version).values_list("hash", flat=True).first()
