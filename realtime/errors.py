"""What a write can end in besides done."""

from typing import Any


class Refused(Exception):
    """The write was understood and not made. Nothing of it is in the database.

    `as_json` and `status` are what a retry under the same mutation id is told again.
    """

    code = "refused"
    status = 422

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "status": self.status, "detail": self.detail, "extra": self.extra}


class MutationReused(Refused):
    """The mutation id was used before, for something else."""

    code = "mutation-reused"


class Replayed(Exception):
    """The mutation was answered before; this is that answer."""

    def __init__(self, body: dict[str, Any], *, refused: bool) -> None:
        super().__init__("answered before")
        self.body = body
        self.refused = refused


class NotWriting(RuntimeError):
    """A logged model was about to change outside `log.writing`: nobody would have been told."""
