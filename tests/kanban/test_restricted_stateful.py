"""The same with walls: nobody is ever sent a matter, an id, a number or a title that he may not see.

Readers are a manager, two editors, and a viewer; who is assigned, named or responsible changes all the time, as do
roles.
What each may see is worked out here from the rows, not asked of `kanban.access`.
"""

import re
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from kanban.commands import Intent, matters, members, places
from kanban.commands.matters import Place
from kanban.models import Matter, Membership
from tests.kanban.machine import CAST, BoardMachine, people, picks, search
from tests.readers import Reader

IDS = re.compile(r'(?:data-matter-id|data-removed-matter)="([0-9]+)"|/matters/([0-9]+)/|matter[-:]([0-9]+)\b')
TITLES = re.compile(r"Secret-([0-9]+)-")
NUMBERS = re.compile(r"\bNr ([0-9]+)\b")

some_people = st.lists(people, max_size=2, unique=True)
walls = st.fixed_dictionaries(
    {},
    optional={
        "confidentiality": st.sampled_from(["restricted", "restricted", "normal"]),
        "responsible": st.none() | people,
        "assignees": some_people,
        "named_people": some_people,
    },
)


class WalledMachine(BoardMachine):
    """`since` is what each reader could see at some time since his cursor: of those he may be told that they went
    away.
    """

    readers_of = ("alice", "bob", "carol", "vera")
    worked_out_at = ""
    worked_out: dict[str, set[int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.since: dict[str, set[int]] = {name: set(self.seen_by(name)) for name in CAST}
        self.secrets = 0

    def make(self, title: str, column: str) -> int:
        """From the start bob is on a restricted matter that bears a label, and carol is not."""
        values = {"title": title, "confidentiality": "restricted", "assignees": ["bob"], "labels": ["Appeal"]}
        outcome = matters.create(Intent(self.board), values, column=column)
        assert outcome.matter is not None
        return self.numbered(outcome.matter)

    def numbered(self, pk: int) -> int:
        matters.edit(Intent(self.board), pk, {"number": f"Nr {pk}", "title": f"Secret-{pk}-"})
        return pk

    @rule(by=people, values=walls, column=picks, place=st.just(Place()) | picks.map(lambda pick: Place(after=pick)))
    def create_walled(self, by: str, values: dict[str, Any], column: int, place: Place) -> None:
        if len(self.made) < 12:
            made = self.do(
                matters.create, by, {"title": "Walled", **values}, column=self.column(column), place=self.at(place)
            )
            if made is not None:
                self.made.append(self.numbered(made.matter))

    @rule(by=people, which=picks, values=walls)
    def wall(self, by: str, which: int, values: dict[str, Any]) -> None:
        self.do(matters.edit, by, self.matter(which), values)

    @rule(which=picks, who=st.none() | people)
    def wall_for_all_but(self, which: int, who: str | None) -> None:
        """Whoever saw it until now must lose it with the next delta."""
        nobody = {"responsible": None, "assignees": [], "named_people": [who] if who else []}
        self.do(matters.edit, "alice", self.matter(which), {"confidentiality": "restricted", **nobody})

    @rule(which=picks)
    def open_to_all(self, which: int) -> None:
        self.do(matters.edit, "alice", self.matter(which), {"confidentiality": "normal"})

    @rule(reader=st.integers(1, 3), role=st.sampled_from(["editor", "viewer"]))
    def manage_for_a_while(self, reader: int, role: str) -> None:
        """Whoever managed the board has all of it before him, and must lose what he may not see any more."""
        following = self.readers[reader]
        for put in ("manager", role):
            self.do(members.put, "alice", following.person.username, role=put)
            self.since[following.person.username] |= self.seen_by(following.person.username)
            self.follow(following)

    @rule(which=picks)
    def retitle(self, which: int) -> None:
        """By the system: whoever may not see it must not hear of it."""
        self.secrets += 1
        pk = self.matter(which)
        if Matter.objects.filter(pk=pk, archived_at=None, deleted_at=None).exists():
            matters.edit(Intent(self.board), pk, {"title": f"Secret-{pk}-{self.secrets}"})

    @rule(which=picks)
    def look_elsewhere(self, which: int) -> None:
        """History, archive, search and the API show no more than the board does."""
        reader = self.readers[which % len(self.readers)]
        cursor = reader.cursor or "1.00000000"
        for address in (
            f"/boards/{self.board.slug}/history/",
            f"/boards/{self.board.slug}/archive/",
            "/search/?q=Secret",
            f"/api/boards/{self.board.slug}/events",
            f"/api/boards/{self.board.slug}/updates?include_deleted=true&cursor={cursor}",
        ):
            response = reader.client.get(address)
            if response.status_code == 200:
                self.check(reader, response.content.decode(), self.seen_by(reader.person.username))

    @invariant()
    def remember_what_was_seen(self) -> None:
        for name in CAST:
            self.since[name] |= self.seen_by(name)

    def follow(self, reader: Reader) -> None:
        super().follow(reader)
        name = reader.person.username
        now = self.seen_by(name)
        for body in reader.received:
            self.check(reader, body, now)
        self.since[name] = set(now)

    def check(self, reader: Reader, body: str, now: set[int]) -> None:
        name = reader.person.username
        ids = {int(pk) for found in IDS.findall(body) for pk in found if pk}
        removed = {int(pk) for pk in re.findall(r'data-removed-matter="([0-9]+)"', body)}
        assert ids - removed <= now, f"{name} was sent ids that are behind a wall"
        assert removed <= self.since[name] | now, f"{name} was told that something went away that he never saw"
        for told in (TITLES, NUMBERS):
            assert {int(pk) for pk in told.findall(body)} <= now, f"{name} was sent {told.pattern}"

    def seen_by(self, name: str) -> set[int]:
        """The matters of this board that the person may see, archived and deleted ones too."""
        cursor = str(self.stream().cursor)
        if cursor != self.worked_out_at:
            self.worked_out_at, self.worked_out = cursor, self.work_out()
        return self.worked_out[name]

    def work_out(self) -> dict[str, set[int]]:
        roles = dict(Membership.objects.filter(board=self.board).values_list("user__username", "role"))
        rows = list(self.board.matters.select_related("responsible").prefetch_related("assignees", "named_people"))
        return {
            name: {row.pk for row in rows if name in roles and (roles[name] == "manager" or name in _admitted(row))}
            for name in CAST
        }


def _admitted(row: Matter) -> set[str]:
    if row.confidentiality == "normal":
        return set(CAST)
    named = {person.username for person in (*row.assignees.all(), *row.named_people.all())}
    return named | ({row.responsible.username} if row.responsible else set())


@pytest.mark.django_db
def test_nobody_is_sent_what_is_behind_a_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are spread all the time here: a spread tells of a whole column."""
    monkeypatch.setattr(places, "LONGEST", 2)
    run_state_machine_as_test(WalledMachine.with_cast(), settings=search(examples=50))
