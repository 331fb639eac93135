"""One writer after the other, where the database is one SQLite file.

SQLite has no queue: who finds the file locked sleeps, longer each time, and whoever comes by just after the commit goes
first. Of eight busy writers one then waits for seconds. So writers ask for their turn before BEGIN, at a lock on a file
beside the database; the kernel lets go of it with the process that held it. Nothing depends on it but fairness.
"""

import fcntl
import os
import time
import threading
from collections import deque
from contextlib import nullcontext
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection


@contextmanager
def turn() -> Iterator[None]:
    mode = os.environ.get("TURN", "flock")
    if mode == "none" or connection.vendor != "sqlite" or connection.in_atomic_block or connection.is_in_memory_db():
        yield
        return
    name = f"{connection.settings_dict['NAME']}"
    with (_queue if "q" in mode else nullcontext()):
        t = _open(name + "-turn"); n = _open(name + "-next")
        try:
            if "s" in mode:
                fcntl.flock(n, fcntl.LOCK_EX)
            fcntl.flock(t, fcntl.LOCK_EX)
            if "s" in mode:
                fcntl.flock(n, fcntl.LOCK_UN)
            yield
        finally:
            os.close(t); os.close(n)


def _open(name): return os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

class Queue:
    def __init__(self): self.l=threading.Lock(); self.busy=False; self.w=deque()
    def __enter__(self):
        with self.l:
            if not self.busy: self.busy=True; return
            e=threading.Event(); self.w.append(e)
        e.wait()
    def __exit__(self,*a):
        with self.l:
            if self.w: self.w.popleft().set()
            else: self.busy=False
_queue=Queue()
