"""Two people write at one instant, a thousand times: the log explains every answer, and nothing else is in it."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban import fields
from kanban.commands import Intent, Outcome, labels, matters
from kanban.errors import Conflict
from kanban.history import events_of
from kanban.merge import merge
from kanban.models import Board, Matter
from realtime import chain
from realtime.log import Mutation
from realtime.models import Stream
from tests.clients import Response, browser_of
from tests.factories import MatterFactory
from tests.threads import failures, rounds

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 1_000
LABELS = ("Appeal", "Discovery", "Trial")
LINES = ("Facts", "Law", "Costs")
SEED = 20_261_126

State = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One write: of whom, on which version, what it was to set, and what came of it."""

    key: uuid.UUID
    base: int
    mine: State
    answer: Outcome | Conflict


class Writer:
    """Writes what the dice say, on what it saw last or on something older."""

    def __init__(self, intent: Callable[[Mutation], Intent], matter: Matter, seed: int) -> None:
        self.asked: list[Asked] = []
        self._intent, self._matter = intent, matter
        self._dice, self._seen = random.Random(seed), 1

    def write(self, turn: int) -> None:
        base = max(1, self._seen - self._dice.choice((0, 0, 1, 3)))
        answer: Outcome | Conflict
        key, mine = uuid.uuid4(), self._thrown(turn)
        try:
            answer = matters.edit(self._intent(Mutation(key, "race")), self._matter.pk, mine, base=base)
            self._seen = answer.version or base
        except Conflict as conflict:
            answer = conflict
            self._seen = conflict.extra["version"]
        self.asked.append(Asked(key, base, mine, answer))

    def _thrown(self, turn: int) -> State:
        """Now the field that the other writes as well, now one that it may not, now one in which both have room."""
        some = self._dice.randrange
        written = {
            "title": f"Title {some(3)}",
            "judge": f"Judge {turn}.{some(10)}",
            "labels": sorted(self._dice.sample(LABELS, some(len(LABELS) + 1))),
            "description": "\n".join(f"{line}: {some(2)}" for line in LINES),
        }
        return {name: written[name] for name in self._dice.sample(sorted(written), self._dice.choice((1, 1, 2)))}


@pytest.fixture
def matter(board: Board) -> Matter:
    for name in LABELS:
        labels.add(Intent(board), {"name": name})
    return MatterFactory(board=board, title="Title 0", description="\n".join(f"{line}: 0" for line in LINES))


def test_of_two_thousand_racing_edits_each_is_made_merged_or_refused_and_the_log_explains_which(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    states = [{name: fields.value_of(matter, name) for name in ("title", "judge", "labels", "description")}]
    writers = [
        Writer(partial(Intent, board, person), matter, SEED + place) for place, person in enumerate((alice, bob))
    ]
    for results in rounds([writer.write for writer in writers], ROUNDS):
        assert failures(results) == []
    events = {event.mutation_id: event for event in events_of(board.stream, matter).filter(subject_version__gt=1)}
    for event in sorted(events.values(), key=lambda event: event.version):
        assert event.subject_version == len(states) + 1
        assert all(states[-1][name] == before for name, (before, _) in event.changes.items())
        states.append(states[-1] | {name: after for name, (_, after) in event.changes.items()})
    matter = Matter.objects.get(pk=matter.pk)
    assert {name: fields.value_of(matter, name) for name in states[-1]} == states[-1]
    assert matter.version == len(states)
    asked = [each for writer in writers for each in writer.asked]
    for each in asked:
        if isinstance(each.answer, Conflict):
            assert each.key not in events
            assert_refused(each, each.answer, states)
        else:
            assert_made(each, each.answer, states, wrote=each.key in events)
    assert len(asked) == 2 * ROUNDS
    kinds = [type(each.answer).__name__ for each in asked] + ["merged" for each in asked if _merged(each)]
    assert min(kinds.count(kind) for kind in ("Outcome", "Conflict", "merged")) > ROUNDS / 20
    assert chain.verify(Stream.objects.get(pk=board.stream_id)) is None


def assert_made(each: Asked, answer: Outcome, states: list[State], *, wrote: bool) -> None:
    """It stands there as the merge of what was seen, what was meant and what stood there, and names what it kept."""
    assert answer.version
    base, after = states[each.base - 1], states[answer.version - 1]
    before = states[answer.version - 2] if wrote else after
    kept = {name for name in before if name not in each.mine and before[name] != base[name]}
    for name, value in each.mine.items():
        result = merge(base[name], value, before[name], longest=fields.longest_text(name))
        assert not result.is_conflict
        assert after[name] == result.value
        if name in ("title", "judge") and after[name] != before[name]:
            assert before[name] == base[name], "an update is lost"
        kept |= {name} if result.kept else set()
    assert kept <= set(answer.merged)
    assert all(after[name] == before[name] for name in before if name not in each.mine)


def assert_refused(each: Asked, answer: Conflict, states: list[State]) -> None:
    """All three values are named, as they stood, and they do clash."""
    base, theirs = states[each.base - 1], states[answer.extra["version"] - 1]
    for found in answer.extra["conflicts"]:
        name = found["field"]
        assert (found["base"], found["mine"], found["theirs"]) == (base[name], each.mine[name], theirs[name])
        assert merge(base[name], each.mine[name], theirs[name], longest=fields.longest_text(name)).is_conflict


def _merged(each: Asked) -> bool:
    return isinstance(each.answer, Outcome) and bool(each.answer.merged)


def test_of_two_racing_decisions_of_one_conflict_one_stands_and_the_other_is_shown_it(
    board: Board, matter: Matter, alice: User, bob: User
) -> None:
    """Both were shown what stands at that version, and each wants its own."""

    def decide(person: User, turn: int) -> Response:
        mine = f"{person.username} {turn}"
        decision = {"fields": "title", "mine.title": mine, "theirs.title": "seen", "choice.title": "mine"}
        return browser_of(person).post(f"/matters/{matter.pk}/edit/", {**decision, "version": turn + 1})

    for turn, answers in enumerate(rounds([partial(decide, person) for person in (alice, bob)], 40)):
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        won = "alice" if answers[0].status_code == 302 else "bob"
        [event] = events_of(board.stream, matter).filter(subject_version=turn + 2)
        assert event.changes["title"][1] == f"{won} {turn}"
        refused = next(answer for answer in answers if answer.status_code == 409).content.decode()
        assert f'name="theirs.title" value="{won} {turn}"' in refused
        assert f'name="version" value="{turn + 2}"' in refused
    assert chain.verify(Stream.objects.get(pk=board.stream_id)) is None
