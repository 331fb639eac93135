"""The rows of a board that was exported: each checked as a command would, since anybody may have written the file."""

import re
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateField, Model
from django.utils.text import slugify

from kanban import fields
from kanban.commands import boards, columns, labels, parties
from kanban.commands.values import cleaned
from kanban.errors import Invalid
from kanban.importers.board_file import moment
from kanban.importers.json_file import Node
from kanban.models import Board, Column, Label, Matter, Membership, Party, Role

R = TypeVar("R", bound=Model)
_RANK = re.compile(r"[0-9]{0,63}[1-9]", re.ASCII)
_PLAIN = tuple(name for name in fields.EDITABLE if name not in (*fields.SETS, "responsible"))


def board_row(node: Node) -> Board:
    """Without its stream and slug."""
    board = _filled(Board(), node, boards.SETTINGS)
    board.counter, board.counter_year = node.whole("counter"), node.whole("counter_year")
    board.archived_at = moment(node, "archived_at")
    return board


def column_row(node: Node, board: Board) -> Column:
    column = _filled(Column(board=board), node, columns.SETTINGS)
    column.slug, column.rank = node.text("slug"), _rank(node)
    if column.slug != slugify(column.slug)[:60] or not column.slug:
        node.refuse("slug", "must be small letters, digits and hyphens")
    return column


def label_row(node: Node, board: Board) -> Label:
    return _filled(Label(board=board), node, labels.SETTINGS)


def party_row(node: Node, matter: Matter) -> Party:
    return _filled(Party(matter=matter), node, parties.SETTINGS)


def membership_row(node: Node, board: Board, people: dict[str, Any]) -> Membership:
    if node.text("role") not in Role.values:
        node.refuse("role", f"must be one of {', '.join(Role.values)}")
    return Membership(board=board, user=person_in(node, "username", people), role=node.text("role"))


def matter_row(node: Node, board: Board, columns: dict[str, Column], people: dict[str, Any]) -> Matter:
    """Without its sets and parties."""
    if node.text("column") not in columns:
        node.refuse("column", "names no column of the file")
    matter = Matter(board=board, column=columns[node.text("column")], rank=_rank(node), version=node.whole("version"))
    for name, value in _plain(node, board).items():
        setattr(matter, name, value)
    for name in fields.DATES:
        setattr(matter, name, DateField().to_python(getattr(matter, name)))
    if "responsible" in node:
        matter.responsible = person_in(node, "responsible", people)
    for name in ("archived_at", "deleted_at"):
        setattr(matter, name, moment(node, name))
    matter.created_at = moment(node, "created_at") or node.refuse("created_at", "is missing")
    if matter.version < 1 or not matter.number:
        node.refuse("number", "and version must be there")
    return matter


def person_in(node: Node, name: str, people: dict[str, Any]) -> Any:
    return people.get(node.text(name)) or node.refuse(name, "names nobody who has an account")


def _plain(node: Node, board: Board) -> dict[str, Any]:
    given = {name: node.whole_value.get(name) for name in _PLAIN}
    try:
        clean = fields.clean(board, given)
    except ValidationError as error:
        _refuse_first(node, error.message_dict)
    if changed := [name for name, value in clean.items() if value != given[name]]:
        node.refuse(changed[0], "is not as a board keeps it")
    return clean


def _filled(row: R, node: Node, names: tuple[str, ...]) -> R:
    given = {name: node.whole_value.get(name) for name in names}
    try:
        for name, value in cleaned(row, given, allowed=names).items():
            setattr(row, name, value)
    except Invalid as refusal:
        _refuse_first(node, refusal.extra["fields"])
    return row


def _refuse_first(node: Node, problems: dict[str, list[str]]) -> Any:
    name, reasons = next(iter(problems.items()))
    node.refuse(name, f"cannot be taken ({reasons[0].rstrip('.')})")


def _rank(node: Node) -> str:
    rank = node.text("rank")
    return rank if _RANK.fullmatch(rank) else node.refuse("rank", "must be digits that do not end in 0")
