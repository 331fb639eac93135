"""The bar over the board: it hides cards, offers what occurs, and keeps its filter in the address."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.js.conftest import RunModule

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "kanban"

# A board with a bar over it. `settle(ms)` lets timers run, `shown` reads the cards that are to be seen.
WORLD = """
async ({ FilterBar }, { form, search, steps }) => {
  const { Arrangement } = await import("https://unit.test/kanban/arrangement.js");
  const li = (id, data, text) => {
    const card = document.createElement("li");
    card.id = `matter-${id}`;
    Object.assign(card.dataset, { matterId: id, rank: String(id), priority: "normal", area: "", labels: "", people: "" }, data);
    card.textContent = text;
    return card;
  };
  document.body.innerHTML = `<style>[hidden] { display: none }</style>${form}<div id="board">
    <section data-column="todo"><ol data-cards></ol><p class="column__empty">Nothing here.</p></section>
    <section data-column="done"><ol data-cards></ol><p class="column__empty">Nothing here yet.</p></section></div>`;
  const board = document.getElementById("board");
  const [todo, done] = board.querySelectorAll("ol");
  todo.append(
    li(1, { responsible: "alice", responsibleName: "Alice Archer", people: "alice", area: "Tax" }, "Doe v. Roe"),
    li(2, { priority: "urgent", labels: "Appeal\\nPro bono", people: "bob" }, "Ünal v. Stadt"),
  );
  todo.lastChild.append(Object.assign(document.createElement("span"), { className: "label", textContent: "Appeal" }));
  todo.querySelector(".label").dataset.colour = "violet";
  done.append(li(3, { responsible: "bob", responsibleName: "Bob Baker", people: "bob alice", due: "2026-11-20" }, "Poe v. Roe"));
  const at = new URL("https://unit.test/board/" + search);
  const written = [];
  const history = { state: { isPanel: true }, replaceState(state, _, address) {
    written.push([state.isPanel, address]);
    at.href = new URL(address, at).href;
  } };
  let now = 0, timers = new Map(), counts = 0;
  const clock = {
    setTimeout: (call, ms) => (timers.set(timers.size + now + Math.random(), { call, at: now + ms }), [...timers.keys()].at(-1)),
    clearTimeout: (id) => timers.delete(id),
  };
  const settle = (ms) => {
    now += ms;
    for (const [id, timer] of [...timers]) if (timer.at <= now && timers.delete(id)) timer.call();
  };
  const arrangement = new Arrangement({ board });
  const bar = new FilterBar({ form: document.getElementById("filters"), board, arrangement, me: "alice", location: at, history,
    clock, count: () => (counts += 1), today: () => today });
  let today = "2026-11-20";
  const $ = (selector) => document.querySelector(selector);
  const shown = () => [...board.querySelectorAll("li:not([data-ui-filtered])")].map((card) => Number(card.dataset.matterId));
  const box = (field, value) => $(`[data-field=${field}] input[value="${value}"]`);
  const offered = (field) => [...document.querySelectorAll(`[data-field=${field}] label`)].map((label) => label.textContent.trim());
  const chips = () => [...document.querySelectorAll("[data-chips] li")].map((item) => item.textContent);
  const type = (text) => { $("#filter-text").value = text; $("#filter-text").dispatchEvent(new Event("input", { bubbles: true })); };
  const press = (target, key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const drawn = (...ids) => document.dispatchEvent(new CustomEvent("board:shown", { detail: { matters: ids.length ? ids.map(String) : null } }));
  bar.start();
  const result = await eval(`(async () => { ${steps} })()`);
  bar.stop();
  return result;
}
"""


@pytest.fixture(scope="module")
def form() -> str:
    """The form of the page, without what the server's template engine does."""
    menu = (TEMPLATES / "_filter_menu.html").read_text()

    def filled(match: re.Match[str]) -> str:
        return menu.replace("{{ field }}", match[1]).replace("{{ name }}", match[2])

    text = (TEMPLATES / "_filters.html").read_text()
    text = re.sub(r'{% include "kanban/_filter_menu.html" with field="(\w+)" name="([\w ]+)" %}', filled, text)
    return re.sub(r"{%.*?%}", "", text)


@pytest.fixture
def on_board(in_module: RunModule, form: str) -> Any:
    """Do things with the bar; get what the last one returns."""

    def run(steps: str, search: str = "") -> Any:
        return in_module("kanban/filter_bar.js", WORLD, {"form": form, "search": search, "steps": steps})

    return run


def test_without_a_filter_all_is_shown_and_nothing_is_said(on_board: Any) -> None:
    steps = (
        "settle(600); return [shown(), $('[data-shown]').textContent, $('[role=status]').textContent, written, counts]"
    )
    assert on_board(steps) == [[1, 2, 3], "", "", [], 0]


def test_typing_hides_what_does_not_match_at_once_and_the_address_follows(on_board: Any) -> None:
    steps = """
      type("ro");
      type("roe");
      const early = [shown(), $("[data-shown]").textContent, written.length];
      settle(250);
      return [early, written, counts]
    """
    assert on_board(steps) == [[[1, 3], "2 of 3 shown", 0], [[True, "/board/?q=roe"]], 1]


def test_how_many_are_shown_is_read_out_once_after_a_pause(on_board: Any) -> None:
    steps = """
      const heard = [];
      type("roe");
      settle(400);
      type("roe d");
      settle(400);
      heard.push($("[role=status]").textContent);
      settle(100);
      return [...heard, $("[role=status]").textContent]
    """
    assert on_board(steps) == ["", "1 of 3 shown"]


def test_choices_are_what_occurs_with_numbers_and_colours(on_board: Any) -> None:
    steps = """
      return [offered("responsible"), offered("area"), offered("label"), offered("priority"), offered("due").length,
        box("label", "Appeal").nextSibling.dataset.colour]
    """
    assert on_board(steps) == [
        ["Alice Archer1", "Bob Baker1", "Nobody1"],
        ["Tax1", "No practice area2"],
        ["Appeal1", "Pro bono1", "No label2"],
        ["Urgent1", "Normal2"],
        5,
        "violet",
    ]


def test_a_choice_filters_and_stands_in_the_address_beside_what_was_there(on_board: Any) -> None:
    steps = """
      box("responsible", "alice").click();
      const one = shown();
      box("responsible", "-").click();
      return [one, shown(), chips(), $("[data-field=responsible] [data-badge]").textContent, written.at(-1)[1]]
    """
    address = "/board/?page=2&responsible=alice&responsible=-#matter-1"
    assert on_board(steps, "?page=2#matter-1") == [[1], [1, 2], ["Alice Archer", "Nobody"], "2", address]


def test_only_mine_is_a_toggle(on_board: Any) -> None:
    steps = """
      const mine = $("[data-mine]");
      mine.click();
      const on = [shown(), mine.getAttribute("aria-pressed"), chips()];
      mine.click();
      return [on, shown(), mine.getAttribute("aria-pressed"), written.map(([, address]) => address)]
    """
    assert on_board(steps) == [
        [[1, 3], "true", ["Only mine"]],
        [1, 2, 3],
        "false",
        ["/board/?mine=1", "/board/"],
    ]


def test_an_address_brings_its_filter_and_view(on_board: Any) -> None:
    steps = """
      return [shown(), $("#filter-text").value, box("due", "today").checked, arrangement.sort, arrangement.lanes,
        $("[name=lanes]").value, written]
    """
    search = "?q=roe&due=today&sort=deadline&lanes=area&lanes=x"
    assert on_board(steps, search) == [[3], "roe", True, "deadline", "area", "area", []]


def test_going_back_brings_the_filter_of_that_address(on_board: Any) -> None:
    steps = """
      box("priority", "urgent").click();
      at.search = "?responsible=bob";
      window.dispatchEvent(new PopStateEvent("popstate"));
      return [shown(), box("priority", "urgent").checked, box("responsible", "bob").checked, chips(), written.length]
    """
    assert on_board(steps) == [[3], False, True, ["Bob Baker"], 1]


def test_a_chosen_value_that_does_not_occur_is_offered_and_is_only_text(on_board: Any) -> None:
    steps = """
      const there = [shown(), chips(), offered("area").length, document.querySelector("img") === null];
      $("[data-remove-field]").click();
      settle(100);
      return [there, shown(), offered("area")]
    """
    search = "?area=%3Cimg%20src%3Dx%3E%22%5D"
    assert on_board(steps, search) == [
        [[], ['<img src=x>"]'], 3, True],
        [1, 2, 3],
        ["Tax1", "No practice area2"],
    ]


def test_order_and_lanes_are_chosen_in_the_bar(on_board: Any) -> None:
    steps = """
      const choose = (name, value) => { $(`[name=${name}]`).value = value; $(`[name=${name}]`).dispatchEvent(new Event("change", { bubbles: true })); };
      choose("sort", "deadline");
      choose("lanes", "priority");
      return [arrangement.sort, arrangement.lanes, written.at(-1)[1], $("[name=sort]").hasAttribute("data-ui-chosen")]
    """
    assert on_board(steps) == ["deadline", "priority", "/board/?sort=deadline&lanes=priority", True]


def test_a_card_that_changes_comes_into_the_filter_and_goes_out_of_it(on_board: Any) -> None:
    steps = """
      box("priority", "urgent").click();
      const card = todo.firstElementChild;
      card.dataset.priority = "urgent";
      drawn(1);
      const came = [shown(), $("[data-shown]").textContent];
      card.dataset.priority = "low";
      drawn(1);
      return [came, shown(), counts]
    """
    assert on_board(steps) == [[[1, 2], "2 of 3 shown"], [2], 3]


def test_a_card_that_comes_is_filtered_as_it_comes_and_offered(on_board: Any) -> None:
    steps = """
      type("roe");
      todo.append(li(4, { area: "Admiralty" }, "Kahn v. Lee"));
      drawn(4, 5);
      settle(100);
      return [shown(), $("[data-shown]").textContent, offered("area")]
    """
    assert on_board(steps) == [[1, 3], "2 of 4 shown", ["Admiralty1", "Tax1", "No practice area2"]]


def test_only_the_cards_that_were_drawn_are_read_anew_until_all_were(on_board: Any) -> None:
    steps = """
      type("changed");
      for (const card of board.querySelectorAll("li")) card.textContent = "changed";
      drawn(2);
      const some = shown();
      drawn();
      return [some, shown()]
    """
    assert on_board(steps) == [[2], [1, 2, 3]]


def test_on_the_next_day_deadlines_are_judged_anew(on_board: Any) -> None:
    steps = "const before = shown(); today = '2026-11-21'; drawn(1); return [before, shown()]"
    assert on_board(steps, "?due=today") == [[3], []]


def test_choices_come_and_go_without_touching_those_that_stay(on_board: Any) -> None:
    steps = """
      const tax = box("area", "Tax");
      done.firstElementChild.dataset.area = "Admiralty";
      drawn(3);
      settle(100);
      const came = [offered("area"), box("area", "Tax") === tax];
      $("[data-field=area]").open = true;
      todo.firstElementChild.dataset.area = "";
      drawn(1);
      settle(100);
      const open = offered("area");
      $("[data-field=area]").open = false;
      drawn(1);
      settle(100);
      return [...came, open, offered("area")]
    """
    assert on_board(steps) == [
        ["Admiralty1", "Tax1", "No practice area1"],
        True,
        ["Admiralty1", "Tax0", "No practice area2"],
        ["Admiralty1", "No practice area2"],
    ]


def test_a_chip_takes_its_part_away_and_the_focus_goes_to_the_next(on_board: Any) -> None:
    steps = """
      const focused = () => document.activeElement.getAttribute("aria-label");
      const remove = (at) => { const button = document.querySelectorAll("[data-chips] button")[at]; button.focus(); button.click(); };
      const all = chips();
      remove(0);
      const seen = [focused()];
      remove(1);
      seen.push(focused());
      remove(0);
      return [all, seen, document.activeElement.id, chips(), shown()]
    """
    search = "?q=roe&mine=1&due=today"
    assert on_board(steps, search) == [
        ["“roe”", "Only mine", "Due: Today"],
        ["Remove Only mine", "Remove Only mine"],
        "filter-text",
        [],
        [1, 2, 3],
    ]


def test_an_empty_board_says_so_and_offers_a_way_out(on_board: Any) -> None:
    steps = """
      const message = $("[data-no-match]");
      const empty = [message.hidden, [...document.querySelectorAll(".column__empty")].map((place) => place.textContent)];
      message.querySelector("[data-clear]").click();
      return [empty, message.hidden, shown(), document.activeElement.id, arrangement.sort, written.at(-1)[1],
        [...document.querySelectorAll(".column__empty")].map((place) => place.textContent)]
    """
    none = "No matching matters."
    said = ["Nothing here.", "Nothing here yet."]
    assert on_board(steps, "?q=zzz&sort=deadline") == [
        [False, [none, none]],
        True,
        [1, 2, 3],
        "filter-text",
        "deadline",
        "/board/?sort=deadline",
        said,
    ]


def test_a_column_that_is_truly_empty_does_not_speak_of_matches(on_board: Any) -> None:
    steps = "done.replaceChildren(); drawn(); return [...document.querySelectorAll('.column__empty')].map((p) => p.textContent)"
    assert on_board(steps, "?q=zzz") == ["No matching matters.", "Nothing here yet."]


def test_escape_clears_the_text_first_and_leaves_the_key_to_others_then(on_board: Any) -> None:
    steps = """
      const taken = press($("#filter-text"), "Escape");
      return [taken, $("#filter-text").value, shown(), press($("#filter-text"), "Escape"), press($("#filter-text"), "a")]
    """
    assert on_board(steps, "?q=doe") == [True, "", [1, 2, 3], False, False]


def test_a_menu_closes_by_escape_by_a_press_elsewhere_and_when_the_focus_leaves(on_board: Any) -> None:
    steps = """
      const menu = $("[data-field=priority]");
      const tried = [];
      const open = () => { menu.open = true; box("priority", "urgent").focus(); };
      open(); press(box("priority", "urgent"), "Escape"); tried.push(menu.open, document.activeElement === menu.firstElementChild);
      open(); box("priority", "normal").focus(); tried.push(menu.open);
      menu.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })); tried.push(menu.open);
      document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })); tried.push(menu.open);
      open(); $("#filter-text").focus(); tried.push(menu.open);
      return tried
    """
    assert on_board(steps) == [False, True, True, True, False, False]


def test_the_button_of_the_phone_opens_and_closes_the_bar(on_board: Any) -> None:
    steps = """
      const button = $("[data-open]");
      const seen = [button.getAttribute("aria-expanded"), button.querySelector("[data-badge]").textContent];
      for (let i = 0; i < 2; i += 1) { button.click(); seen.push(button.getAttribute("aria-expanded")); }
      return seen
    """
    assert on_board(steps, "?q=doe&priority=urgent&mine=1") == ["false", "3", "true", "false"]


def test_enter_in_the_text_sends_nothing_and_writes_the_address_at_once(on_board: Any) -> None:
    steps = "type('doe'); $('#filters').requestSubmit(); return [written, location.href]"
    assert on_board(steps) == [[[True, "/board/?q=doe"]], "https://unit.test/"]


def test_a_lane_whose_cards_are_all_filtered_is_not_shown(on_board: Any) -> None:
    steps = """
      for (const card of board.querySelectorAll("li")) arrangement.listOf(card.closest("section"), card).append(card);
      arrangement.tidy();
      box("priority", "urgent").click();
      return [...board.querySelectorAll("[data-column=todo] .lane:not([hidden]) h3")].map((lane) => lane.textContent)
    """
    assert on_board(steps, "?lanes=priority") == ["Urgent1"]


def test_stopped_it_shows_all_and_hears_nothing_and_starting_twice_is_starting_once(on_board: Any) -> None:
    steps = """
      bar.start();
      type("doe");
      bar.stop();
      bar.stop();
      const after = shown();
      type("poe");
      drawn();
      settle(1000);
      return [after, shown(), counts, written, timers.size]
    """
    assert on_board(steps) == [[1, 2, 3], [1, 2, 3], 2, [], 0]


def test_it_lives_with_the_browsers_own_clock_and_day(in_module: RunModule, form: str) -> None:
    script = """
      async ({ FilterBar }, form) => {
        const { Arrangement } = await import("https://unit.test/kanban/arrangement.js");
        const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
        document.body.innerHTML = `${form}<div id="board"><section data-column="a"><ol data-cards>
          <li data-matter-id="1" data-due="${now}"></li></ol></section></div>`;
        const board = document.getElementById("board");
        const bar = new FilterBar({ form: document.getElementById("filters"), board, arrangement: new Arrangement({ board }), me: "alice" });
        bar.start();
        document.querySelector("[data-field=due] input[value=overdue]").click();
        const shown = board.querySelectorAll("li:not([data-ui-filtered])").length;
        document.querySelector("[data-field=due] input[value=today]").click();
        return [shown, board.querySelectorAll("li:not([data-ui-filtered])").length, location.search];
      }
    """
    assert in_module("kanban/filter_bar.js", script, form) == [0, 1, "?due=overdue&due=today"]
