"""The board by keyboard: what each key does, and when it does nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.conftest import RunModule

# `log` is what the actions were called with; `state` is what the page is like.
SET = """
({ Shortcuts }, { edit, busy }) => {
  const card = (id) => `<li data-matter-id="${id}" style="height: 60px"><a class="card__title" href="#m${id}">Title ${id}</a><a class="card__move" href="#x">Move</a></li>`;
  document.body.innerHTML = `<main tabindex="-1"><a id="tab" href="#tab">History</a>
    <details open><summary>Me</summary><button type="button" data-shortcuts>Keys</button></details>
    <div id="board" style="display: flex; align-items: flex-start"><section data-column="a"><ol>${card(1)}${card(2)}</ol><input id="quick"></section>
    <section data-column="b"><ol>${card(3)}</ol></section></div>
    <div id="text" contenteditable>Text</div><div role="menu"><button id="item">Item</button></div></main>
    <dialog id="keys"><div><p data-edits>Edit</p><form method="dialog"><button>Close</button></form></div></dialog><dialog id="panel"><a id="inside" href="#in">In</a></dialog>`;
  const log = (window.log = []);
  const say = (name) => (what) => log.push([name, what?.dataset?.matterId ?? what].filter(Boolean).join(" "));
  const actions = { open: say("open"), assign: say("assign"), menu: say("menu"), newMatter: say("new"), filter: say("filter"), can: { edit } };
  window.busy = busy;
  window.shortcuts = new Shortcuts({ board: document.getElementById("board"), actions, isBusy: () => window.busy, dialog: document.getElementById("keys") });
  window.shortcuts.start();
  document.addEventListener("keydown", (event) => event.defaultPrevented && log.push(`took ${event.key}`));
}
"""


class Board:
    """A page with a board, and somebody at its keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focus(self, selector: str) -> "Board":
        self.page.locator(selector).focus()
        return self

    def press(self, *keys: str) -> list[str]:
        """What was done, without the keys that were taken."""
        self.page.evaluate("() => { window.log.length = 0; }")
        for key in keys:
            self.page.keyboard.press(key)
        return [line for line in self.log if not line.startswith("took")]

    def send(self, **event: Any) -> list[str]:
        """A keydown as no keyboard of a test could make it, at the element that has the focus."""
        self.page.evaluate(
            """({ altGraph, ...event }) => { window.log.length = 0;
              const made = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, modifierAltGraph: altGraph, ...event });
              document.activeElement.dispatchEvent(made); }""",
            event,
        )
        return [line for line in self.log if not line.startswith("took")]

    @property
    def log(self) -> list[str]:
        log: list[str] = self.page.evaluate("() => window.log")
        return log

    @property
    def at(self) -> str:
        at: str = self.page.evaluate("() => document.activeElement.closest('[data-matter-id]')?.dataset.matterId ?? ''")
        return at

    @property
    def helps(self) -> bool:
        return self.page.locator("#keys").evaluate("(dialog) => dialog.open")


FIRST = '[data-matter-id="1"] .card__title'


@pytest.fixture
def set_up(in_module: RunModule, unit_page: Page) -> Any:
    def made(*, edit: bool = True, busy: bool = False) -> Board:
        in_module("kanban/shortcuts.js", SET, {"edit": edit, "busy": busy})
        return Board(unit_page)

    return made


def test_keys_of_the_board(set_up: Any) -> None:
    board = set_up()
    assert board.press("n", "/") == ["new", "filter"]
    assert board.log == ["new", "took n", "filter", "took /"]


def test_keys_of_a_card_go_to_the_one_that_has_the_focus(set_up: Any) -> None:
    board = set_up().focus(FIRST)
    assert board.press("e", "m", "a", ".") == ["open /matters/1/edit/", "open /matters/1/move/", "assign 1", "menu 1"]
    board.focus('[data-matter-id="3"] .card__move')
    assert board.press("a") == ["assign 3"]


@pytest.mark.parametrize("key", ["Shift+F10", "ContextMenu"])
def test_the_keys_of_the_system_open_the_menu_too(set_up: Any, key: str) -> None:
    assert set_up().focus(FIRST).press(key) == ["menu 1"]


def test_without_a_card_they_do_nothing(set_up: Any) -> None:
    board = set_up()
    assert board.press("e", "m", "a", ".", "x") == []
    assert board.log == []


def test_arrows_walk_from_card_to_card(set_up: Any) -> None:
    board = set_up()
    reached = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "End", "Home"):
        board.press(key)
        reached.append(board.at)
    assert reached == ["1", "2", "2", "3", "1", "2", "1"]
    assert board.log == ["took Home"]


