"""How polling goes on after each kind of answer, and without one."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

# `pass` moves the clock. The scheduler is a fake that writes down what it is told; asking is the test's.
STORY = """
({ PollingTransport }, steps) => {
  const log = [], timers = new Map();
  let now = 0, last = 0;
  const clock = {
    setTimeout: (call, ms) => (timers.set(++last, { call, at: now + ms }), last),
    clearTimeout: (id) => timers.delete(id),
  };
  const pass = (ms) => {
    now += ms;
    for (const [id, { call, at }] of [...timers].sort((a, b) => a[1].at - b[1].at)) if (at <= now && timers.delete(id)) call();
  };
  const element = document.createElement("div");
  for (const type of ["live:poll", "htmx:abort"]) element.addEventListener(type, () => log.push(type));
  document.body.append(element);
  document.body.addEventListener("live:ended", ({ detail }) => log.push(`ended ${detail.kind}`));
  const scheduler = {
    start: () => log.push("start"), stop: () => log.push("stop"), hint: () => log.push("hint"),
    wake: (how) => log.push(`wake ${JSON.stringify(how)}`), active: () => log.push("active"), touched: () => log.push("touched"),
    answered: (news) => log.push(`answered ${JSON.stringify(news)}`), failed: (ms) => log.push(`failed ${ms}`),
  };
  const transport = new PollingTransport({ element, scheduler, clock });
  for (const event of ["connect", "disconnect", "asking", "overdue", "answer", "plan"]) {
    transport.on(event, (detail) => log.push(`${event} ${detail.kind ?? detail.reason ?? detail.at ?? ""}`.trim()));
  }
  for (const [name, value, more] of steps) {
    if (name === "answer") {
      element.dispatchEvent(new CustomEvent("live:answered", { detail: { kind: value, retryAfter: more ?? null } }));
    } else if (name === "pass") pass(value);
    else if (name === "timers") log.push(timers.size);
    else if (name === "leaves") transport.on("answer", () => transport.disconnect());
    else if (name === "begins anew") transport.on("answer", () => (transport.disconnect(), transport.connect()));
    else if (name === "isConnected") log.push(transport.isConnected());
    else transport[name](value);
  }
  return log;
}
"""
BEGUN = (["connect"], ["ask"])
ASKED = ["start", "asking", "live:poll"]


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/polling_transport.js", STORY, steps)


def test_asking_is_an_event_that_htmx_waits_for(story: Any) -> None:
    assert story(*BEGUN) == ASKED


def test_there_is_one_question_at_a_time(story: Any) -> None:
    assert story(*BEGUN, ["ask"], ["ask"]) == ASKED


def test_before_it_is_begun_nothing_is_asked(story: Any) -> None:
    assert story(["ask"]) == []


@pytest.mark.parametrize(("kind", "changed"), [("nothing", "false"), ("applied", "true")])
def test_an_answer_connects_once_and_says_whether_something_changed(story: Any, kind: str, changed: str) -> None:
    answered = f'answered {{"changed":{changed}}}'
    heard = story(*BEGUN, ["answer", kind], ["isConnected"], ["ask"], ["answer", kind])
    assert heard == [*ASKED, f"answer {kind}", answered, "connect", True, *ASKED[1:], f"answer {kind}", answered]


@pytest.mark.parametrize("kind", ["away", "foreign", "lost", "busy", "gone", "swapped"])
def test_anything_else_is_waited_out_and_told_once(story: Any, kind: str) -> None:
    steps = (["answer", "nothing"], ["ask"], ["answer", kind, 3000], ["ask"], ["answer", kind], ["isConnected"])
    told = [f"answer {kind}", "failed 3000", f"disconnect {kind}", *ASKED[1:], f"answer {kind}", "failed null", False]
    assert story(*BEGUN, *steps)[len(ASKED) + 3 + 2 :] == told


@pytest.mark.parametrize("kind", ["signed-out", "not-yours"])
def test_signed_out_or_off_the_board_is_the_end(story: Any, kind: str) -> None:
    heard = story(*BEGUN, ["answer", "nothing"], ["ask"], ["answer", kind], ["ask"], ["answer", "nothing"], ["timers"])
    assert heard[8:] == [f"answer {kind}", "stop", f"disconnect {kind}", f"ended {kind}", 0]


def test_after_the_end_it_can_begin_again(story: Any) -> None:
    assert story(*BEGUN, ["answer", "signed-out"], *BEGUN)[-3:] == ASKED


def test_an_answer_that_takes_5_seconds_is_overdue(story: Any) -> None:
    assert story(*BEGUN, ["pass", 4999], ["answer", "nothing"], ["pass", 9000])[3] == "answer nothing"
    heard = story(*BEGUN, ["pass", 5000], ["answer", "nothing"], ["timers"])
    assert heard == [*ASKED, "overdue", "answer nothing", 'answered {"changed":false}', "connect", 0]


def test_a_question_that_nobody_answers_is_given_up_so_that_polling_goes_on(story: Any) -> None:
    heard = story(*BEGUN, ["pass", 15_000], ["answer", "applied"], ["ask"])
    assert heard == [*ASKED, "overdue", "htmx:abort", "answer lost", "failed null", *ASKED[1:]]


def test_an_overdue_question_is_asked_anew_once_when_others_are_answered(story: Any) -> None:
    woken = ["emit", "wake"]
    heard = story(*BEGUN, ["pass", 4999], woken, ["pass", 1], woken, woken, ["answer", "nothing"], ["timers"])
    again = ["overdue", "htmx:abort", "live:poll"]
    assert heard == [
        *[*ASKED, "wake undefined", *again, "wake undefined"],
        *["answer nothing", 'answered {"changed":false}', "connect", 0],
    ]
    heard = story(*BEGUN, ["pass", 5000], woken, ["pass", 5000], woken, ["pass", 10_000], ["timers"])
    assert heard == [*ASKED, *again, "wake undefined", "htmx:abort", "answer lost", "failed null", 0]


def test_an_overdue_question_is_asked_anew_when_a_person_wants_it_now(story: Any) -> None:
    heard = story(*BEGUN, ["pass", 5000], ["emit", "ping"], ["answer", "nothing"], ["timers"])
    again = ["overdue", "htmx:abort", "live:poll"]
    assert heard == [*ASKED, *again, "answer nothing", 'answered {"changed":false}', "connect", 0]


def test_what_people_do_is_passed_on_to_the_scheduler(story: Any) -> None:
    emitted = [["emit", type] for type in ("ping", "wake", "hint", "active", "touched", "unheard-of")]
    assert story(*emitted) == ['wake {"force":true}', "wake undefined", "hint", "active", "touched"]


def test_plans_are_told(story: Any) -> None:
    assert story(["plan", 1234]) == ["plan 1234"]


def test_connecting_and_disconnecting_twice_is_once_and_leaves_nothing(story: Any) -> None:
    steps = (["answer", "nothing"], ["ask"], ["disconnect"], ["disconnect"], ["answer", "nothing"], ["timers"])
    heard = story(["connect"], *BEGUN, *steps, ["isConnected"])
    assert heard[8:] == ["stop", "htmx:abort", "disconnect stopped", 0, False]
    assert story(["disconnect"], ["connect"], ["disconnect"]) == ["start", "stop"]


def test_whoever_hears_an_answer_may_end_or_begin_anew(story: Any) -> None:
    assert story(["leaves"], *BEGUN, ["answer", "not-yours"]) == [*ASKED, "answer not-yours", "stop"]
    assert story(["begins anew"], *BEGUN, ["answer", "not-yours"]) == [*ASKED, "answer not-yours", "stop", "start"]
