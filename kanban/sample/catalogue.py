"""The two sample boards. Their matters are in the CSV files beside this one."""

from dataclasses import dataclass, field
from typing import Any

from kanban.commands.boards import FIRST_COLUMNS
from kanban.importers.stages import columns_for

LABELS = {
    "Key client": "violet",
    "New client": "teal",
    "Contingent fee": "amber",
    "Expert needed": "blue",
    "Press interest": "pink",
    "Pro bono": "green",
    "Regulated": "orange",
}


@dataclass(frozen=True, slots=True)
class SampleBoard:
    """`members`: user names by role; `limits`: settings by column."""

    slug: str
    name: str
    description: str
    columns: list[tuple[str, str, str]]
    members: dict[str, tuple[str, ...]]
    limits: dict[str, dict[str, Any]] = field(default_factory=dict)


def _litigation_columns() -> list[tuple[str, str, str]]:
    stages = ("Intake", "Pleadings", "Discovery", "Trial", "Judgment", "Closed")
    return [(column["name"], column["category"], column["colour"]) for column in columns_for(stages)]


BOARDS = (
    SampleBoard(
        slug="litigation",
        name="Litigation",
        description="Civil matters in the federal courts, from the first call to the closed file.",
        columns=_litigation_columns(),
        members={"editor": ("bob", "carol", "david", "elena", "frank"), "viewer": ("vera",)},
        limits={"pleadings": {"wip_limit": 6}, "trial": {"wip_limit": 8, "wip_is_hard": True}},
    ),
    SampleBoard(
        slug="advisory",
        name="Advisory",
        description="Transactions and advice.",
        columns=list(FIRST_COLUMNS),
        members={"editor": ("bob", "grace", "henry"), "viewer": ("vera",)},
    ),
)
