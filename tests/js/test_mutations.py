"""What becomes of a write between the moment a person intends it and the server's answer."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
async ({ Mutations }, steps) => {
  const log = [], events = new EventTarget(), asked = [], timers = new Map();
  let now = 1_000_000, ids = 0, version = 3, serial = 0;
  const clock = {
    now: () => now,
    setTimeout: (run, ms) => { timers.set(++serial, [now + ms, run]); return serial; },
    clearTimeout: (id) => timers.delete(id),
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const send = ({ id, base, change, subject }) => {
    log.push(`send ${id} ${subject} on ${base}: ${JSON.stringify(change)}`);
    return new Promise((resolve, reject) => asked.push([id, resolve, reject]));
  };
  const mutations = new Mutations({
    send, newId: () => `m${++ids}`, versionOf: () => version, events, clock, random: () => 0.5,
  });
  events.addEventListener("live:mutation", ({ detail: { mutation, was } }) => log.push(`${mutation.id} ${was} -> ${mutation.state}`));
  let finish;
  for (const [name, ...given] of steps) {
    if (name === "propose") mutations.propose({ subject: given[0], kind: given[1], change: given[2] });
    else if (name === "answer") {
      const [, resolve] = asked.splice(asked.findIndex(([id]) => id === given[0]), 1)[0];
      resolve({ retryAfter: null, version: null, status: 200, ...given[1] });
    } else if (name === "breaks") asked.shift()[2](new Error("no"));
    else if (name === "version") version = given[0];
    else if (name === "pass") {
      now += given[0];
      for (const [id, [at, run]] of [...timers]) if (at <= now) { timers.delete(id); run(); }
    } else if (name === "follow") mutations.follow({ subject: given[0], kind: "edit", change: given[1] }, () => new Promise((resolve) => (finish = resolve)));
    else if (name === "finish") finish();
    else if (name === "online") mutations.online = given[0];
    else if (name === "pending") log.push(mutations.pending);
    else if (name === "subjects") log.push(mutations.subjects);
    else if (name === "shown") log.push(mutations.shown(given[0]).map(({ change }) => change));
    else if (name === "conflicts") log.push(mutations.conflicts.map(({ id }) => id));
    else if (name === "retry") { const refused = mutations.refused(given[0]); if (refused) mutations.retry(refused); }
    else if (name === "refused") log.push(mutations.refused(given[0])?.state ?? null);
    else if (name === "waits") log.push([...timers.values()].map(([at]) => at - now));
    else { const said = mutations[name](...given); if (name === "isMine") log.push(said); }
    await settle();
  }
  return log;
}
"""

ONE, TWO = "matter:1", "matter:2"
DONE = {"kind": "applied", "version": 4}
LOST = {"kind": "lost", "status": 0}


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/mutations.js", STORY, steps)


def move(subject: str, column: str) -> list[Any]:
    return ["propose", subject, "move", {"column": column}]


def answer(name: str, outcome: dict[str, Any]) -> list[Any]:
    return ["answer", name, outcome]


def sends(heard: list[Any]) -> list[str]:
    return [each for each in heard if str(each).startswith("send")]


def test_it_is_shown_at_once_sent_and_forgotten_when_it_is_done(story: Any) -> None:
    heard = story(move(ONE, "b"), ["shown", ONE], ["pending"], answer("m1", DONE), ["shown", ONE], ["pending"])
    assert heard == [
        "m1 null -> waiting",
        "m1 waiting -> sent",
        'send m1 matter:1 on 3: {"column":"b"}',
        [{"column": "b"}],
        1,
        "m1 sent -> done",
        [],
        0,
    ]


def test_the_next_write_of_a_subject_waits_and_is_made_on_what_the_one_before_led_to(story: Any) -> None:
    """Else it would be in conflict with its own predecessor; and what others did meanwhile is not overwritten."""
    heard = story(move(ONE, "b"), ["propose", ONE, "assign", {}], ["version", 9], answer("m1", DONE))
    assert sends(heard) == ['send m1 matter:1 on 3: {"column":"b"}', "send m2 matter:1 on 4: {}"]


def test_moves_that_wait_are_joined_into_the_last_one(story: Any) -> None:
    steps = move(ONE, "b"), move(ONE, "c"), move(ONE, "d"), ["shown", ONE], answer("m1", DONE)
    heard = story(*steps)
    assert [{"column": "b"}, {"column": "d"}] in heard
    assert sends(heard)[1:] == ['send m2 matter:1 on 4: {"column":"d"}']


