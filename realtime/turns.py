"""One writer after the other, where the database is one SQLite file.

SQLite has no queue: who finds the file locked sleeps, longer each time, and whoever comes by just after a commit goes
first. Of eight busy writers four then make a single write in 8 seconds. So a writer waits for its turn before BEGIN, at
a lock on a file beside the database: the kernel wakes those who wait in the order they came, and lets go of the lock
with the process that held it. Only fairness depends on it; who writes without a turn is kept apart by SQLite itself.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait until those who came before have committed. Nothing to wait for on other databases."""
    if not _is_needed():
        yield
        return
    handle = os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)  # its own for each turn: threads wait too
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_needed() -> bool:
    """Not inside a transaction: it holds the database already, and to wait then would be a deadlock."""
    is_file = connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).is_file()
    return is_file and not connection.in_atomic_block


def _path() -> str:
    return f"{connection.settings_dict['NAME']}-turn"
