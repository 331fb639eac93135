"""What becomes of an answer: applied by key, swapped, or kept out of the page."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

OURS = {"Live-Fragment": "1"}
DELTA = '<live-delta stream="board:7" from="1.aaaaaaaa" to="2.bbbbbbbb"></live-delta>'

ANSWER = """
async ({ LiveExtension }, { status, headers, text, isPoll, isCut, method }) => {
  window.reportError = () => {};
  const poller = document.createElement("div"), form = document.createElement("form");
  const taken = [], outcomes = [];
  const take = async (html, isOwn) => { if (isCut) throw new Error("cut"); return taken.push([html, isOwn]); };
  let now = 0;
  const extension = new LiveExtension({ take, questions: () => [], cursor: () => null, poller, token: () => "token", person: "zoë", now: () => (now += 20) });
  const element = isPoll ? poller : form;
  element.addEventListener("live:answered", ({ detail }) => outcomes.push(detail));
  const ctx = { text, request: { method, action: "/x/", headers: {}, body: new FormData() }, response: { status, headers: new Headers(headers) } };
  extension.hooks.htmx_config_request(element, { ctx });
  const swaps = extension.hooks.htmx_after_request(element, { ctx });
  await new Promise((resolve) => setTimeout(resolve));
  return { swaps, taken, ...outcomes[0] };
}
"""

REQUEST = """
({ LiveExtension }, { method, action, isPoll, cursor, key, isAsked }) => {
  document.body.replaceChildren();
  const poller = document.createElement("div"), form = document.createElement("form");
  if (cursor !== undefined) {
    const board = document.createElement("main");
    board.dataset.stream = "board:7";
    document.body.append(board);
  }
  const questions = () => ["board:7@1.aaaaaaaa", "board:8@3.cccccccc"];
  const wrote = [];
  const extension = new LiveExtension({ questions, cursor: () => cursor, take: null, poller, token: () => "token", person: "zoë", wrote: (id) => wrote.push(id) });
  const ctx = { request: { method, action, headers: { ...key }, body: new FormData() } };
  ctx.request.body.append("mutation_id", "m1");
  extension.hooks.htmx_config_request(isPoll ? poller : form, { ctx });
  if (isAsked) return wrote;
  return { headers: ctx.request.headers, asked: ctx.request.body.getAll("s"), timeout: ctx.request.timeout };
}
"""


@pytest.fixture
def answered(in_module: RunModule) -> Any:
    def answer(
        status: int,
        text: str = "",
        *,
        headers: dict[str, str] = OURS,
        is_poll: bool = False,
        is_cut: bool = False,
        method: str = "POST",
    ) -> Any:
        given = {
            "status": status,
            "text": text,
            "headers": headers,
            "isPoll": is_poll,
            "isCut": is_cut,
            "method": method,
        }
        return in_module("live/extension.js", ANSWER, given)

    return answer


def test_nothing_new_is_nothing(answered: Any) -> None:
    outcome = answered(204, is_poll=True)
    assert (outcome["kind"], outcome["swaps"], outcome["taken"]) == ("nothing", False, [])


def test_a_delta_is_taken_by_key_and_never_swapped(answered: Any) -> None:
    outcome = answered(200, DELTA, is_poll=True)
    assert (outcome["kind"], outcome["swaps"], outcome["taken"]) == ("applied", False, [[DELTA, False]])
    assert answered(200, DELTA)["taken"] == [[DELTA, True]]
    assert answered(200, '<live-reset stream="board:7"></live-reset>')["kind"] == "applied"


def test_a_poll_that_cannot_be_shown_is_told_as_lost_and_a_write_as_done(answered: Any) -> None:
    """Else nobody would ask again."""
    assert answered(200, DELTA, is_poll=True, is_cut=True)["kind"] == "lost"
    assert answered(200, DELTA, is_cut=True)["kind"] == "applied"


def test_a_write_that_changed_nothing_for_the_sender_is_applied_too(answered: Any) -> None:
    assert answered(200, "")["kind"] == "applied"


def test_a_form_or_a_refusal_of_ours_is_swapped(answered: Any) -> None:
    for status in (200, 403, 422):
        outcome = answered(status, "<form></form>")
        assert (outcome["kind"], outcome["swaps"]) == ("swapped", True)


def test_a_conflict_is_decided_beside_the_page(answered: Any) -> None:
    outcome = answered(409, "<form></form>")
    assert (outcome["kind"], outcome["swaps"], outcome["text"]) == ("conflict", False, "<form></form>")


def test_what_was_typed_stays_when_the_matter_is_gone(answered: Any) -> None:
    """T-040"""
    outcome = answered(410, "<p>gone</p>")
    assert (outcome["kind"], outcome["swaps"]) == ("gone", False)
    assert answered(410, "<p>gone</p>", method="GET")["kind"] == "swapped"


def test_what_lacks_the_proof_is_never_swapped_nor_applied(answered: Any) -> None:
    """T-092, T-093, T-094"""
    for status, text in ((200, "<h1>Buy Wi-Fi</h1>"), (200, DELTA), (204, ""), (404, "no")):
        outcome = answered(status, text, headers={})
        assert (outcome["kind"], outcome["swaps"], outcome["taken"]) == ("foreign", False, [])


def test_signed_out_too_fast_and_away_keep_the_page(answered: Any) -> None:
    for status, kind in ((401, "signed-out"), (429, "busy"), (500, "away"), (503, "away")):
        outcome = answered(status, "<p>words</p>", headers={**OURS, "Retry-After": "3"})
        assert (outcome["kind"], outcome["swaps"], outcome["retryAfter"]) == (kind, False, 3000)


def test_a_board_that_is_not_ours_any_more_ends_the_polling(answered: Any) -> None:
    assert answered(403, "<p>", is_poll=True)["kind"] == "not-yours"


def test_what_the_server_says_of_a_write_is_handed_on(answered: Any) -> None:
    told = {"Live-Said": "Saved.", "Live-Merged": "court; judge", "Live-Warning": "caf%C3%A9%20is%20full"}
    outcome = answered(200, DELTA, headers=OURS | told)
    assert (outcome["said"], outcome["merged"], outcome["warning"]) == ("Saved.", "court; judge", "café is full")


def test_a_poll_asks_for_every_stream_at_once(in_module: RunModule) -> None:
    asked = in_module("live/extension.js", REQUEST, {"method": "GET", "action": "/live/", "isPoll": True})
    assert asked == {
        "headers": {"Live-Person": "zo%C3%AB"},
        "asked": ["board:7@1.aaaaaaaa", "board:8@3.cccccccc"],
        "timeout": 10_000,
    }


def test_a_write_carries_the_token_and_the_cursor(in_module: RunModule) -> None:
    given = {"method": "POST", "action": "/matters/1/move/", "isPoll": False, "cursor": "4.aaaaaaaa"}
    assert in_module("live/extension.js", REQUEST, given)["headers"] == {
        "Live-Person": "zo%C3%AB",
        "X-CSRFToken": "token",
        "Live-Cursor": "4.aaaaaaaa",
    }
    alone = {"Live-Person": "zo%C3%AB", "X-CSRFToken": "token"}
    assert in_module("live/extension.js", REQUEST, {**given, "cursor": None})["headers"] == alone
    without = {key: value for key, value in given.items() if key != "cursor"}
    assert in_module("live/extension.js", REQUEST, without)["headers"] == alone


def test_the_token_goes_to_no_other_origin_and_not_with_reads(in_module: RunModule) -> None:
    given = {"method": "POST", "action": "https://evil.test/", "isPoll": False, "cursor": "4.aaaaaaaa"}
    assert in_module("live/extension.js", REQUEST, given)["headers"] == {}
    read = {**given, "method": "GET", "action": "/x"}
    assert in_module("live/extension.js", REQUEST, read)["headers"] == {"Live-Person": "zo%C3%AB"}


def test_an_answer_that_never_came_is_told(in_module: RunModule) -> None:
    story = """
    ({ LiveExtension }) => {
      const form = document.createElement("form"), kinds = [];
      form.addEventListener("live:answered", ({ detail }) => kinds.push(detail.kind));
      const { htmx_error: lose } = new LiveExtension({ poller: null, token: () => "", person: "" }).hooks;
      lose(form, {});
      lose(form, { ctx: {} });
      return kinds;
    }
    """
    assert in_module("live/extension.js", story) == ["lost"]


def test_every_write_that_leaves_is_known_by_its_id(in_module: RunModule) -> None:
    given = {"method": "POST", "action": "/matters/1/move/", "isPoll": False, "isAsked": True}
    assert in_module("live/extension.js", REQUEST, given) == ["m1"]
    assert in_module("live/extension.js", REQUEST, {**given, "key": {"Idempotency-Key": '"m2"'}}) == ["m2"]


def test_how_long_it_took_and_the_version_that_came_of_it_are_told(answered: Any) -> None:
    outcome = answered(200, DELTA, headers=OURS | {"Live-Version": "4"})
    assert (outcome["ms"], outcome["version"], outcome["text"]) == (20, 4, DELTA)
    assert answered(200, DELTA)["version"] is None


def test_a_delta_that_was_cut_off_is_as_good_as_none(answered: Any) -> None:
    for text in (DELTA[:-5], DELTA + "<live-delta stream='board:8' from='1.a' to='2.b'><li>half", ""):
        outcome = answered(200, text, is_poll=True)
        assert (outcome["kind"], outcome["swaps"], outcome["taken"]) == ("lost", False, [])
