"""People who do anything to a board in any order, and readers who look at any moment (hypothesis, stateful; T-074).

Holds after every poll: what the reader had before him, with the delta applied, is what a fresh page shows. Holds at
the end:
the chain verifies, the version counts the events, each matter's version counts its changes.

STATEFUL_EXAMPLES and STATEFUL_STEPS (environment) make it search longer than a commit can wait for.
"""

import os
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from kanban.commands import Intent, boards, columns, labels, matters, members, parties
from kanban.commands.matters import Place
from kanban.models import Board, Matter, Role
from realtime import chain
from realtime.errors import Refused
from realtime.models import Stream
from realtime.prune import prune_stream
from tests.factories import BoardFactory, UserFactory
from tests.readers import Reader, fresh, signed_in

CAST = ("alice", "bob", "carol", "vera")
MOST_MATTERS = 12

people = st.sampled_from(CAST)
picks = st.integers(0, 30)
titles = st.sampled_from(["Doe v. Roe", "In re Roe", "Ünal & Söhne <b>v.</b> O'Neil", "x" * 120])
places = st.one_of(
    st.just(Place()),
    st.just(Place(at_top=True)),
    picks.map(lambda pick: Place(after=pick)),
    picks.map(lambda pick: Place(before=pick)),
    st.integers(0, 6).map(lambda at: Place(position=at)),
)
edits = st.fixed_dictionaries(
    {},
    optional={
        "title": titles,
        "court": st.sampled_from(["nysd", "cand", ""]),
        "client": st.sampled_from(["Doe", "Roe & Söhne", ""]),
        "priority": st.sampled_from(Matter.Priority.values),
        "status": st.sampled_from(Matter.Status.values),
        "target_on": st.sampled_from(["2026-01-31", "2030-02-28", None]),
        "assignees": st.lists(people, max_size=2, unique=True),
        "on_hold_reason": st.sampled_from(["", "Waiting for the court"]),
    },
)