def test_different_subjects_go_side_by_side_but_no_more_than_three(story: Any) -> None:
    heard = story(*[move(f"matter:{n}", "b") for n in range(1, 6)], ["subjects"])
    assert len(sends(heard)) == 3
    assert heard[-1] == [f"matter:{n}" for n in range(1, 6)]
    heard = story(*[move(f"matter:{n}", "b") for n in range(1, 6)], answer("m2", DONE))
    assert len(sends(heard)) == 4


@pytest.mark.parametrize("kind", ["lost", "foreign", "away", "busy", "signed-out"])
def test_what_was_not_answered_is_sent_again_under_the_same_id(story: Any, kind: str) -> None:
    """T-023"""
    heard = story(move(ONE, "b"), answer("m1", {"kind": kind}), ["shown", ONE], ["waits"], ["pass", 1000], ["pending"])
    assert [{"column": "b"}] in heard
    assert [1000] in heard
    assert sends(heard) == ['send m1 matter:1 on 3: {"column":"b"}'] * 2
    assert heard[-1] == 1


def test_pauses_grow_to_half_a_minute_and_what_the_server_asks_for_is_obeyed(story: Any) -> None:
    again = [step for _ in range(8) for step in (answer("m1", LOST), ["waits"], ["pass", 60_000])]
    waits = [each for each in story(move(ONE, "b"), *again) if isinstance(each, list)]
    assert [ms for (ms,) in waits] == [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]
    asked = story(move(ONE, "b"), answer("m1", {"kind": "busy", "retryAfter": 7000}), ["waits"], ["wake"], ["waits"])
    assert [each for each in asked if isinstance(each, list)] == [[7000], [7000]]


def test_a_try_that_throws_counts_as_not_answered(story: Any) -> None:
    assert "m1 sent -> waiting" in story(move(ONE, "b"), ["breaks"])


def test_an_answer_to_anybody_sends_what_waits_at_once(story: Any) -> None:
    heard = story(move(ONE, "b"), answer("m1", LOST), ["wake"])
    assert len(sends(heard)) == 2


def test_offline_nothing_is_sent_and_all_of_it_when_the_network_is_back(story: Any) -> None:
    heard = story(["online", False], move(ONE, "b"), move(TWO, "b"), ["pending"], ["online", True])
    assert heard.index(2) < heard.index('send m1 matter:1 on 3: {"column":"b"}')
    assert len(sends(heard)) == 2


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ({"kind": "conflict", "status": 409}, "conflict"),
        ({"kind": "swapped", "status": 422}, "failed"),
        ({"kind": "swapped", "status": 403}, "failed"),
        ({"kind": "swapped", "status": 404}, "failed"),
        ({"kind": "gone", "status": 410}, "failed"),
    ],
)
def test_a_refusal_takes_back_that_one_and_no_other(story: Any, outcome: dict[str, Any], state: str) -> None:
    heard = story(
        move(ONE, "b"),
        move(TWO, "b"),
        answer("m1", outcome),
        ["shown", ONE],
        ["shown", TWO],
        ["refused", ONE],
        ["pending"],
    )
    assert heard[-4:] == [[], [{"column": "b"}], state, 1]


def test_a_refused_one_is_retried_as_a_new_write_on_what_is_known_now(story: Any) -> None:
    refused = answer("m1", {"kind": "swapped", "status": 422})
    heard = story(move(ONE, "b"), refused, ["version", 8], ["retry", ONE], ["refused", ONE], ["retry", TWO])
    assert sends(heard)[1] == 'send m2 matter:1 on 8: {"column":"b"}'
    assert heard[-1] is None


def test_a_refused_one_is_forgotten_when_dismissed_or_when_the_next_is_intended(story: Any) -> None:
    refused = answer("m1", {"kind": "swapped", "status": 422})
    assert story(move(ONE, "b"), refused, ["dismiss", "m1"], ["refused", ONE], ["dismiss", "m1"])[-1] is None
    assert story(move(ONE, "b"), refused, move(ONE, "c"), ["refused", ONE])[-1] is None


def test_what_waits_for_its_first_try_can_be_dismissed_what_is_on_its_way_cannot(story: Any) -> None:
    assert story(["online", False], move(ONE, "b"), ["dismiss", "m1"], ["pending"])[-1] == 0
    assert story(move(ONE, "b"), ["dismiss", "m1"], ["pending"])[-1] == 1


def test_what_others_did_under_an_unanswered_write_is_no_base_for_the_next(story: Any) -> None:
    """T-033: it was not seen, so it must be asked about, not overwritten."""
    conflict = answer("m1", {"kind": "conflict", "status": 409})
    heard = story(move(ONE, "b"), ["version", 6], ["propose", ONE, "assign", {}], conflict)
    assert sends(heard)[1] == "send m2 matter:1 on 3: {}"


