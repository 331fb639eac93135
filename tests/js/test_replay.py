"""What a page left behind is sent by one that lives: by which, when, and not by two."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# Pages of one browser, each with locks, messages and storage of the real kind; only their network is the test's.
STORY = """
async ({ Replay }, { steps, hasLocks = true }) => {
  const load = (name) => import(`https://unit.test/live/${name}.js`);
  const [{ OfflineQueue }, { WriteStore }, { Seal }, { Mutations }, { Leader }] = await Promise.all(
    ["offline_queue", "write_store", "seal", "mutations", "leader"].map(load));
  const log = [], pages = {}, kill = {};
  let ids = 0;
  const locks = hasLocks ? navigator.locks : undefined;
  class Tab {
    constructor(name) {
      this.store = new WriteStore();
      this.channel = new BroadcastChannel("queue:alice:board:1");
      this.asked = [];
      this.queue = new OfflineQueue({ store: this.store, seal: new Seal({ keys: [] }), mode: "moves", person: "alice", board: "board:1", tab: name });
      const send = ({ id }) => new Promise((resolve) => { log.push(`${name} sends ${id}`); this.asked.push([id, resolve]); });
      this.mutations = new Mutations({ send, newId: () => `m${++ids}`, versionOf: () => 3, events: new EventTarget(), queue: this.queue });
      this.mutations.online = false;
      const leader = new Leader({ name: "queue:alice:board:1", channel: this.channel, locks });
      this.replay = new Replay({ queue: this.queue, mutations: this.mutations, leader, channel: this.channel, tab: name, locks });
      this.replay.start();
    }
    /** As a page that is gone: its network, locks and messages end; what it wrote down stays. */
    leave() {
      this.mutations.stop();
      this.replay.stop();
      this.channel.close();
    }
  }
  const until = async (isSo) => { for (let round = 0; round < 200 && !(await isSo()); round += 1) await new Promise((resolve) => setTimeout(resolve, 10)); };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 80));
  for (const [name, step, ...given] of steps) {
    const page = pages[name];
    if (step === "open") pages[name] = new Tab(name);
    else if (step === "move") {
      const mutation = page.mutations.propose({ subject: given[0], kind: "move", change: { column: given[1] } });
      await until(() => mutation.isStored !== null);
    } else if (step === "online") page.mutations.online = true;
    else if (step === "sends") await until(() => page.asked.length >= given[0]);
    else if (step === "answer") {
      const outcome = { kind: "applied", version: 4, retryAfter: null, status: 200, ...given[1] };
      page.asked.splice(page.asked.findIndex(([id]) => id === given[0]), 1)[0][1](outcome);
    } else if (step === "has") { await until(() => page.mutations.all.length === given[0]); log.push(page.mutations.all.map(({ id, state }) => `${id} ${state}`)); }
    else if (step === "leave") page.leave();
    else if (step === "kept") log.push((await page.queue.kept()).map(({ id, tab, base }) => `${id} ${tab} ${base}`));
    if (step !== "sends") await settle();
  }
  for (const page of Object.values(pages)) { page.leave(); page.store.close(); }
  return log;
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps, **more: in_module("live/replay.js", STORY, {"steps": steps, **more})


def sent(heard: list[Any]) -> list[str]:
    return [each for each in heard if isinstance(each, str)]


LEFT = (["one", "open"], ["one", "move", "matter:1", "b"], ["one", "move", "matter:2", "b"], ["one", "leave"])


def test_what_a_page_left_is_shown_and_sent_by_the_next_in_order_and_then_forgotten(story: Any) -> None:
    heard = story(
        *LEFT,
        ["two", "open"],
        ["two", "has", 2],
        ["two", "kept"],
        ["two", "online"],
        ["two", "sends", 2],
        ["two", "answer", "m1"],
        ["two", "answer", "m2", {"kind": "conflict"}],
        ["two", "kept"],
    )
    assert heard == [
        ["m1 waiting", "m2 waiting"],
        ["m1 two 3", "m2 two 3"],
        "two sends m1",
        "two sends m2",
        ["m2 two 3"],
    ]


def test_what_a_living_page_wrote_is_left_to_it_until_it_closes(story: Any) -> None:
    heard = story(
        ["two", "open"],
        ["two", "online"],
        ["one", "open"],
        ["one", "move", "matter:1", "b"],
        ["two", "has", 0],
        ["one", "leave"],
        ["two", "sends", 1],
    )
    assert heard == [[], "two sends m1"]


def test_when_the_page_that_sends_is_closed_the_next_one_finishes(story: Any) -> None:
    heard = story(
        *LEFT,
        ["two", "open"],
        ["three", "open"],
        ["three", "online"],
        ["two", "online"],
        ["two", "sends", 2],
        ["two", "answer", "m1"],
        ["two", "leave"],
        ["three", "sends", 1],
        ["three", "answer", "m2"],
        ["three", "kept"],
    )
    assert heard == ["two sends m1", "two sends m2", "three sends m2", []]


def test_a_page_that_was_left_before_the_second_of_two_was_sent_has_its_base(story: Any) -> None:
    heard = story(
        ["one", "open"],
        ["one", "online"],
        ["one", "move", "matter:1", "b"],
        ["one", "move", "matter:1", "c"],
        ["one", "answer", "m1", {"version": 9}],
        ["one", "kept"],
    )
    assert heard[-1] == ["m2 one 9"]


def test_what_was_refused_stays_refused_and_is_not_sent_again(story: Any) -> None:
    heard = story(
        ["one", "open"],
        ["one", "online"],
        ["one", "move", "matter:1", "b"],
        ["one", "answer", "m1", {"kind": "gone", "status": 410}],
        ["one", "leave"],
        ["two", "open"],
        ["two", "online"],
        ["two", "has", 1],
    )
    assert heard == ["one sends m1", ["m1 failed"]]


def test_without_locks_each_page_takes_over_what_it_finds(story: Any) -> None:
    heard = story(*LEFT, ["two", "open"], ["two", "online"], ["two", "sends", 2], hasLocks=False)
    assert sent(heard) == ["two sends m1", "two sends m2"]
