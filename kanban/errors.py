"""How a command can refuse. Nothing is written; the message is for the person who asked."""

from typing import Any

from realtime.errors import MutationReused
from realtime.errors import Refused as Refused


class NotFound(Refused):
    """Not there, or not theirs to see: the two are told alike."""

    code, status = "not-found", 404

    def __init__(self, detail: str = "This is not here.", **extra: Any) -> None:
        super().__init__(detail, **extra)


class Forbidden(Refused):
    """Theirs to see, not to change."""

    code, status = "forbidden", 403


class Gone(Refused):
    """Archived or deleted meanwhile. `extra["state"]` tells which."""

    code, status = "gone", 410


class Conflict(Refused):
    """The same field was changed by somebody else. `extra`: `matter`, its `version`, at which theirs stood,
    and `conflicts`: field, base, mine, theirs, by, at.
    """

    code, status = "conflict", 409


class Stale(Refused):
    """The matter is at another version than the one the write was to be made on. `extra["version"]` is that one."""

    code, status = "stale", 412


class Superseded(Refused):
    """What was to be undone has been changed since. `extra["fields_since"]` names the fields."""

    code, status = "superseded", 409


class Invalid(Refused):
    """Bad input. `extra["fields"]` maps each field to its messages."""

    code, status = "invalid", 422

    def __init__(self, detail: str = "Some of this cannot be taken.", **extra: Any) -> None:
        super().__init__(detail, **extra)

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        return cls(message, fields={name: [message]})


_BY_CODE: dict[str, type[Refused]] = {
    kind.code: kind for kind in (NotFound, Forbidden, Gone, Conflict, Stale, Superseded, Invalid, MutationReused)
}


def refusal_from(body: dict[str, Any]) -> Refused:
    """The refusal that was stored as the first answer to a mutation."""
    return _BY_CODE[body["code"]](body["detail"], **body["extra"])
