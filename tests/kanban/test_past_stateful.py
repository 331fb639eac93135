"""Any sequence of commands, any moment of the past: what is rebuilt is what stood then."""

from typing import Any

import pytest
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from kanban.access import grant_on
from kanban.commands.parties import names
from kanban.fields import plain
from kanban.history import events_of
from kanban.models import Matter
from kanban.past import board_then, matter_then
from tests.kanban.machine import BoardMachine, picks, search

Shown = dict[int, tuple[dict[str, Any], str]]
Stood = tuple[str, list[tuple[str, str, list[int]]]]


class RememberingMachine(BoardMachine):
    """Remembers after each write how everything stood, and rebuilds it later."""

    readers_of = ("alice",)

    def __init__(self) -> None:
        super().__init__()
        self.matters: dict[int, Shown] = {}
        self.boards: dict[int, Stood] = {}

    @invariant()
    def remember(self) -> None:
        version = self.stream().version
        if version not in self.matters:
            rows = list(self.board.matters.filter(deleted_at=None).select_related("column", "responsible"))
            self.matters[version] = {row.pk: (plain(row), row.column.slug) for row in rows}
            self.boards[version] = self.stands(rows)

    def stands(self, rows: list[Matter]) -> Stood:
        on_board = sorted((row for row in rows if row.archived_at is None), key=lambda row: (row.rank, row.pk))
        self.board.refresh_from_db()
        columns = self.board.columns.all()
        return self.board.name, [
            (column.slug, column.name, [row.pk for row in on_board if row.column_id == column.pk]) for column in columns
        ]

    @rule(which=picks)
    def look_back(self, which: int) -> None:
        pruned = self.stream().pruned_through
        versions = [version for version in self.matters if version >= pruned]
        if versions:
            self.compare(versions[-1 - which % len(versions)])

    def teardown(self) -> None:
        for version in self.matters:
            if version >= self.stream().pruned_through:
                self.compare(version)
        super().teardown()

    def compare(self, version: int) -> None:
        grant = grant_on(self.cast["alice"], self.board.slug)
        there = set(grant.matters.filter(deleted_at=None).values_list("pk", flat=True))
        then = board_then(grant, version)
        name, columns = self.boards[version]
        living = [(slug, called, [pk for pk in pks if pk in there]) for slug, called, pks in columns]
        rebuilt = [
            (column.slug, column.name, [matter.pk for matter in column.matters_then])  # type: ignore[attr-defined]
            for column in then.columns
        ]
        assert then.name == name
        assert sorted(rebuilt) == sorted(living)
        if self.knows_all_places(version):
            assert rebuilt == living
        for column in then.columns:
            for matter in column.matters_then:  # type: ignore[attr-defined]
                assert (plain(matter), matter.column.slug) == self.matters[version][matter.pk]

    def knows_all_places(self, version: int) -> bool:
        """Where a removed column stood is told by events that may be forgotten."""
        return self.stream().pruned_through == 1 or not self.stream().events.filter(
            version__gt=version, kind="column.removed"
        )

    @rule(which=picks, back=picks)
    def look_at_one_matter(self, which: int, back: int) -> None:
        """Archived ones too, which no board shows."""
        grant = grant_on(self.cast["alice"], self.board.slug)
        row = grant.matters.filter(pk=self.matter(which), deleted_at=None).first()
        versions = [version for version in self.matters if version >= self.stream().pruned_through]
        if row is None or not versions:
            return
        version = versions[-1 - back % len(versions)]
        own = events_of(self.stream(), row) | self.stream().events.filter(subject__startswith="label:").select_related(
            "actor"
        )
        since = own.filter(version__gt=version).order_by("-version").values_list("subject", "kind", "changes")
        then = matter_then(self.board, row, names(row), since)
        stood = self.matters[version].get(row.pk)
        assert (then is None) == (stood is None)
        if then is not None:
            assert (plain(then), then.column.slug) == stood


@pytest.mark.django_db
def test_what_is_rebuilt_is_what_stood_then() -> None:
    run_state_machine_as_test(RememberingMachine.with_cast(), settings=search(examples=30))
