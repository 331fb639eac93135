"""Moving cards by finger: real touches, told to the browser as a touchscreen tells them."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.js.conftest import RunModule
from tests.js.drag_board import DragBoard

pytestmark = pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 900, "height": 600})
LONG = 450  # ms; 350 lift
MANY = {"pleadings": list(range(1, 21)), "trial": [21, 22, 23], "closed": []}


class Finger:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def down(self, x: float, y: float, *others: tuple[float, float]) -> None:
        self._at = (x, y)
        self._tell("touchStart", (x, y), *others)

    def to(self, x: float, y: float, steps: int = 6) -> None:
        from_x, from_y = self._at
        for step in range(1, steps + 1):
            self._tell("touchMove", (from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps))
        self._at = (x, y)

    def up(self) -> None:
        self._tell("touchEnd")

    def cancel(self) -> None:
        self._tell("touchCancel")

    def wait(self, ms: int = LONG) -> None:
        self._page.wait_for_timeout(ms)

    def _tell(self, kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self._cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})


@pytest.fixture
def board(unit_page: Page, in_module: RunModule) -> DragBoard:
    return DragBoard(unit_page, in_module, cards=MANY)


@pytest.fixture
def finger(unit_page: Page) -> Finger:
    return Finger(unit_page)


def scrolled(board: DragBoard) -> Any:
    return board.page.evaluate("() => document.querySelector('[data-column=\"pleadings\"] [data-cards]').scrollTop")


def test_a_long_press_lifts_and_then_the_finger_carries_and_nothing_scrolls(board: DragBoard, finger: Finger) -> None:
    finger.down(*board.card(2))
    assert not board.is_lifted()
    finger.wait()
    assert board.is_lifted()
    finger.to(*board.card(22))
    board.frame()
    assert scrolled(board) == 0
    assert board.page.evaluate("() => scrollY") == 0
    finger.up()
    assert [move[:2] for move in board.moved] == [["2", "trial"]]
    assert board.said.startswith("Dropped: Trial, position ")
    assert board.is_clean()
    assert board.log("clicks") == []


def test_a_finger_that_moves_at_once_scrolls_and_lifts_nothing(board: DragBoard, finger: Finger) -> None:
    x, y = board.card(4)
    finger.down(x, y)
    finger.to(x, y - 150, steps=12)
    finger.wait()
    assert not board.is_lifted()
    finger.up()
    assert scrolled(board) > 50
    assert board.log("holds") == []


def test_a_finger_that_moves_a_little_too_far_lifts_nothing(board: DragBoard, finger: Finger) -> None:
    x, y = board.card(2)
    finger.down(x, y)
    finger.to(x + 20, y, steps=2)
    finger.wait()
    assert not board.is_lifted()
    finger.up()


def test_a_tap_opens_as_ever(board: DragBoard, finger: Finger) -> None:
    board.page.touchscreen.tap(*board.card(2))
    board.page.wait_for_function("() => log.clicks.length")
    assert board.log("clicks") == ["card__title"]
    finger.wait()
    assert not board.is_lifted()


def test_a_second_finger_is_a_pinch(board: DragBoard, finger: Finger) -> None:
    first, second = board.card(2), board.card(22)
    finger.down(*first)
    finger.down(*first, second)
    finger.wait()
    assert not board.is_lifted()
    finger.up()


def test_a_long_press_that_goes_nowhere_opens_neither_menu_nor_card(board: DragBoard, finger: Finger) -> None:
    finger.down(*board.card(2))
    finger.wait(900)
    assert board.is_lifted()
    board.page.evaluate(
        "() => cardBy(2).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))"
    )
    finger.up()
    finger.wait(100)
    assert board.log("menus") == 0
    assert board.log("clicks") == []
    assert board.moved == []
    finger.wait(600)
    board.page.mouse.click(*board.card(2), button="right")
    assert board.log("menus") == 1


def test_a_cancelled_touch_puts_the_card_back(board: DragBoard, finger: Finger) -> None:
    finger.down(*board.card(2))
    finger.wait()
    finger.to(*board.card(22))
    finger.cancel()
    board.frame()
    assert board.said == "Cancelled. It stays in Pleadings."
    assert board.is_clean()


def test_a_live_update_under_the_finger_changes_nothing_about_it(board: DragBoard, finger: Finger) -> None:
    """The element that the touch began on is gone, and goes on being told of it."""
    finger.down(*board.card(2))
    renew = """() => {
      const made = document.createElement("div");
      made.innerHTML = cardOf(2);
      cardBy(2).replaceChildren(...made.firstElementChild.childNodes);
    }"""
    board.page.evaluate(renew)
    finger.wait()
    board.page.evaluate(renew)
    finger.to(*board.card(22), steps=10)
    board.frame()
    finger.up()
    assert [move[:2] for move in board.moved] == [["2", "trial"]]
    assert scrolled(board) == 0
    assert board.is_clean()


def test_the_window_losing_the_focus_ends_the_press(board: DragBoard, finger: Finger) -> None:
    finger.down(*board.card(2))
    board.page.evaluate("() => window.dispatchEvent(new Event('blur'))")
    finger.wait()
    assert not board.is_lifted()
    finger.up()


def test_a_card_that_goes_before_it_is_lifted_is_not_lifted(board: DragBoard, finger: Finger) -> None:
    finger.down(*board.card(2))
    board.page.evaluate("() => cardBy(2).remove()")
    finger.wait()
    assert not board.is_lifted()
    assert board.log("said") == []
    finger.up()


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 700})
def test_on_a_phone_the_board_turns_by_one_column_and_rests(board: DragBoard, finger: Finger) -> None:
    left = "() => document.getElementById('board').scrollLeft"
    assert (
        board.page.evaluate("() => getComputedStyle(document.getElementById('board')).scrollSnapType") == "x mandatory"
    )
    x, y = board.card(2)
    finger.down(x, y)
    finger.wait()
    assert board.page.evaluate("() => getComputedStyle(document.getElementById('board')).scrollSnapType") == "none"
    finger.to(385, y)
    board.page.wait_for_function("() => document.getElementById('board').scrollLeft > 300")
    finger.to(200, y)
    finger.wait(500)
    rested = board.page.evaluate(left)
    column = board.page.locator('[data-column="trial"]').bounding_box()
    assert column
    assert 0 <= column["x"] < 40
    finger.wait(1100)
    assert board.page.evaluate(left) == rested
    finger.up()
    assert [move[:2] for move in board.moved] == [["2", "trial"]]
