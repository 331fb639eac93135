"""What realtime must know of the things it announces: who may see them, and how a change looks.

Another app implements StreamSource for its kind of stream and registers it when it starts.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser

from realtime.cursors import Cursor
from realtime.models import Event, Stream


@dataclass(frozen=True, slots=True)
class Admission:
    """A person was let in to a stream: the stream as it stood then, and what the source wants to remember of it."""

    stream: Stream
    person: AbstractBaseUser
    grant: Any


@dataclass(frozen=True, slots=True)
class Step:
    """From one cursor to another, and the events between, oldest first."""

    stream_id: int
    start: Cursor
    end: Cursor
    events: Sequence[Event]


class StreamSource(Protocol):
    kind: str

    def admit(self, person: AbstractBaseUser, keys: Collection[str]) -> dict[str, Admission]:
        """Those of the streams that the person may see now; the others are left out. One query."""

    def audience(self, admission: Admission, step: Step) -> Hashable:
        """What decides how this step looks to this person: equal audiences are shown the same bytes."""

    def fragments(self, step: Step, audience: Any) -> str | None:
        """The step as the page's own HTML; None where fetching everything anew is cheaper."""


_sources: dict[str, StreamSource] = {}


def register(source: StreamSource) -> None:
    _sources[source.kind] = source


def source_of(kind: str) -> StreamSource | None:
    return _sources.get(kind)
