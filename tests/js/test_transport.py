"""Listeners and state of a transport."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
({ Transport }, steps) => {
  const log = [], transport = new Transport();
  globalThis.reportError = (error) => log.push(`reported ${error.message}`);
  const handlers = {
    ann: (detail) => log.push(`ann ${JSON.stringify(detail)}`),
    bea: (detail) => log.push(`bea ${JSON.stringify(detail)}`),
    bad: () => { throw new Error("bad"); },
    shy: () => { log.push("shy"); transport.off("answer", handlers.shy); },
  };
  for (const [name, event, given] of steps) {
    if (name === "on" || name === "off") transport[name](event, handlers[given]);
    else if (name === "isConnected") log.push(transport.isConnected());
    else transport[name](event, given);
  }
  return log;
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/transport.js", STORY, steps)


def test_handlers_hear_their_event_until_they_are_taken_off(story: Any) -> None:
    steps = [["on", "answer", "ann"], ["tell", "answer", {"n": 1}], ["tell", "asking"], ["off", "answer", "ann"]]
    assert story(*steps, ["tell", "answer", {"n": 2}]) == ['ann {"n":1}']


def test_taking_off_what_was_never_put_on_is_nothing(story: Any) -> None:
    assert story(["off", "answer", "ann"], ["tell", "answer"]) == []


def test_the_same_handler_twice_is_called_once(story: Any) -> None:
    assert story(["on", "plan", "ann"], ["on", "plan", "ann"], ["tell", "plan"]) == ["ann {}"]


def test_one_that_throws_is_reported_and_keeps_nobody_from_being_called(story: Any) -> None:
    heard = story(["on", "answer", "ann"], ["on", "answer", "bad"], ["on", "answer", "bea"], ["tell", "answer", 1])
    assert heard == ["ann 1", "reported bad", "bea 1"]


def test_one_that_takes_itself_off_keeps_nobody_from_being_called(story: Any) -> None:
    steps = (["on", "answer", "shy"], ["on", "answer", "ann"], ["tell", "answer", 1], ["tell", "answer", 2])
    assert story(*steps) == ["shy", "ann 1", "ann 2"]


def test_connect_and_disconnect_are_told_when_the_state_changes(story: Any) -> None:
    listening = (["on", "connect", "ann"], ["on", "disconnect", "bea"])
    steps = (
        ["isConnected"],
        ["broke", "lost"],
        ["reached"],
        ["reached"],
        ["isConnected"],
        ["broke", "lost"],
        ["broke", "away"],
    )
    assert story(*listening, *steps) == [False, "ann {}", True, 'bea {"reason":"lost"}']
