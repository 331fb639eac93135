"""How polling goes on after each kind of answer, and with the browser's own hints."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

STORY = """
({ Poller }, steps) => {
  const log = [];
  const element = document.createElement("div");
  element.addEventListener("live:poll", () => log.push("poll"));
  element.addEventListener("live:ended", ({ detail }) => log.push(`ended ${detail.kind}`));
  const scheduler = {
    start: () => log.push("start"), stop: () => log.push("stop"), wake: () => log.push("wake"),
    answered: () => log.push("answered"), failed: (ms) => log.push(`failed ${ms}`),
    set online(value) { log.push(`online ${value}`); }, set hidden(value) { log.push(`hidden ${value}`); },
  };
  const status = { fresh: () => log.push("fresh"), troubled: (state) => log.push(`troubled ${state}`), show: (state) => log.push(`show ${state}`) };
  const view = new EventTarget();
  view.document = new EventTarget();
  view.document.hidden = false;
  const poller = new Poller({ element, scheduler, status, window: view });
  for (const [name, value] of steps) {
    if (name === "answer") element.dispatchEvent(new CustomEvent("live:answered", { detail: value }));
    else if (name === "visibilitychange") { view.document.hidden = value; view.document.dispatchEvent(new Event(name)); }
    else if (name in poller) poller[name]();
    else view.dispatchEvent(new Event(name));
  }
  return log;
}
"""


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps: in_module("live/poller.js", STORY, steps)[2:]  # the first two: hidden false, start


def answer(kind: str, retry_after: int | None = None) -> list[Any]:
    return ["answer", {"kind": kind, "retryAfter": retry_after}]


def test_asking_is_an_event_that_htmx_waits_for(story: Any) -> None:
    assert story(["start"], ["ask"]) == ["poll"]


@pytest.mark.parametrize("kind", ["nothing", "applied"])
def test_an_answer_makes_the_page_fresh(story: Any, kind: str) -> None:
    assert story(["start"], answer(kind)) == ["answered", "fresh"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("away", "reconnecting"),
        ("foreign", "reconnecting"),
        ("lost", "reconnecting"),
        ("busy", "synced"),
        ("swapped", "reconnecting"),
    ],
)
def test_anything_else_is_waited_out(story: Any, kind: str, state: str) -> None:
    assert story(["start"], answer(kind, 3000)) == ["failed 3000", f"troubled {state}"]


@pytest.mark.parametrize(("kind", "state"), [("signed-out", "signed-out"), ("not-yours", "stale")])
def test_signed_out_or_off_the_board_is_the_end(story: Any, kind: str, state: str) -> None:
    assert story(["start"], answer(kind), ["online"]) == ["stop", f"show {state}", f"ended {kind}", "online true"]


def test_the_network_and_the_eyes_on_the_page_are_followed(story: Any) -> None:
    steps = (["start"], ["offline"], ["online"], ["focus"], ["pageshow"], ["visibilitychange", True])
    assert story(*steps) == [
        "online false",
        "troubled offline",
        "online true",
        "troubled syncing",
        "wake",
        "wake",
        "hidden true",
    ]


def test_stopped_it_hears_nothing_any_more(story: Any) -> None:
    steps = (["start"], ["stop"], ["focus"], ["offline"], ["visibilitychange", True], answer("applied"))
    assert story(*steps) == ["stop"]