def test_the_card_comes_into_view(set_up: Any) -> None:
    board = set_up()
    board.page.evaluate("() => { document.getElementById('board').style.marginTop = '3000px'; }")
    board.press("ArrowDown", "End")
    top = board.page.locator('[data-matter-id="2"]').evaluate("(card) => card.getBoundingClientRect().top")
    assert 0 <= top < board.page.viewport_size["height"]


def test_arrows_scroll_where_the_focus_is_on_something_else(set_up: Any) -> None:
    board = set_up().focus("#tab")
    board.press("ArrowDown")
    assert (board.at, board.log) == ("", [])
    board.focus("main").press("ArrowDown")
    assert board.at == "1"


@pytest.mark.parametrize("place", ["#quick", "#text", "#item"])
def test_they_are_off_while_somebody_types_or_is_in_a_menu(set_up: Any, place: str) -> None:
    board = set_up().focus(place)
    assert board.press("n", "?", "ArrowDown") == []
    assert board.log == []


@pytest.mark.parametrize("key", ["Control+n", "Alt+n", "Meta+e", "Shift+N", "Shift+ArrowDown", "Control+/"])
def test_they_are_off_with_modifiers(set_up: Any, key: str) -> None:
    board = set_up().focus(FIRST)
    assert board.press(key) == []
    assert board.at == "1"


def test_they_are_off_while_a_card_is_lifted_and_while_text_is_composed(set_up: Any) -> None:
    board = set_up(busy=True).focus(FIRST)
    assert board.press("n", "ArrowDown", ".") == []
    board.page.evaluate("() => { window.busy = false; }")
    assert board.send(key="n", isComposing=True) == []
    assert board.at == "1"


def test_they_are_what_they_write_wherever_they_are_on_the_keyboard(set_up: Any) -> None:
    board = set_up().focus(FIRST)
    assert board.send(key="/", code="Digit7", shiftKey=True) == ["filter"]
    assert board.send(key="/", ctrlKey=True, altKey=True, altGraph=True) == ["filter"]
    assert board.send(key="E", code="KeyE") == ["open /matters/1/edit/"]


def test_a_key_that_is_held_down_does_it_once_but_walks_on(set_up: Any) -> None:
    board = set_up().focus(FIRST)
    assert board.send(key="n", repeat=True) == []
    board.send(key="ArrowDown", repeat=True)
    assert board.at == "2"


def test_what_another_has_taken_is_left(set_up: Any) -> None:
    board = set_up().focus(FIRST)
    board.page.evaluate("() => addEventListener('keydown', (event) => event.preventDefault(), true)")
    assert board.press("n") == []


def test_who_cannot_edit_has_only_the_keys_that_look(set_up: Any) -> None:
    board = set_up(edit=False).focus(FIRST)
    assert board.press("n", "e", "m", "a", ".", "/") == ["menu 1", "filter"]
    board.press("?")
    assert board.helps
    assert not board.page.locator("[data-edits]").is_visible()


def test_the_list_of_keys_opens_and_closes(set_up: Any) -> None:
    board = set_up()
    board.press("?")
    assert board.helps
    assert board.page.locator("[data-edits]").is_visible()
    assert board.press("n") == []
    board.press("?")
    assert not board.helps
    board.press("?", "Escape")
    assert not board.helps
    board.press("?")
    board.page.mouse.click(3, 3)
    assert not board.helps
    board.press("?")
    board.page.locator("#keys").get_by_text("Edit").click()
    assert board.helps
    board.page.get_by_role("button", name="Close").click()
    assert not board.helps


def test_in_a_panel_they_are_off(set_up: Any) -> None:
    board = set_up()
    board.page.evaluate("() => document.getElementById('panel').showModal()")
    board.focus("#inside")
    assert board.press("n", "?") == []
    assert not board.helps


def test_a_button_of_the_page_shows_them_and_gets_the_focus_back(set_up: Any) -> None:
    board = set_up()
    board.page.get_by_role("button", name="Keys").click()
    assert board.helps
    assert not board.page.locator("details").evaluate("(menu) => menu.open")
    board.press("Escape")
    assert board.page.locator("summary").evaluate("(summary) => summary === document.activeElement")


def test_after_the_stop_keys_do_nothing_and_the_list_is_closed(set_up: Any) -> None:
    board = set_up()
    board.press("?")
    board.page.evaluate("() => window.shortcuts.stop()")
    assert not board.helps
    assert board.press("n", "?", "ArrowDown") == []
    assert not board.helps
