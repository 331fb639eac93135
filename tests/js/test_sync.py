"""What becomes of deltas and resets, in whatever order they come."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
async ({ Sync }, steps) => {
  const log = [], events = new EventTarget();
  events.addEventListener("live:applied", ({ detail }) => log.push(`told ${JSON.stringify(detail)}`));
  const sync = new Sync(events, () => log.push("asks again"));
  let fresh = "90.cafecafe", slow = null;
  const view = {
    apply: (delta, { isOwn }) => (log.push(`apply ${delta.getAttribute("to")}${isOwn ? " own" : ""}`), { matters: ["1"], removed: [] }),
    refresh: async () => { log.push("refresh"); if (slow) await slow; return fresh; },
  };
  sync.attach("board:7", "5.aaaaaaaa", view);
  for (const [name, ...given] of steps) {
    if (name === "take") (await sync.take(...given)) || log.push(false);
    else if (name === "both") await Promise.all([sync.take(given[0]), sync.take(given[0])]);
    else if (name === "fails") fresh = null;
    else if (name === "refresh") await sync.refresh(...given);
    else if (name === "detach") sync.detach(...given);
    else log.push(sync[name](...given));
  }
  return log.flat();
}
"""


def delta(start: str, end: str, stream: str = "board:7") -> str:
    return f'<live-delta stream="{stream}" from="{start}" to="{end}"></live-delta>'


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/sync.js", STORY, steps)


def test_a_delta_from_the_cursor_is_applied_told_and_moves_the_cursor(story: Any) -> None:
    told = 'told {"stream":"board:7","isReset":false,"isOwn":false,"changes":[],"matters":["1"],"removed":[]}'
    heard = story(["take", delta("5.aaaaaaaa", "6.bbbbbbbb")], ["questions"], ["cursor", "board:7"])
    assert heard == ["apply 6.bbbbbbbb", told, "board:7@6.bbbbbbbb", "6.bbbbbbbb"]


def test_the_answer_to_an_own_write_is_marked_as_own(story: Any) -> None:
    heard = story(["take", delta("5.aaaaaaaa", "6.bbbbbbbb"), True])
    assert heard[0] == "apply 6.bbbbbbbb own"
    assert '"isOwn":true' in heard[1]


def test_a_delta_that_starts_earlier_and_ends_later_is_applied(story: Any) -> None:
    assert story(["take", delta("3.dddddddd", "6.bbbbbbbb")])[0] == "apply 6.bbbbbbbb"


def test_an_overtaken_answer_is_ignored(story: Any) -> None:
    """T-015"""
    assert story(["take", delta("3.dddddddd", "5.aaaaaaaa")], ["take", delta("2.cccccccc", "4.eeeeeeee")]) == []


def test_a_gap_is_asked_for_again_and_a_second_one_fetches_everything_anew(story: Any) -> None:
    """T-015"""
    gap = ["take", delta("8.dddddddd", "9.eeeeeeee")]
    assert story(gap, ["cursor", "board:7"]) == ["asks again", "5.aaaaaaaa"]
    heard = story(gap, gap, ["cursor", "board:7"])
    assert heard[:2] == ["asks again", "refresh"]
    assert '"isReset":true' in heard[2]
    assert heard[3] == "90.cafecafe"
    filled = ["take", delta("5.aaaaaaaa", "7.cccccccc")]
    assert "refresh" not in story(gap, filled, ["take", delta("9.dddddddd", "10.eeeeeeee")])


def test_a_reset_fetches_everything_anew(story: Any) -> None:
    assert story(["take", '<live-reset stream="board:7"></live-reset>'])[0] == "refresh"


def test_a_delta_tells_who_changed_what_and_by_which_mutations(story: Any) -> None:
    change = '<i data-change="matter:1" data-version="6" data-kind="matter.moved" data-by="Bob Baker" data-at="2026-01-01T12:00:00Z" data-fields="column rank" data-mutations="m1 m2"></i><i data-change data-version="6"></i><i data-change="matter:2" data-version="5"></i>'
    heard = story(["take", delta("5.aaaaaaaa", "6.bbbbbbbb").replace("></live-delta>", f">{change}</live-delta>")])
    assert '"subject":"matter:1","version":6,"kind":"matter.moved","by":"Bob Baker"' in heard[1]
    assert '"fields":["column","rank"],"mutations":["m1","m2"]' in heard[1]
    assert '"subject":"","version":6,"kind":"","by":"","at":"","fields":[],"mutations":[]' in heard[1]
    assert "matter:2" not in heard[1], "what was told before is not told again"


def test_asking_again_is_left_to_others_where_nobody_said_how(in_module: RunModule) -> None:
    script = """
    async ({ Sync }, gap) => {
      const sync = new Sync(new EventTarget());
      sync.attach("board:7", "5.aaaaaaaa", {});
      return sync.take(gap);
    }
    """
    assert in_module("live/sync.js", script, delta("8.dddddddd", "9.eeeeeeee")) is True


def test_a_refresh_that_fails_leaves_the_cursor_so_that_it_is_tried_again(story: Any) -> None:
    heard = story(["fails"], ["take", '<live-reset stream="board:7"></live-reset>'], ["cursor", "board:7"])
    assert heard == ["refresh", False, "5.aaaaaaaa"]


def test_two_resets_at_once_fetch_once(story: Any) -> None:
    heard = story(["both", '<live-reset stream="board:7"></live-reset>'])
    assert heard.count("refresh") == 1


def test_streams_that_nobody_follows_are_left_alone(story: Any) -> None:
    heard = story(["take", delta("5.aaaaaaaa", "6.bbbbbbbb", "board:8")], ["refresh", "board:8"], ["cursor", "board:8"])
    assert heard == [None]
    assert story(["detach", "board:7"], ["questions"]) == []
