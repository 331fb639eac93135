"""What lifts a card and what does not, every way a drag ends, and that nothing is left of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.conftest import RunModule
from tests.js.drag_board import DragBoard


@pytest.fixture
def board(unit_page: Page, in_module: RunModule) -> DragBoard:
    return DragBoard(unit_page, in_module)


@pytest.fixture
def make(unit_page: Page, in_module: RunModule) -> Callable[..., DragBoard]:
    return lambda **given: DragBoard(unit_page, in_module, **given)


@pytest.mark.parametrize("end", ["Escape", "blur", "hidden", "outside", "pointercancel", "lostpointercapture"])
def test_each_way_to_cancel_leaves_the_card_where_it_was(board: DragBoard, end: str) -> None:
    board.lift(1)
    board.over(5)
    ends: dict[str, Callable[[], Any]] = {
        "Escape": lambda: board.page.keyboard.press("Escape"),
        "blur": lambda: board.page.evaluate("() => window.dispatchEvent(new Event('blur'))"),
        "hidden": lambda: board.page.evaluate(
            "() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        ),
        "outside": lambda: (board.page.mouse.move(100, 5), board.page.mouse.up()),
        "pointercancel": lambda: board.page.evaluate(
            "() => window.dispatchEvent(new PointerEvent('pointercancel', { pointerId: 1 }))"
        ),
        "lostpointercapture": lambda: board.page.evaluate(
            "() => document.getElementById('board').releasePointerCapture(1)"
        ),
    }
    ends[end]()
    board.page.mouse.move(400, 300)
    board.frame()
    assert board.said == "Cancelled. It stays in Pleadings."
    assert board.is_clean()
    board.page.mouse.up()
    assert board.moved == []
    if end != "pointercancel":  # after a real one there is none
        assert board.log("clicks") == []


def test_a_button_released_where_nobody_saw_it_cancels(board: DragBoard) -> None:
    board.lift(1)
    event = "() => window.dispatchEvent(new PointerEvent('pointermove', { pointerId: 1, pointerType: 'mouse', buttons: 0 }))"
    board.page.evaluate(event)
    assert board.said == "Cancelled. It stays in Pleadings."
    board.page.mouse.up()
    assert board.is_clean()


def test_a_card_that_leaves_the_board_meanwhile_ends_the_drag_in_words(board: DragBoard) -> None:
    board.lift(1)
    board.page.evaluate("() => cardBy(1).remove()")
    board.frame()
    assert board.said == "2026-0001 was archived or moved away meanwhile. The move is cancelled."
    assert board.is_clean()
    board.page.mouse.up()
    assert board.moved == []


def test_a_card_that_left_in_the_moment_of_the_drop_is_not_moved(board: DragBoard) -> None:
    board.lift(1)
    x, y = board.column("trial")
    board.page.evaluate(
        """([clientX, clientY]) => {
          cardBy(1).remove();
          window.dispatchEvent(new PointerEvent("pointerup", { pointerId: 1, clientX, clientY }));
        }""",
        [x, y],
    )
    assert board.said.startswith("2026-0001 was archived")
    assert board.moved == []
    board.page.mouse.up()


def test_who_becomes_a_viewer_meanwhile_moves_nothing(board: DragBoard) -> None:
    board.lift(1)
    board.over(5)
    board.page.evaluate("() => (document.getElementById('board').dataset.role = 'viewer')")
    board.page.mouse.up()
    assert board.moved == []
    assert board.said == "Cancelled. It stays in Pleadings."


def test_a_viewer_lifts_nothing_and_can_still_click(make: Callable[..., DragBoard]) -> None:
    board = make(role="viewer")
    board.lift(1)
    assert not board.is_lifted()
    assert board.page.evaluate("() => getComputedStyle(cardBy(1)).cursor") == "auto"
    board.page.mouse.up()
    board.page.locator('[data-matter-id="1"] .card__title').press(" ")
    assert not board.is_lifted()
    board.page.mouse.click(*board.card(2))
    assert board.log("clicks")[-1] == "card__title"


def test_a_hand_that_is_not_quite_still_clicks(board: DragBoard) -> None:
    x, y = board.card(1)
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    board.page.mouse.move(x + 3, y)
    assert not board.is_lifted()
    board.page.mouse.up()
    assert board.log("clicks") == ["card__title"]


def test_the_click_that_follows_a_drag_is_swallowed_and_no_other(board: DragBoard) -> None:
    board.lift(1)
    board.page.mouse.up()
    assert board.log("clicks") == []
    board.page.mouse.click(*board.card(1))
    assert board.log("clicks") == ["card__title"]
    board.lift(1)
    board.page.mouse.up()
    board.page.locator('[data-matter-id="1"] .card__title').press("Enter")
    assert len(board.log("clicks")) == 2


def test_what_is_no_grip_lifts_nothing(board: DragBoard) -> None:
    board.page.evaluate("""() => {
      const style = "position: relative; z-index: 2; width: 99px";
      cardBy(2).append(Object.assign(document.createElement("button"), { className: "inner", style }));
    }""")
    for selector in ('[data-matter-id="1"] .card__move', '[data-matter-id="2"] .inner', "[data-column-head] h2"):
        x, y = board.centre(selector + " >> nth=0")
        board.page.mouse.move(x, y)
        board.page.mouse.down()
        board.page.mouse.move(x + 30, y + 30)
        assert not board.is_lifted()
        board.page.mouse.up()


@pytest.mark.parametrize("how", ["right", "middle", "Control", "Shift", "Alt", "Meta"])
def test_other_buttons_and_keys_held_lift_nothing(board: DragBoard, how: Any) -> None:
    x, y = board.card(1)
    board.page.mouse.move(x, y)
    is_button = how in ("right", "middle")
    if not is_button:
        board.page.keyboard.down(how)
    board.page.mouse.down(button=how if is_button else "left")
    board.page.mouse.move(x + 40, y)
    assert not board.is_lifted()
    board.page.mouse.move(x, y)
    board.page.mouse.up(button=how if is_button else "left")


def test_a_press_on_selected_text_of_the_card_lifts_nothing(board: DragBoard) -> None:
    select = "(id) => getSelection().selectAllChildren(cardBy(id).querySelector('.card__parties'))"
    board.page.evaluate(select, 1)
    box = board.page.locator('[data-matter-id="1"] .card__parties').bounding_box()
    assert box
    board.page.mouse.move(box["x"] + 5, box["y"] + 8)
    board.page.mouse.down()
    board.page.mouse.move(box["x"] + 5, box["y"] + 14)
    assert not board.is_lifted()
    board.page.mouse.up()
    board.page.evaluate(select, 2)
    board.lift(1)
    assert board.is_lifted()
    assert board.page.evaluate("() => getSelection().isCollapsed")
    board.over(6)
    assert board.page.evaluate("() => getSelection().isCollapsed")
    board.page.mouse.up()


def test_stopping_puts_the_card_back_and_leaves_nothing(board: DragBoard) -> None:
    board.lift(1)
    board.page.evaluate("() => { drag.start(); drag.stop(); drag.stop(); }")
    expect(board.page.locator(".drag-ghost")).to_have_count(0, timeout=50)
    assert board.is_clean()
    board.page.mouse.up()
    board.lift(2)
    assert not board.is_lifted()
    board.page.mouse.up()
    assert board.log("said") == []
