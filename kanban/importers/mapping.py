"""Which column of a file is which field of a matter: by name. `stage` (or `column`) is where on the board it stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kanban.exporters.cells import from_cell, names_from_cell
from kanban.fields import CHOICES, EDITABLE, SETS
from kanban.importers.table import BadFile

STAGE = "stage"
FIELDS = ("number", STAGE, *(name for name in EDITABLE if name != "number"))
_ALSO = {"column": STAGE}


@dataclass(frozen=True, slots=True)
class Mapping:
    """`fields`: by position in a row, the field's name. `unknown`: columns that mean nothing to us."""

    fields: dict[int, str]
    unknown: list[str]

    def values(self, cells: list[str]) -> dict[str, Any]:
        """A row's cells as plain values by field."""
        taken = {name: _value(name, cells[at]) for at, name in self.fields.items()}
        # An empty cell cannot say which of a choice is meant: what stands there stays.
        return {name: value for name, value in taken.items() if name not in CHOICES or value}


def mapping_of(header: list[str]) -> Mapping:
    """By the columns' names. Raises BadFile where they do not make matters."""
    return mapping_from(header, guessed(header))


def guessed(header: list[str]) -> list[str | None]:
    """The field that each column is named like, None for none."""
    return [_field_named(name) for name in header]


def mapping_from(header: list[str], fields: Sequence[str | None]) -> Mapping:
    """Each column into the field named for it, "" or None for none. Raises BadFile where that does not make matters."""
    names = [name if name in FIELDS else None for name in fields]
    if len(names) != len(header):
        raise BadFile("The columns of the file are others than before.")
    if twice := [name for name, count in Counter(filter(None, names)).items() if count > 1]:
        raise BadFile(f"The file has more than one column {twice[0]}.")
    if not any(names):
        hint = _separator_hint(header)
        raise BadFile(
            f"No column of the file is known. {hint or 'The first line must name the columns, as number,title,client.'}"
        )
    if "number" not in names:
        raise BadFile("The file has no column number: by it the same matter is found again.")
    unknown = [name for name, field in zip(header, names, strict=True) if field is None]
    return Mapping({at: name for at, name in enumerate(names) if name}, unknown)


def _field_named(heading: str) -> str | None:
    name = "_".join(heading.lower().split())
    name = _ALSO.get(name, name)
    return name if name in FIELDS else None


def _separator_hint(header: list[str]) -> str:
    if len(header) == 1:
        for sign, called in ((";", "semicolons"), ("\t", "tabs")):
            if sign in header[0]:
                return f"It is separated by {called}; commas are needed."
    return ""


def _value(name: str, cell: str) -> Any:
    text = from_cell(cell)
    if name in SETS:
        return names_from_cell(text)
    if name in CHOICES:
        return text.strip().lower()
    return text.strip() if name in ("number", STAGE) else text
