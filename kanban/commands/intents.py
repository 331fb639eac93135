"""What a request names besides its content, whichever way it came: its mutation id, and the version it was made on."""

import hashlib
import json
import uuid
from typing import Any

from kanban.errors import Invalid, Refused
from realtime.log import Mutation


class NoVersion(Refused):
    """A write that does not name the version it was made on."""

    code, status = "no-version", 428

    def __init__(self) -> None:
        super().__init__("Say which version of the matter this was made on (field “version”).")


def mutation_named(key: str, said: Any) -> Mutation:
    """The mutation of that id, quoted or bare, whose content is `said`. Raises Invalid where it is no UUID."""
    key = key.strip('"')
    try:
        name = uuid.UUID(key) if len(key) <= 40 else None
    except ValueError:
        name = None
    if name is None:
        raise Invalid.field("mutation_id", "A mutation id must be a UUID.")
    told = json.dumps(said, sort_keys=True)
    return Mutation(name, hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
