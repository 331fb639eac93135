"""The cursor: the last change a client has seen, in a form that proves itself.

`<version>.<tag>`, the tag being the first 8 hex digits of that event's hash. After a restored backup the same version
belongs to another event: its tag differs, and the cursor is recognised as one from another life.
"""

import re
from dataclasses import dataclass
from typing import Self

TAG_LENGTH = 8
_FORM = re.compile(r"([1-9][0-9]{0,17})\.([0-9a-f]{8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    version: int
    tag: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The cursor that `text` spells, or None where it spells none."""
        match = _FORM.fullmatch(text)
        return cls(int(match[1]), match[2]) if match else None

    @classmethod
    def at(cls, version: int, digest: str) -> Self:
        return cls(version, digest[:TAG_LENGTH])

    def __str__(self) -> str:
        return f"{self.version}.{self.tag}"
