"""Make the board of an export again, with its past: in one transaction, all of it or nothing.

Ids are made anew, so the events' subjects and actors are rewritten, and with them every hash. The new chain stands on a
first hash made from the old head (`first_hash`): whoever has the export can tell that this board goes on from it.
"""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from kanban.fields import SETS
from kanban.importers import board_rows as rows
from kanban.importers.board_file import Past, moment, past_of, subjects
from kanban.importers.json_file import Node
from kanban.importers.table import BadFile
from kanban.models import Board, Column, Label, Matter, Opening, Party
from realtime.log import Log, writing
from realtime.models import Event, Stream
from realtime.turns import turn

BATCH = 500
People = dict[str, Any]


def load_board(export: Node, *, slug: str, create_people: bool = False) -> Board:
    """A board at that free address. Raises BadFile."""
    past = past_of(export.node("history"))
    try:
        with turn(), transaction.atomic():
            people = _people(export.node("history"), past, create=create_people)
            first = first_hash(past.head)
            stream = Stream.objects.create(
                kind="board", key=f"new-{uuid.uuid4().hex}", version=past.pruned_through,
                pruned_through=past.pruned_through, pruned_hash=first,
            )  # fmt: skip
            with writing(stream.pk, actor=None) as log:
                board = _Load(export, past, people, log).board(slug)
            Stream.objects.filter(pk=stream.pk).update(key=str(board.pk))
    except (IntegrityError, DataError, ValidationError, ValueError, OverflowError) as error:
        reason = str(error).strip()[:200]
        raise BadFile(f"The file holds what cannot be kept ({reason}). Nothing was written.") from error
    return Board.objects.select_related("stream").get(pk=board.pk)


def first_hash(head: str) -> str:
    """What a board that was imported stands on, 64 hex digits: of the head of the log it was exported with."""
    return hashlib.sha256(f"imported after {head}".encode()).hexdigest()


class _Load:
    """One load under way: what the file's names and ids have become here."""

    def __init__(self, export: Node, past: Past, people: People, log: Log) -> None:
        self._export = export
        self._history = export.node("history")
        self._past = past
        self._people = people
        self._log = log
        self._labels: dict[str, Label] = {}

    def board(self, slug: str) -> Board:
        board = rows.board_row(self._export.node("board"))
        board.slug, board.stream = slug, self._log.stream
        board.save()
        self._board = board
        for node in self._export.nodes("members"):
            rows.membership_row(node, board, self._people).save()
        self._labels = {node.text("name"): rows.label_row(node, board) for node in self._export.nodes("labels")}
        Label.objects.bulk_create(self._labels.values())
        matters = self._add_matters()
        self._add_openings(matters)
        self._log.adopt(self._events(self._renamed(matters)))
        return board

    def _add_matters(self) -> dict[int, Matter]:
        """By the ids they have in the file."""
        columns = {node.text("slug"): rows.column_row(node, self._board) for node in self._export.nodes("columns")}
        Column.objects.bulk_create(columns.values())
        nodes = [*self._export.nodes("matters"), *self._history.nodes("deleted")]
        found = [rows.matter_row(node, self._board, columns, self._people) for node in nodes]
        made = [matter.created_at for matter in found]
        Matter.objects.bulk_create(found, batch_size=BATCH)
        for matter, at in zip(found, made, strict=True):
            matter.created_at = at  # the database's own idea of it was now
        Matter.objects.bulk_update(found, ["created_at"], batch_size=BATCH)
        for name in SETS:
            self._fill(name, nodes, found)
        parties = [
            rows.party_row(party, matter)
            for node, matter in zip(nodes, found, strict=True)
            for party in node.nodes("parties")
        ]
        Party.objects.bulk_create(parties, batch_size=BATCH)
        return {node.whole("id"): matter for node, matter in zip(nodes, found, strict=True)}

    def _fill(self, name: str, nodes: list[Node], found: list[Matter]) -> None:
        known: dict[str, Any] = self._labels if name == "labels" else self._people
        through = getattr(Matter, name).through
        to = "label_id" if name == "labels" else "user_id"
        links = []
        for node, matter in zip(nodes, found, strict=True):
            for each in node.texts(name):
                if each not in known:
                    node.refuse(name, f"names {each}, which the file does not tell of")
                links.append(through(**{"matter_id": matter.pk, to: known[each].pk}))
        through.objects.bulk_create(links, batch_size=BATCH)

    def _add_openings(self, matters: dict[int, Matter]) -> None:
        opened = [
            Opening(
                matter=matters.get(node.whole("matter")) or node.refuse("matter", "is not in the file"),
                person=rows.person_in(node, "person", self._people),
                how=node.text("how") if node.text("how") in Opening.How.values else node.refuse("how", "is unknown"),
                at=moment(node, "at") or node.refuse("at", "is missing"),
            )
            for node in self._history.nodes("openings")
        ]
        Opening.objects.bulk_create(opened, batch_size=BATCH)

    def _renamed(self, matters: dict[int, Matter]) -> dict[str, str]:
        """What the events' subjects are called here. A label that is gone gets an id that no other will have."""
        ids = self._history.node("label_ids")
        now = {ids.whole(name): label.pk for name, label in self._labels.items() if name in ids}
        gone = sorted(set(subjects(self._past, "label")) - now.keys())
        ghosts = Label.objects.bulk_create([Label(board=self._board, name=uuid.uuid4().hex) for _ in gone])
        now |= {each: ghost.pk for each, ghost in zip(gone, ghosts, strict=True)}
        Label.objects.filter(pk__in=[ghost.pk for ghost in ghosts]).delete()
        old = self._export.node("board").whole("id")
        return {
            f"board:{old}": f"board:{self._board.pk}",
            **{f"label:{each}": f"label:{pk}" for each, pk in now.items()},
            **{f"matter:{each}": f"matter:{matter.pk}" for each, matter in matters.items()},
        }

    def _events(self, renamed: dict[str, str]) -> Iterator[Event]:
        for event in self._past.events:
            what = event.subject.partition(":")[0]
            if what in ("board", "label", "matter"):
                if event.subject not in renamed:
                    raise BadFile(f"The history tells of {event.subject}, which is not in the file.")
                event.subject = renamed[event.subject]
            if event.actor_id is not None:
                event.actor_id = self._people[self._past.actors[event.actor_id]].pk
            yield event


def _people(history: Node, past: Past, *, create: bool) -> People:
    """Whoever the file names, by user name. Raises BadFile for those who have no account, unless they are made."""
    named = {node.text("username"): node for node in history.nodes("people")}
    wanted = {*named, *past.actors.values()}
    accounts = get_user_model().objects
    missing = sorted(wanted - set(accounts.filter(username__in=wanted).values_list("username", flat=True)))
    if missing and not create:
        raise BadFile(f"Nobody here has the user name {', '.join(missing)}. Add --create-people to make the accounts.")
    for name in missing:
        _make(name, named.get(name))
    return {person.get_username(): person for person in accounts.filter(username__in=wanted)}


def _make(name: str, node: Node | None) -> None:
    """An account that nobody can sign in to until it gets a password."""
    names = {each: node.text(each)[:150] for each in ("first_name", "last_name")} if node else {}
    person = get_user_model()(username=name, **names)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
