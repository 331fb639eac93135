"""A delta: from one cursor to another, the page's own fragments. Rendered once, shared by all who may see the same.

The version is read first, the rows after it: a row can come twice, never be missed, and applying is idempotent.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future

from django.template.loader import render_to_string

from realtime.cursors import Cursor
from realtime.models import Stream
from realtime.sources import Admission, Step, source_of

CACHED_DELTAS = 512  # about 2 kB each
FURTHEST = 2_000  # events behind, up to which they are read at all: 1 kB of memory each


class SharedCache:
    """The newest `size` results by key. Whoever asks for one that is being made waits for it (single flight)."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Future[str | None]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], str | None]) -> str | None:
        with self._lock:
            future = self._made.get(key)
            mine = future is None
            if future is None:
                future = self._made[key] = Future()
                while len(self._made) > self._size:
                    self._made.popitem(last=False)
            else:
                self._made.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    self._made.pop(key, None)
                future.set_exception(error)
                raise
        return future.result()

    def clear(self) -> None:
        with self._lock:
            self._made.clear()


_shared = SharedCache(CACHED_DELTAS)
forget = _shared.clear


def delta(admission: Admission, cursor: str) -> str:
    """What takes a client from `cursor` to the stream's head: a delta or a reset; "" when it is there."""
    stream = admission.stream
    start = Cursor.parse(cursor)
    if start == stream.cursor:
        return ""
    step = step_from(stream, start) if start else None
    source = source_of(stream.kind)
    if step is None or source is None:
        return reset(stream)
    audience = source.audience(admission, step)
    body = _shared.get((stream.pk, step.start, step.end, audience), lambda: source.fragments(step, audience))
    if body is None:
        return reset(stream)
    return render_to_string("realtime/_delta.html", {"stream": stream, "step": step, "body": body})


def reset(stream: Stream) -> str:
    return render_to_string("realtime/_reset.html", {"stream": str(stream)})


def step_from(stream: Stream, start: Cursor) -> Step | None:
    """The step from `start`; None where the log cannot vouch for it: pruned, ahead, of another life, too far behind."""
    if not stream.pruned_through <= start.version < stream.version <= start.version + FURTHEST:
        return None
    behind = stream.events.filter(version__gte=start.version, version__lte=stream.version)
    events = list(behind.select_related("actor").order_by("version"))
    if start.version == stream.pruned_through:
        anchor = Cursor.at(stream.pruned_through, stream.pruned_hash)
    elif events:
        anchor = events.pop(0).cursor
    else:
        return None  # pruned between the two reads
    if anchor != start or len(events) != stream.version - start.version:
        return None
    return Step(stream.pk, start, Cursor.at(stream.version, events[-1].hash), events)