def search(steps: int = 25, examples: int = 60) -> settings:
    return settings(
        max_examples=int(os.environ.get("STATEFUL_EXAMPLES", examples)),
        stateful_step_count=int(os.environ.get("STATEFUL_STEPS", steps)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class BoardMachine(RuleBasedStateMachine):
    """`clients` are made once a test: one browser for each of the cast."""

    clients: dict[str, Client] = {}
    readers_of: tuple[str, ...] = ("alice", "bob", "vera", "alice")

    @classmethod
    def with_cast(cls) -> "type[BoardMachine]":
        cls.clients = {name: signed_in(UserFactory(username=name)) for name in CAST}
        return cls

    def __init__(self) -> None:
        super().__init__()
        for board in Board.objects.filter(archived_at=None):  # of the examples before: search is over all boards
            boards.archive(Intent(board))
        self.cast: dict[str, User] = {name: UserFactory(username=name) for name in CAST}
        self.board: Board = BoardFactory(
            manager=self.cast["alice"], editors=[self.cast["bob"], self.cast["carol"]], viewers=[self.cast["vera"]]
        )
        labels.add(Intent(self.board), {"name": "Appeal"})
        self.made = [self.make(f"Matter {count}", "intake") for count in range(3)]
        self.readers = [Reader(self.cast[name], self.board.slug, client=self.clients[name]) for name in self.readers_of]
        for reader in self.readers:
            reader.open()

    def make(self, title: str, column: str) -> int:
        outcome = matters.create(Intent(self.board), {"title": title}, column=column)
        assert outcome.matter is not None
        return outcome.matter

    # -- what people do ------------------------------------------------------------------------------------------------

    @rule(by=people, title=titles, column=picks, place=places)
    def create(self, by: str, title: str, column: int, place: Place) -> None:
        if len(self.made) < MOST_MATTERS:
            made = self.do(matters.create, by, {"title": title}, column=self.column(column), place=self.at(place))
            if made is not None and made.matter is not None:
                self.made.append(made.matter)

    @rule(by=people, which=picks, values=edits, behind=st.integers(0, 2))
    def edit(self, by: str, which: int, values: dict[str, Any], behind: int) -> None:
        self.do(matters.edit, by, self.matter(which), values, base=self.base(which, behind))

    @rule(by=people, which=picks, to=picks, place=places, behind=st.integers(0, 1))
    def move(self, by: str, which: int, to: int, place: Place, behind: int) -> None:
        base = self.base(which, behind)
        self.do(matters.move, by, self.matter(which), to=self.column(to), place=self.at(place), base=base)

    @rule(
        by=people, which=picks, how=st.sampled_from([matters.archive, matters.restore, matters.restore, matters.delete])
    )
    def put_aside(self, by: str, which: int, how: Callable[..., Any]) -> None:
        self.do(how, by, self.matter(which))

    @rule(by=people, which=picks, name=st.sampled_from(["Roe", "Judge Hand"]))
    def add_party(self, by: str, which: int, name: str) -> None:
        self.do(parties.add, by, self.matter(which), {"name": name})

    @rule(name=st.sampled_from(["Trial", "Appeal", "Intake"]))
    def add_column(self, name: str) -> None:
        if self.board.columns.count() < 7:
            self.do(columns.add, "alice", {"name": name})

    @rule(which=picks, values=st.sampled_from([
        {"name": "Renamed"}, {"colour": "red"}, {"wip_limit": 2, "wip_is_hard": True}, {"wip_limit": 1},
        {"wip_limit": None},
    ]))  # fmt: skip
    def change_column(self, which: int, values: dict[str, Any]) -> None:
        self.do(columns.change, "alice", self.column(which), values)

    @rule(which=picks, after=st.none() | picks)
    def reorder_columns(self, which: int, after: int | None) -> None:
        self.do(columns.reorder, "alice", self.column(which), after=None if after is None else self.column(after))

    @rule(which=picks, to=st.none() | picks)
    def remove_column(self, which: int, to: int | None) -> None:
        self.do(columns.remove, "alice", self.column(which), move_to="" if to is None else self.column(to))

    @rule(which=picks, has=st.booleans())
    def label(self, which: int, has: bool) -> None:
        names = list(self.board.labels.values_list("name", flat=True)[:2])
        self.do(matters.edit, "alice", self.matter(which), {"labels": names if has else []})

    @rule(
        how=st.sampled_from(["add", "rename", "recolour", "remove"]),
        name=st.sampled_from(["Appeal", "Urgent", "Pro bono"]),
    )
    def change_labels(self, how: str, name: str) -> None:
        label = self.board.labels.order_by("pk").first()
        if how == "add":
            self.do(labels.add, "alice", {"name": name})
        elif label and how == "remove":
            self.do(labels.remove, "alice", label.pk)
        elif label:
            self.do(labels.change, "alice", label.pk, {"name": name} if how == "rename" else {"colour": "pink"})

    @rule(who=st.sampled_from(CAST[1:]), role=st.none() | st.sampled_from(Role.values))
    def change_members(self, who: str, role: str | None) -> None:
        if role is None:
            self.do(members.remove, "alice", who)
        else:
            self.do(members.put, "alice", who, role=role)

    @rule(name=st.sampled_from(["Litigation", "Lis pendens & more"]))
    def rename_board(self, name: str) -> None:
        self.do(boards.change, "alice", {"name": name})

    # -- what readers do -----------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 3))
    def poll(self, which: int) -> None:
        self.follow(self.readers[which % len(self.readers)])

    @rule(keep=st.integers(0, 8))
    def prune(self, keep: int) -> None:
        """Forget the oldest events, often beyond what some reader has seen."""
        forget(self.stream(), keep=keep)

    def teardown(self) -> None:
        for reader in self.readers:
            self.follow(reader)
        stream = self.stream()
        assert chain.verify(stream) is None
        assert stream.version == stream.pruned_through + stream.events.count()
        for matter in self.board.matters.all():
            last = stream.events.filter(subject=f"matter:{matter.pk}").order_by("-version").first()
            assert last is None or last.subject_version == matter.version

    def follow(self, reader: Reader) -> None:
        reader.received.clear()
        reader.poll()
        shown = fresh(reader)
        assert reader.board == shown
        assert reader.board is None or shown is None or reader.board.order == shown.order

    # -- all of it -----------------------------------------------------------------------------------------------------

    def do(self, what: Callable[..., Any], by: str, *args: Any, **kwargs: Any) -> Any:
        """One command; where it is refused, nothing may have changed."""
        before = self.stream().cursor
        try:
            outcome = what(Intent(self.board, self.cast[by]), *args, **kwargs)
        except Refused:
            assert self.stream().cursor == before
            return None
        assert outcome.cursor == str(self.stream().cursor)
        return outcome

    def stream(self) -> Stream:
        return Board.objects.select_related("stream").get(pk=self.board.pk).stream

    def matter(self, which: int) -> int:
        return self.made[which % len(self.made)]

    def column(self, which: int) -> str:
        slugs = list(self.board.columns.values_list("slug", flat=True))
        return slugs[which % len(slugs)]

    def at(self, place: Place) -> Place:
        """A neighbour is a pick until here."""
        if place.after is not None:
            return Place(after=self.matter(place.after))
        return Place(before=self.matter(place.before)) if place.before is not None else place

    def base(self, which: int, behind: int) -> int:
        return max(1, Matter.objects.get(pk=self.matter(which)).version - behind)


def forget(stream: Stream, *, keep: int) -> None:
    """Prune all events but the last `keep`."""
    first_kept = stream.events.filter(version=stream.version - keep + 1).first()
    prune_stream(stream.pk, before=first_kept.at if first_kept else timezone.now())
