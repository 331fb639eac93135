"""What a screen reader is told of the board."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

SAY = """
({ Announcer }, steps) => {
  const element = document.createElement("div");
  let now = 0;
  const announcer = new Announcer({ element, now: () => now });
  for (const step of steps) typeof step === "number" ? (now += step) : announcer.say(step);
  return [...element.children].map((line) => line.textContent);
}
"""

BOARD = """
const card = (id, column, title) => `<li id="matter-${id}" data-matter-id="${id}" data-column="${column}"><span class="card__number">2026-${id}</span>
  <a class="card__title">${title}</a></li>`;
document.body.innerHTML = `<div id="board" data-stream="board:7">
  <section data-column="intake"><h2>Intake</h2><ol>${["Doe v. Roe", "In re Poe", "Ash v. Elm", "Fox v. Hen"].map((title, at) => card(at + 1, "intake", title)).join("")}</ol></section>
  <section data-column="trial"><h2>Trial</h2><ol></ol></section></div>`;
const board = document.getElementById("board");
"""

TELL = (
    """
async ({ MoveAnnouncer }, steps) => {
"""
    + BOARD
    + """
  const told = [], events = new EventTarget();
  const announcer = new MoveAnnouncer({ board, announcer: { say: (text) => told.push(text) }, isMine: (id) => id === "mine", events });
  announcer.start();
  const list = (column) => board.querySelector(`[data-column="${column}"] ol`);
  for (const { move, add, remove, rename, stop, ...detail } of steps) {
    const element = (id) => board.querySelector(`[data-matter-id="${id}"]`);
    if (stop) announcer.stop();
    for (const id of move ?? []) { element(id).dataset.column = "trial"; list("trial").append(element(id)); }
    if (add) list("intake").append(document.createRange().createContextualFragment(card(add, "intake", "New v. Old")));
    if (rename) element(1).querySelector(".card__title").textContent = rename;
    for (const id of remove ?? []) element(id)?.remove();
    const changes = (detail.changes ?? []).map((change) => ({ kind: "matter.edited", by: "Bob Baker", mutations: [], ...change }));
    const matters = changes.map(({ subject }) => subject.replace("matter:", "")).filter(element);
    events.dispatchEvent(new CustomEvent("live:applied", { detail: { stream: "board:7", isOwn: false, isReset: false, matters, removed: remove ?? [], ...detail, changes } }));
  }
  return told;
}
"""
)


def change(matter: int, *fields: str, **more: Any) -> dict[str, Any]:
    return {"subject": f"matter:{matter}", "fields": list(fields), **more}


def moved(matter: int, **more: Any) -> dict[str, Any]:
    return change(matter, "column", "rank", kind="matter.moved", **more)


@pytest.fixture
def said(in_module: RunModule) -> Any:
    return lambda *steps: in_module("kanban/announcer.js", SAY, steps)


@pytest.fixture
def told(in_module: RunModule) -> Any:
    return lambda *steps: in_module("kanban/told_moves.js", TELL, steps)


def test_all_that_is_said_at_once_is_kept_in_order(said: Any) -> None:
    assert said("One", "Two", "", "Three") == ["One", "Two", "Three"]


def test_the_same_is_not_said_twice_within_a_second(said: Any) -> None:
    assert said("One", 999, "One", 1000, "One") == ["One", "One"]
    assert said("One", "Two", "One") == ["One", "Two", "One"]


def test_old_lines_go_beyond_twenty(said: Any) -> None:
    lines = [f"Line {number}" for number in range(25)]
    assert said(*lines) == lines[5:]


def test_without_a_place_nothing_is_said(in_module: RunModule) -> None:
    script = '({ Announcer }) => new Announcer({ element: null }).say("One") ?? null'
    assert in_module("kanban/announcer.js", script) is None


def test_a_move_says_who_what_and_where_to(told: Any) -> None:
    assert told({"move": [1], "changes": [moved(1)]}) == ["Bob Baker moved 2026-1 Doe v. Roe to Trial"]


def test_another_place_in_the_column_is_said_so(told: Any) -> None:
    assert told({"changes": [change(2, "rank")]}) == ["Bob Baker moved 2026-2 In re Poe within Intake"]


def test_a_card_that_is_held_has_not_come_anywhere_yet(told: Any) -> None:
    assert told({"changes": [moved(1)]}) == ["Bob Baker moved 2026-1 Doe v. Roe"]


def test_an_edit_names_the_fields_and_the_title_as_it_is_now(told: Any) -> None:
    heard = told({"rename": "Doe v. Coe", "changes": [change(1, "practice_area", "title")]})
    assert heard == ["Bob Baker changed 2026-1 Doe v. Coe: practice area, title"]


def test_a_change_without_fields_and_one_by_nobody_are_said_too(told: Any) -> None:
    assert told({"changes": [change(1, by="")]}) == ["The system changed 2026-1 Doe v. Roe"]


def test_a_move_with_an_edit_says_both(told: Any) -> None:
    heard = told({"move": [1], "changes": [change(1, "column", "court", "rank")]})
    assert heard == ["Bob Baker moved 2026-1 Doe v. Roe to Trial and changed court"]


def test_what_comes_to_the_board_is_opened_restored_or_shown(told: Any) -> None:
    assert told({"add": 9, "changes": [change(9, "number", "title")]}) == [
        "Bob Baker opened 2026-9 New v. Old in Intake"
    ]
    assert told({"add": 9, "changes": [change(9, "archived")]}) == ["Bob Baker restored 2026-9 New v. Old to Intake"]
    heard = told({"add": 9, "changes": [change(9, "confidentiality")]})
    assert heard == ["Bob Baker changed 2026-9 New v. Old; it is now on your board"]


def test_what_leaves_is_named_by_what_was_known(told: Any) -> None:
    assert told({"remove": ["2"]}) == ["2026-2 In re Poe left the board"]
    heard = told({"remove": ["2"], "changes": [change(2, "archived", kind="matter.archived")]})
    assert heard == ["Bob Baker archived 2026-2 In re Poe"]
    assert told({"remove": ["77"]}) == []
    assert told({"remove": ["2"]}, {"remove": ["2"]}) == ["2026-2 In re Poe left the board"]


def test_what_came_later_is_known_too_also_after_a_reset(told: Any) -> None:
    opened = {"add": 9, "changes": [change(9, "number")]}
    assert told(opened, {"remove": ["9"]})[-1] == "2026-9 New v. Old left the board"
    assert told({"add": 9, "isReset": True}, {"remove": ["9"]}) == ["2026-9 New v. Old left the board"]


def test_own_changes_are_not_said(told: Any) -> None:
    assert told({"move": [1], "changes": [moved(1, mutations=["other", "mine"])]}) == []
    assert told({"remove": ["2"], "isOwn": True}) == []


def test_other_streams_other_subjects_and_unknown_matters_are_not_said(told: Any) -> None:
    assert told({"stream": "matter:1", "changes": [change(1, "title")]}) == []
    assert told({"changes": [{"subject": "column:3", "fields": ["name"]}, change(55, "title")]}) == []


def test_many_at_once_are_one_sentence(told: Any) -> None:
    three = [change(matter, "title", by="Vera Vane") for matter in (2, 3, 4)]
    assert len(told({"changes": three})) == 3
    heard = told({"move": [1], "changes": [moved(1), *three]})
    assert heard == ["4 matters changed: 1 by Bob Baker, 3 by Vera Vane."]
    assert told({"remove": ["1"], "changes": three}) == ["4 matters changed: 3 by Vera Vane, 1 left the board."]


def test_after_the_stop_nothing_is_said(told: Any) -> None:
    assert told({"stop": True, "changes": [change(1, "title")]}) == []
