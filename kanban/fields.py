"""A matter's fields as plain values: what events, the API, the merge and the importer all speak.

Text is a string, a date an ISO string or None, a person a user name or None, people and labels sorted lists of names.
"""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from kanban.models import Board, Matter

TEXTS = (
    "number", "title", "description", "client", "client_reference", "opposing_party", "practice_area", "court",
    "docket_number", "judge", "limitation_basis", "limitation_satisfied_by", "on_hold_reason",
)  # fmt: skip
LONG_TEXTS = ("description",)
CHOICES = ("priority", "status", "confidentiality")
DATES = ("opened_on", "filed_on", "target_on", "closed_on", "limitation_on")
PEOPLE = ("assignees", "named_people")
SETS = (*PEOPLE, "labels")
EDITABLE = (*TEXTS, *CHOICES, *DATES, "responsible", *SETS)
ACCESS = ("confidentiality", "responsible", *PEOPLE)

EARLIEST, LATEST = 1800, 2200  # years of our time

UNDOABLE = ("matter.edited", "matter.moved", "matter.archived", "matter.restored", "matter.created")

# Sets of characters that fool the eye: they reorder what is read. Marks that scripts need (ZWJ, ZWNJ) stay.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(matter: Matter) -> dict[str, Any]:
    """All of a matter's editable fields as they stand."""
    return {name: value_of(matter, name) for name in EDITABLE}


def value_of(matter: Matter, name: str) -> Any:
    if name == "labels":
        return sorted(label.name for label in matter.labels.all())
    if name in PEOPLE:
        return sorted(person.get_username() for person in getattr(matter, name).all())
    if name == "responsible":
        return matter.responsible.get_username() if matter.responsible else None
    value = getattr(matter, name)
    return value.isoformat() if isinstance(value, date) else value


def label_of(name: str) -> str:
    """A field in words, as forms and the history call it."""
    try:
        return str(getattr(Matter._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name.replace("_", " ")


def can_be_undone(kind: str, changes: dict[str, Any]) -> bool:
    """Does the event tell all that is needed to take it back? Parties it tells as text; a deletion is for good."""
    return kind in UNDOABLE and "parties" not in changes


def longest_text(name: str) -> int | None:
    """How many characters a text of many lines may have; None for a field that is not one."""
    return _column(name).max_length if name in LONG_TEXTS else None


def clean(board: Board, values: dict[str, Any]) -> dict[str, Any]:
    """`values` checked and in canonical form. Raises ValidationError with a message by the field."""
    cleaned, problems = {}, {}
    for name, value in values.items():
        try:
            cleaned[name] = _cleaner(name)(board, name, value)
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise ValidationError(problems)
    return cleaned


def clean_text(value: Any, *, longest: int, is_multiline: bool = False) -> str:
    """A string that can be stored, shown and compared. Raises ValidationError: wrong type, too long, unsafe."""
    if not isinstance(value, str):
        raise ValidationError("This must be text.")
    text = value.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise ValidationError(f"This has {len(text):,} characters; {longest:,} is the most.")
    for character in dict.fromkeys(text):
        if reason := unkept(character, is_multiline=is_multiline):
            raise ValidationError(reason)
    return text


def unkept(character: str, *, is_multiline: bool = False) -> str:
    """Why a character cannot be in a text; "" where it can."""
    category = unicodedata.category(character)
    if category == "Cs" or (category == "Cc" and character not in ("\n\t" if is_multiline else "\t")):
        return "This holds a control character or half of one, which cannot be kept."
    if character in _REORDERING:
        return "This holds an invisible mark that reverses the order of what is read."
    return ""


def _cleaner(name: str) -> Callable[[Board, str, Any], Any]:
    if name in TEXTS:
        return _text
    if name in CHOICES:
        return _choice
    if name in DATES:
        return _date
    if name in PEOPLE:
        return _people
    cleaners = {"responsible": _person, "labels": _labels}
    if name in cleaners:
        return cleaners[name]
    return _unknown


def _unknown(board: Board, name: str, value: Any) -> Any:
    raise ValidationError("There is no such field.")


def _text(board: Board, name: str, value: Any) -> str:
    field = _column(name)
    text = clean_text(value, longest=field.max_length or 250, is_multiline=name in LONG_TEXTS)
    if name == "title" and not text:
        raise ValidationError("A matter needs a title.")
    return text


def _choice(board: Board, name: str, value: Any) -> str:
    known = [choice for choice, _ in _column(name).choices or []]
    if not isinstance(value, str) or value not in known:
        raise ValidationError(f"This must be one of: {', '.join(known)}.")
    return value


def _date(board: Board, name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise ValidationError("This must be a date, as 2026-03-31.")
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValidationError("This must be a date, as 2026-03-31.") from None
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError("This date is not of our time.")
    return day.isoformat()


def _person(board: Board, name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    return _people(board, name, [value])[0]


def _people(board: Board, name: str, value: Any) -> list[str]:
    names = _names(value)
    members = set(
        board.memberships.filter(user__username__in=names, user__is_active=True).values_list(
            "user__username", flat=True
        )
    )
    _refuse_strangers(names, members, "is not on this board")
    return sorted(names)


def _labels(board: Board, name: str, value: Any) -> list[str]:
    names = _names(value)
    _refuse_strangers(
        names, board.labels.filter(name__in=names).values_list("name", flat=True), "is not a label of this board"
    )
    return sorted(names)


def _names(value: Any) -> set[str]:
    if not isinstance(value, list | tuple | set) or not all(isinstance(item, str) for item in value):
        raise ValidationError("This must be a list of names.")
    return {clean_text(item, longest=150) for item in value}


def _column(name: str) -> models.Field[Any, Any]:
    field = Matter._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _refuse_strangers(names: set[str], known: Iterable[str], reason: str) -> None:
    if strangers := sorted(names - set(known)):
        raise ValidationError([f"{stranger} {reason}." for stranger in strangers])
