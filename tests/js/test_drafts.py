"""What is being typed is kept sealed by its form, for its person."""

from typing import Any

import pytest

from tests.js.conftest import RunModule
from tests.js.test_offline_queue import KEY, OTHER

STORY = """
async ({ Drafts }, { keys, hasStore = true, steps }) => {
  const { WriteStore } = await import("https://unit.test/live/write_store.js");
  const { Seal } = await import("https://unit.test/live/seal.js");
  const store = new WriteStore(hasStore ? {} : { factory: null });
  const of = (person, keys) => new Drafts({ store, seal: new Seal({ keys }), person, now: () => 5 });
  const people = { alice: of("alice", keys), bob: of("bob", keys), later: of("alice", keys.slice(-1)) };
  const log = [];
  for (const [name, step, ...given] of steps) log.push(await people[name][step](...given));
  store.close();
  return log;
}
"""
TYPED = [["title", "One"], ["labels", "1"], ["labels", "2"]]


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps, keys=(KEY,), **more: in_module(
        "live/drafts.js", STORY, {"steps": steps, "keys": keys, **more}
    )


def test_what_was_typed_last_comes_back_for_its_form_and_its_person(story: Any) -> None:
    heard = story(
        ["alice", "keep", "/a/", [["title", "On"]]],
        ["alice", "keep", "/a/", TYPED],
        ["alice", "find", "/a/"],
        ["alice", "find", "/b/"],
        ["bob", "find", "/a/"],
        ["alice", "drop", "/a/"],
        ["alice", "find", "/a/"],
    )
    assert heard[2:] == [{"at": 5, "values": TYPED}, None, None, None, None]


def test_what_cannot_be_opened_is_not_offered(story: Any) -> None:
    assert story(["alice", "keep", "/a/", TYPED], ["later", "find", "/a/"], keys=[KEY, OTHER]) == [True, None]


def test_where_it_cannot_be_sealed_or_kept_nothing_is_and_nothing_breaks(story: Any) -> None:
    steps = (["alice", "keep", "/a/", TYPED], ["alice", "find", "/a/"], ["alice", "drop", "/a/"])
    assert story(*steps, keys=[]) == [False, None, None]
    assert story(*steps, hasStore=False) == [False, None, None]
