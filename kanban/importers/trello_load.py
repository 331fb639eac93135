"""Make a board of a Trello export, by the commands: the whole of it in one transaction, or nothing.

A card without a place of its own for something keeps it as text (`trello_text`); what is left out is told.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kanban.commands import Intent, boards, columns, labels, matters, members
from kanban.commands.columns import LARGEST_LIMIT, MOST
from kanban.commands.imports import Report, Row, take
from kanban.importers.load import BATCH, undone
from kanban.importers.stages import column_named
from kanban.importers.table import BadFile
from kanban.importers.tidy import tidy
from kanban.importers.trello import Card, Place, TrelloBoard
from kanban.importers.trello_people import Match, matched
from kanban.importers.trello_text import day_of, description_of
from kanban.models import Board, Role
from realtime.turns import turn

_COLOURS = {
    "green": "green", "yellow": "amber", "orange": "orange", "red": "red", "purple": "violet", "blue": "blue",
    "sky": "teal", "lime": "green", "pink": "pink",
}  # fmt: skip


@dataclass(slots=True)
class Taken:
    """The board made, how much of what was taken, and in sentences what was not, or not as it was."""

    board: Board
    counts: dict[str, int] = field(default_factory=dict)
    people: list[Match] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def load_trello(
    export: TrelloBoard, *, by: AbstractBaseUser | None, progress: Callable[[int, int], None], dry_run: bool = False
) -> Taken:
    """`by` manages the new board. `progress` hears how many cards of how many are taken. Raises BadFile."""
    if len([place for place in export.places if not place.closed]) > MOST:
        raise BadFile(f"The board has more than {MOST} lists that are not archived: archive some in Trello first.")
    with turn(), undone(dry_run), transaction.atomic():
        loading = _Loading(export, by)
        loading.furnish()
        loading.take(progress)
        return loading.taken()


class _Loading:
    """One load under way: what the export's ids have become here."""

    def __init__(self, export: TrelloBoard, by: AbstractBaseUser | None) -> None:
        self._export = export
        name = tidy(export.name, longest=120) or "Trello board"
        described = tidy(export.text, longest=500)
        self.board = boards.create({"name": name, "description": described}, by=by, slug=name, columns=())
        self._by = by
        self._people = matched(export.people)
        self._columns: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._closed = {place.id: tidy(place.name, longest=80) for place in export.places if place.closed}
        self._cut = 0

    def furnish(self) -> None:
        for place in self._export.places:
            if not place.closed:
                self._columns[place.id] = self._add_column(place)
        if not self._columns:
            self._columns[""] = self._add_column(Place("", "Imported", closed=False, limit=None))
        used = {tag for card in self._export.cards for tag in card.tags}
        for tag in self._export.tags:
            if tag.name or tag.id in used:
                self._labels[tag.id] = self._add_label(tag.name, tag.colour)
        for match in self._people:
            if match.username and not (self._by and self._by.get_username() == match.username):
                role = Role.VIEWER if match.person.observes else Role.EDITOR
                members.put(Intent(self.board), match.username, role=role)

    def take(self, progress: Callable[[int, int], None]) -> None:
        cards = self._export.cards
        rows = self._rows()
        report = Report()
        for start in range(0, len(rows), BATCH):
            take(Intent(self.board), rows[start : start + BATCH], report=report)
            progress(min(start + BATCH, len(rows)), len(rows))
        if report.problems:
            card = cards[report.problems[0].line]
            raise BadFile(f"The card “{card.name}” cannot be taken: {report.problems[0].reason} Nothing was written.")
        away = {row.values["number"] for card, row in zip(cards, rows, strict=True) if self._is_away(card)}
        for pk, number in self.board.matters.values_list("pk", "number"):
            if number in away:
                matters.archive(Intent(self.board), pk)

    def taken(self) -> Taken:
        self.board.stream.refresh_from_db()
        cards = self._export.cards
        counts = {
            "lists": len(self._columns),
            "cards": len(cards),
            "of them archived": sum(map(self._is_away, cards)),
            "labels": len(self._labels),
            "checklists, as text": sum(len(card.checklists) for card in cards),
            "comments, as text": sum(len(card.comments) for card in cards),
        }
        return Taken(self.board, counts, self._people, [note for count, note in self._notes() if count])

    def _notes(self) -> list[tuple[Any, str]]:
        cards, export = self._export.cards, self._export
        missing = sum(max(0, card.comments_told - len(card.comments)) for card in cards)
        files = sum(len(card.files) for card in cards)
        met = sum(bool(card.due) and card.due_is_met for card in cards)
        return [
            (export.closed, "The board is closed in Trello; here it is in use."),
            (self._closed, f"Archived lists became no columns; their cards are archived: {_quoted(self._closed)}."),
            (
                missing,
                f"{missing} comments are not in the file: Trello exports the last 1,000 activities.",
            ),
            (
                files,
                f"{files} attachments: names and addresses stand in the descriptions, the files stay.",
            ),
            (met, f"{met} due dates that are complete stand in the descriptions, not as target dates."),
            (self._cut, f"{self._cut} cards held more text than a description may; its end was cut off."),
            *((count, f"Not taken: {count} {what}.") for what, count in export.others.items()),
        ]

    def _rows(self) -> list[Row]:
        """A row for each card, its line the card's place among them."""
        numbers = Counter(card.number for card in self._export.cards)
        return [
            Row(at, self._values(card, str(card.number) if numbers[card.number] == 1 else f"{card.number}-{at + 1}"),
                self._column_of(card))
            for at, card in enumerate(self._export.cards)
        ]  # fmt: skip

    def _values(self, card: Card, number: str) -> dict[str, Any]:
        title = tidy(card.name, longest=250) or "Untitled card"
        here = {match.person.id: match.username for match in self._people}
        strangers = [match.shown for match in self._people if match.person.id in card.people and not match.username]
        text, was_cut = description_of(card, title=title, place=self._closed.get(card.place, ""), people=strangers)
        self._cut += was_cut
        return {
            "number": number,
            "title": title,
            "description": text,
            "target_on": day_of(card.due) if not card.due_is_met else "",
            "opened_on": day_of(card.start),
            "assignees": sorted({here[each] for each in card.people if here.get(each)}),
            "labels": sorted({self._labels[tag] for tag in card.tags if tag in self._labels}),
        }

    def _column_of(self, card: Card) -> str:
        return self._columns.get(card.place) or next(reversed(self._columns.values()))

    def _is_away(self, card: Card) -> bool:
        return card.closed or card.place in self._closed

    def _add_column(self, place: Place) -> str:
        """Its slug."""
        limit = place.limit if place.limit is not None and 0 <= place.limit <= LARGEST_LIMIT else None
        name = tidy(place.name, longest=80) or "List"
        columns.add(Intent(self.board), {**column_named(name), "wip_limit": limit})
        added = self.board.columns.last()
        assert added is not None
        return added.slug

    def _add_label(self, name: str, colour: str) -> str:
        """Its name: Trello lets several have the same, and most have none but a colour."""
        colour = colour.partition("_")[0]
        wanted = stem = tidy(name, longest=30) or colour.capitalize() or "Label"
        taken, count = {each.casefold() for each in self._labels.values()}, 1
        while wanted.casefold() in taken:
            count += 1
            wanted = f"{stem} ({count})"
        labels.add(Intent(self.board), {"name": wanted, "colour": _COLOURS.get(colour, "slate")})
        return wanted


def _quoted(names: dict[str, str]) -> str:
    return ", ".join(f"“{name}”" for name in names.values())
