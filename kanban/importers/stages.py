"""The columns of a new board, from the stages that its matters are in."""

from collections.abc import Iterable

from kanban.models import Column

_ACTIVE, _DONE = Column.Category.ACTIVE, Column.Category.DONE
# In the order of a case. What is not among them comes before the end, as it first appears.
_KNOWN = {
    "intake": (Column.Category.INTAKE, "slate"),
    "pleadings": (_ACTIVE, "blue"),
    "discovery": (_ACTIVE, "violet"),
    "motions": (_ACTIVE, "pink"),
    "mediation": (Column.Category.WAITING, "orange"),
    "trial": (_ACTIVE, "amber"),
    "judgment": (Column.Category.WAITING, "teal"),
    "appeal": (_ACTIVE, "red"),
}
_LAST = {"done": (_DONE, "green"), "closed": (_DONE, "green")}


def columns_for(stages: Iterable[str]) -> list[dict[str, str]]:
    """Name, category and colour of a column for each distinct stage, in order."""
    names: dict[str, str] = {}
    for stage in filter(None, map(str.strip, stages)):
        names.setdefault(stage.casefold(), stage)
    return [column_named(names[key]) for key in sorted(names, key=_place)]


def column_named(name: str) -> dict[str, str]:
    """Name, category and colour of a column of that name."""
    category, colour = (_KNOWN | _LAST).get(name.casefold(), (_ACTIVE, "blue"))
    return {"name": name, "category": category, "colour": colour}


def _place(key: str) -> int:
    order = [*_KNOWN, "", *_LAST]
    return order.index(key if key in order else "")
