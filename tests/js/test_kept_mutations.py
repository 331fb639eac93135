"""Writes where there is a queue: nothing leaves before it is kept, and what had to wait leaves at a pace."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# The disk and the network are the test's: each `keep` and each `send` ends when a step says so.
STORY = """
async ({ Mutations }, steps) => {
  const log = [], asked = [], keeping = [], timers = new Map(), events = new EventTarget();
  let now = 1_000_000, ids = 0, serial = 0, version = 3;
  const clock = {
    now: () => now,
    setTimeout: (run, ms) => { timers.set(++serial, [now + ms, run]); return serial; },
    clearTimeout: (id) => timers.delete(id),
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const queue = {
    keep: ({ id, base, state }) => { log.push(`keep ${id} ${state} on ${base}`); return new Promise((resolve) => keeping.push(resolve)); },
    drop: (id) => log.push(`drop ${id}`),
  };
  const answered = (id) => new Promise((resolve) => asked.push([id, resolve]));
  const send = ({ id, base }) => { log.push(`send ${id} on ${base}`); return answered(id); };
  const mutations = new Mutations({ send, newId: () => `m${++ids}`, versionOf: () => version, events, queue, clock, random: () => 0.5 });
  const formOf = (text) => text && { url: "/", values: [["title", text]], typed: [] };
  for (const [name, ...given] of steps) {
    if (name === "propose") mutations.propose({ subject: given[0], kind: given[1], change: {}, form: formOf(given[2]) });
    else if (name === "follow") mutations.follow({ subject: given[0], kind: "edit", change: {}, form: formOf("typed") }, () => { log.push("form sends"); return answered("form"); }, given[1]);
    else if (name === "kept") for (const resolve of keeping.splice(0)) resolve(given[0] ?? true);
    else if (name === "answer") asked.splice(asked.findIndex(([id]) => id === given[0]), 1)[0][1]({ kind: "applied", status: 200, retryAfter: null, version: null, ...given[1] });
    else if (name === "pass") {
      now += given[0];
      for (const [id, [at, run]] of [...timers]) if (at <= now) { timers.delete(id); run(); }
    } else if (name === "online") mutations.online = given[0];
    else if (name === "is online") log.push(mutations.online);
    else if (name === "retry") mutations.retry(mutations.find(given[0]));
    else if (name === "all") log.push(mutations.all.map(({ id, state }) => `${id} ${state}`));
    else if (name === "unsafe") log.push(mutations.unsafe);
    else mutations[name](...given);
    await settle();
  }
  return log;
}
"""
ONE = "matter:1"
LOST = {"kind": "lost", "status": 0}
REFUSED = {"kind": "swapped", "status": 422}


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/mutations.js", STORY, steps)


def propose(subject: str, kind: str = "move", text: str | None = None) -> list[Any]:
    return ["propose", subject, kind, text]


def sends(heard: list[Any]) -> list[str]:
    return [each for each in heard if str(each).startswith("send")]


def test_nothing_leaves_before_it_is_kept_and_nothing_is_forgotten_before_it_is_answered(story: Any) -> None:
    heard = story(propose(ONE), ["kept"], ["answer", "m1"])
    assert heard == ["keep m1 waiting on 3", "send m1 on 3", "drop m1"]
    assert sends(story(propose(ONE))) == []


def test_what_cannot_be_kept_is_sent_all_the_same_and_would_be_lost_with_the_page(story: Any) -> None:
    heard = story(propose(ONE), ["unsafe"], ["kept", False], ["unsafe"], ["answer", "m1"], ["unsafe"])
    assert heard == ["keep m1 waiting on 3", 1, "send m1 on 3", 1, "drop m1", 0]
    assert story(propose(ONE), ["kept"], ["unsafe"])[-1] == 0


def test_what_was_typed_is_unsafe_also_when_it_was_refused_a_move_is_not(story: Any) -> None:
    refused = (["kept", False], ["answer", "m1", REFUSED], ["kept", False], ["unsafe"])
    assert story(propose(ONE, "edit", "text"), *refused)[-1] == 1
    assert story(propose(ONE), *refused)[-1] == 0


def test_what_was_joined_is_kept_anew_and_leaves_only_then(story: Any) -> None:
    heard = story(["online", False], propose(ONE), ["online", True], propose(ONE), ["kept"])
    assert heard == ["keep m1 waiting on 3", "keep m1 waiting on 3", "send m1 on 3"]


def test_what_was_typed_is_neither_joined_nor_thrown_away_by_what_comes_after(story: Any) -> None:
    refused = (["kept"], ["answer", "m1", REFUSED], ["kept"])
    assert story(propose(ONE, "edit", "text"), *refused, propose(ONE), ["all"])[-1] == ["m1 failed", "m2 waiting"]
    assert story(propose(ONE), *refused, propose(ONE), ["all"])[-1] == ["m2 waiting"]
    twice = (propose(ONE, "edit", "one"), propose(ONE, "edit", "two"), ["all"])
    assert story(["online", False], *twice)[-1] == ["m1 waiting", "m2 waiting"]


def test_the_next_is_kept_on_its_new_base_before_the_first_is_forgotten(story: Any) -> None:
    heard = story(propose(ONE), ["kept"], propose(ONE), ["kept"], ["answer", "m1", {"version": 9}], ["kept"])
    assert heard[-3:] == ["keep m2 waiting on 9", "drop m1", "send m2 on 9"]


def test_a_form_stays_on_the_version_it_was_filled_in_on(story: Any) -> None:
    """It sends what nobody touched as well: on a newer version that would undo what others did."""
    heard = story(propose(ONE), propose(ONE, "edit", "text"), ["kept"], ["answer", "m1", {"version": 9}])
    assert sends(heard)[-1] == "send m2 on 3"


def test_a_form_that_is_not_answered_waits_and_is_sent_like_any_other(story: Any) -> None:
    heard = story(
        ["follow", ONE], ["kept"], ["answer", "form", LOST], ["all"], ["pass", 3000], ["answer", "m1"], ["all"]
    )
    assert heard == ["keep m1 sent on 3", "form sends", ["m1 waiting"], "send m1 on 3", "drop m1", []]


def test_a_form_that_takes_it_back_or_was_answered_leaves_nothing(story: Any) -> None:
    taken = ["follow", ONE, {"isTakenBack": True}]
    assert story(taken, ["kept"], ["answer", "form", LOST], ["all"])[-2:] == ["drop m1", []]
    for outcome in ({}, REFUSED, {"kind": "conflict", "status": 409}):
        assert story(["follow", ONE], ["kept"], ["answer", "form", outcome], ["all"])[-2:] == ["drop m1", []]


def test_a_form_that_was_refused_can_be_sent_again_whole(story: Any) -> None:
    heard = story(propose(ONE, "edit", "text"), ["kept"], ["answer", "m1", REFUSED], ["kept"], ["retry", "m1"], ["all"])
    assert heard[-3:] == ["drop m1", "keep m2 waiting on 3", ["m2 waiting"]]


def late(count: int) -> list[list[Any]]:
    """What was done without a network, each on a matter of its own, and what the server answers to each at once."""
    return [["online", False], *[propose(f"matter:{number}") for number in range(count)], ["kept"], ["online", True]]


def test_what_had_to_wait_leaves_a_few_at_once_and_then_one_by_one(story: Any) -> None:
    answers = [["answer", f"m{number}"] for number in range(1, 6)]
    heard = story(*late(8), *answers)
    assert len(sends(heard)) == 5
    heard = story(*late(8), *answers, ["pass", 100], ["pass", 99])
    assert len(sends(heard)) == 6
    assert len(sends(story(*late(8), *answers, ["pass", 100], ["pass", 100]))) == 7


def test_asked_for_a_pause_all_that_waits_keeps_it(story: Any) -> None:
    busy = ["answer", "m1", {"kind": "busy", "status": 429, "retryAfter": 2000}]
    heard = story(*late(5), busy, ["answer", "m2"], ["answer", "m3"], ["pass", 1900])
    assert len(sends(heard)) == 3
    assert len(sends(story(*late(5), busy, ["answer", "m2"], ["answer", "m3"], ["pass", 2000]))) == 6


def test_it_can_be_asked_whether_it_may_send_and_takes_nothing_over_twice(story: Any) -> None:
    kept = {"id": "m7", "subject": ONE, "kind": "move", "change": {}, "base": 2, "at": 5, "state": "waiting"}
    heard = story(["is online"], ["online", False], ["is online"], ["resume", kept], ["resume", kept], ["all"])
    assert heard == [True, False, "keep m7 waiting on 2", ["m7 waiting"]]
