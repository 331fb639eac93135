"""System checks: a configuration under which something acknowledged could be lost is refused at start-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_TRANSPORTS = {"polling", "priority", "hybrid", "websocket"}
_QUEUES = {"encrypted", "moves", "off"}


@register(Tags.database)
def sqlite_keeps_what_it_acknowledges(**kwargs: Any) -> list[CheckMessage]:
    """WAL and IMMEDIATE for writers beside readers, FULL against power cuts, foreign keys on."""
    found: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        init = str(options.get("init_command", "")).replace(" ", "").lower()
        if str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
            found.append(Error(f"{alias}: SQLite needs OPTIONS['transaction_mode'] = 'IMMEDIATE'.", id="realtime.E001"))
        found += [
            Error(f"{alias}: SQLite needs 'PRAGMA {pragma}' in init_command.", id="realtime.E002")
            for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on")
            if pragma not in init
        ]
    return found


@register()
def settings_are_understood(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.REALTIME_TRANSPORT not in _TRANSPORTS:
        found.append(Error(f"REALTIME_TRANSPORT must be one of {sorted(_TRANSPORTS)}.", id="realtime.E003"))
    if not 0.5 <= settings.REALTIME_POLL_SECONDS <= 60:
        found.append(Error("REALTIME_POLL_SECONDS must be between 0.5 and 60.", id="realtime.E004"))
    if settings.OFFLINE_QUEUE not in _QUEUES:
        found.append(Error(f"OFFLINE_QUEUE must be one of {sorted(_QUEUES)}.", id="realtime.E009"))
    return found