def test_an_old_answer_to_a_retry_does_not_set_the_next_base_back(story: Any) -> None:
    seen = (move(ONE, "b"), ["recognise", ["m1"]], ["version", 7], ["propose", ONE, "assign", {}])
    assert sends(story(*seen, answer("m1", DONE)))[1] == "send m2 matter:1 on 7: {}"


def test_a_write_that_fails_while_all_else_is_answered_is_given_up(story: Any) -> None:
    """A crash, or a refusal that is not ours: else it would be sent for ever."""
    for broken in ({"kind": "away", "status": 500}, {"kind": "foreign", "status": 403}):
        again = [step for _ in range(3) for step in (answer("m1", broken), ["wake"])]
        assert story(move(ONE, "b"), *again, ["refused", ONE])[-1] is None
        assert story(move(ONE, "b"), *again, answer("m1", broken), ["refused", ONE])[-1] == "failed"


def test_while_nothing_is_answered_it_is_not_given_up(story: Any) -> None:
    again = [step for _ in range(9) for step in (answer("m1", {"kind": "away", "status": 500}), ["pass", 60_000])]
    assert story(move(ONE, "b"), *again, ["refused", ONE], ["pending"])[-2:] == [None, 1]
    unreachable = [step for _ in range(9) for step in (answer("m1", LOST), ["wake"])]
    assert story(move(ONE, "b"), *unreachable, ["pending"])[-1] == 1


def test_what_is_known_to_be_done_is_not_told_as_refused(story: Any) -> None:
    refused = answer("m1", {"kind": "swapped", "status": 403})
    heard = story(move(ONE, "b"), ["recognise", ["m1"]], refused, ["refused", ONE])
    assert heard[-2:] == ["m1 sent -> done", None]


def test_what_waits_behind_a_form_is_sent_when_the_form_is_answered(story: Any) -> None:
    heard = story(["follow", ONE, {"title": "New"}], move(ONE, "b"), ["finish"])
    assert len(sends(heard)) == 1


def test_what_a_delta_tells_to_be_done_is_not_shown_over_it_any_more(story: Any) -> None:
    heard = story(move(ONE, "b"), answer("m1", LOST), ["recognise", ["m1", "x"]], ["shown", ONE], ["pending"])
    assert heard[-2:] == [[], 0]


def test_a_form_is_shown_until_it_is_answered(story: Any) -> None:
    heard = story(["follow", ONE, {"title": "New"}], ["shown", ONE], ["finish"], ["shown", ONE], ["pending"])
    assert [each for each in heard if not isinstance(each, str)] == [[{"title": "New"}], [], 0]
    assert sends(heard) == []


def test_own_writes_are_known_again(story: Any) -> None:
    heard = story(move(ONE, "b"), ["isMine", "m1"], ["isMine", "x"], ["wrote", "x"], ["isMine", "x"])
    assert heard[-3:] == [True, False, True]
    forgets = [["wrote", f"w{n}"] for n in range(501)]
    assert story(["wrote", "first"], *forgets, ["isMine", "first"], ["isMine", "w500"])[-2:] == [False, True]


def test_stopped_nothing_is_sent_any_more(story: Any) -> None:
    heard = story(move(ONE, "b"), answer("m1", LOST), ["stop"], ["pass", 60_000])
    assert len(sends(heard)) == 1


def test_the_browsers_own_clock_and_dice_serve_where_none_are_given(in_module: RunModule) -> None:
    script = """
    async ({ Mutations }) => {
      let tries = 0;
      const send = async () => ({ kind: ++tries > 1 ? "applied" : "lost", retryAfter: 5 });
      const mutations = new Mutations({ send, newId: () => "m", versionOf: () => 1, events: new EventTarget() });
      mutations.propose({ subject: "matter:1", kind: "move", change: {} });
      while (mutations.pending) await new Promise((resolve) => setTimeout(resolve, 5));
      return tries;
    }
    """
    assert in_module("live/mutations.js", script) == 2


def test_those_in_conflict_are_told_until_they_are_decided(story: Any) -> None:
    conflict = answer("m1", {"kind": "conflict", "status": 409})
    heard = story(move(ONE, "b"), ["conflicts"], conflict, ["conflicts"], ["dismiss", "m1"], ["conflicts"])
    assert [each for each in heard if isinstance(each, list)] == [[], ["m1"], []]


def test_what_was_in_conflict_before_a_reload_is_sent_again_as_it_was(story: Any) -> None:
    """Under its own id and on its own version: the server gives its first answer again."""
    saved = {"id": "m77", "subject": ONE, "kind": "move", "change": {"column": "b"}, "base": 2}
    heard = story(["resume", saved], answer("m77", {"kind": "conflict", "status": 409}), ["conflicts"])
    assert sends(heard) == ['send m77 matter:1 on 2: {"column":"b"}']
    assert heard[-1] == ["m77"]
