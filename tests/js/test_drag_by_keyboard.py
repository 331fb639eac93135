"""Moving cards by keyboard: every step is said, and the focus stays on the card."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.js.conftest import RunModule
from tests.js.drag_board import DragBoard


@pytest.fixture
def make(unit_page: Page, in_module: RunModule) -> Callable[..., DragBoard]:
    return lambda **given: DragBoard(unit_page, in_module, **given)


@pytest.fixture
def board(make: Callable[..., DragBoard]) -> DragBoard:
    return make()


def press(board: DragBoard, *keys: str) -> list[str]:
    """What was said after each key."""
    said = []
    for key in keys:
        board.page.keyboard.press(key)
        said.append(board.said)
    return said


def focus(board: DragBoard, number: int, part: str = ".card__title") -> None:
    board.page.locator(f'[data-matter-id="{number}"] {part}').focus()


def focused(board: DragBoard) -> Any:
    return board.page.evaluate("() => document.activeElement.closest('[data-matter-id]')?.dataset.matterId")


def test_a_card_goes_to_another_column_by_space_and_arrows(board: DragBoard) -> None:
    focus(board, 2)
    assert press(board, " ", "ArrowRight", "ArrowUp", " ") == [
        "Lifted 2026-0002 Matter 2. Position 2 of 3 in Pleadings. Arrows move it, Space drops it, Escape cancels.",
        "Position 2 of 4 in Trial.",
        "Position 1 of 4 in Trial.",
        "Dropped: Trial, position 1 of 4.",
    ]
    assert board.moved == [["2", "trial", None]]
    assert focused(board) == "2"
    expect(board.page.locator('[data-matter-id="2"] .card__title')).to_be_focused()
    assert board.is_clean()


def test_within_the_list_up_down_home_and_end_stop_at_its_ends(board: DragBoard) -> None:
    focus(board, 2)
    said = press(board, " ", "End", "ArrowDown", "ArrowUp", "Home", "ArrowUp", "ArrowDown", "ArrowDown")
    numbers = [int(text.split("Position ")[1].split()[0]) for text in said]
    assert numbers == [2, 3, 3, 2, 1, 1, 2, 3]
    press(board, "Enter")
    assert board.moved == [["2", "pleadings", "3"]]
    assert board.log("clicks") == []


def test_the_height_is_kept_across_a_short_column_and_the_boards_end_is_an_end(make: Callable[..., DragBoard]) -> None:
    board = make(cards={"pleadings": [1, 2, 3], "closed": [], "trial": [4, 5, 6]})
    focus(board, 3)
    assert press(board, " ", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft")[1:] == [
        "Position 1 of 1 in Closed.",
        "Position 3 of 4 in Trial.",
        "Position 3 of 4 in Trial.",
        "Position 1 of 1 in Closed.",
        "Position 3 of 3 in Pleadings.",
        "Position 3 of 3 in Pleadings.",
    ]


def test_the_mark_shows_the_place_and_the_card_stays(board: DragBoard) -> None:
    focus(board, 2)
    press(board, " ")
    expect(board.page.locator('[data-ui-lifted="keyboard"]')).to_have_attribute("data-matter-id", "2")
    expect(board.page.locator(".drop-mark:visible")).to_have_count(0)
    press(board, "ArrowRight")
    expect(board.page.locator(".drop-mark:visible")).to_have_count(1)
    expect(board.page.locator('section[data-column="trial"][data-ui-drop]')).to_have_count(1)
    expect(board.page.locator('[data-column="pleadings"] [data-matter-id="2"]')).to_have_count(1)
    assert focused(board) == "2"
    assert board.log("holds") == [["2", "pleadings"], ["2", "trial"]]


@pytest.mark.parametrize("end", ["Escape", "Tab", "Shift+Tab", "focus elsewhere", "blur"])
def test_it_is_cancelled_by_escape_tab_and_by_losing_the_focus(board: DragBoard, end: str) -> None:
    focus(board, 2)
    press(board, " ", "ArrowRight")
    if end == "focus elsewhere":
        board.page.locator("#outside").focus()
    elif end == "blur":
        board.page.evaluate("() => window.dispatchEvent(new Event('blur'))")
    else:
        press(board, end)
    board.frame()
    assert board.said == "Cancelled. It stays in Pleadings."
    assert board.moved == []
    assert board.is_clean()
    if end == "Escape":
        assert focused(board) == "2"


def test_dropped_at_once_nothing_moves(board: DragBoard) -> None:
    focus(board, 2)
    assert press(board, " ", " ")[1] == "Dropped: Pleadings, position 2 of 3."
    assert board.moved == []
    assert focused(board) == "2"


def test_enter_opens_and_space_elsewhere_is_the_browsers(board: DragBoard) -> None:
    focus(board, 2)
    press(board, "Enter")
    assert board.log("clicks") == ["card__title"]
    press(board, "Control+ ", "Shift+ ")
    assert not board.is_lifted()
    board.page.locator(".column__foot input").first.focus()
    board.page.keyboard.type("a b")
    assert board.page.locator(".column__foot input").first.input_value() == "a b"
    focus(board, 2, ".card__move")
    press(board, " ")
    assert board.is_lifted()


def test_while_it_is_carried_keys_belong_to_the_drag_and_commands_to_the_browser(board: DragBoard) -> None:
    board.page.evaluate("() => document.addEventListener('keydown', ({ key }) => log.holds.push(key))")
    focus(board, 2)
    press(board, " ", "ArrowDown", "Control+ArrowUp", "x", "Escape")
    keys = [each for each in board.log("holds") if isinstance(each, str)]
    assert keys == [" ", "Control", "ArrowUp", "x"]


def test_a_key_held_down_neither_lifts_nor_drops_again(board: DragBoard) -> None:
    focus(board, 2)
    board.page.keyboard.down(" ")
    board.page.keyboard.down(" ")
    board.page.keyboard.down(" ")
    assert board.is_lifted()
    board.page.keyboard.up(" ")
    assert len(board.log("said")) == 1


def test_cards_that_go_meanwhile_leave_the_place_by_its_number(board: DragBoard) -> None:
    focus(board, 2)
    press(board, " ", "ArrowRight")
    board.page.evaluate("() => cardBy(4).remove()")
    board.frame()
    press(board, " ")
    assert board.moved == [["2", "trial", "5"]]


def test_a_column_that_goes_meanwhile_brings_it_back_to_its_own(board: DragBoard) -> None:
    focus(board, 2)
    press(board, " ", "ArrowRight")
    board.page.evaluate("() => document.querySelector('[data-column=trial]').remove()")
    board.frame()
    press(board, " ")
    assert board.said.startswith("Dropped: Pleadings")
    assert all(move[1] == "pleadings" for move in board.moved)


def test_a_card_that_goes_meanwhile_ends_it_in_words(board: DragBoard) -> None:
    focus(board, 2)
    press(board, " ")
    board.page.evaluate("() => cardBy(2).remove()")
    board.frame()
    assert board.said == "2026-0002 was archived or moved away meanwhile. The move is cancelled."
    assert board.is_clean()


def test_filtered_cards_do_not_count(board: DragBoard) -> None:
    board.page.evaluate("() => [1, 5].forEach((id) => cardBy(id).setAttribute('data-ui-filtered', ''))")
    focus(board, 2)
    assert "Position 1 of 2 in Pleadings" in press(board, " ")[0]
    assert press(board, "ArrowRight", "End", " ")[1:] == [
        "Position 3 of 3 in Trial.",
        "Dropped: Trial, position 3 of 3.",
    ]
    assert board.moved == [["2", "trial", "6"]]


def test_sorted_by_deadline_only_the_column_counts(make: Callable[..., DragBoard]) -> None:
    board = make(isManual=False)
    focus(board, 2)
    assert press(board, " ", "ArrowDown", "ArrowRight", " ") == [
        "Lifted 2026-0002 Matter 2 in Pleadings. Left and right arrows move it, Space drops it, Escape cancels.",
        "The board is sorted by deadline, so a place within a column means nothing.",
        "Trial.",
        "Dropped: Trial.",
    ]
    assert board.moved == [["2", "trial", "6"]]


def test_a_column_and_a_place_out_of_sight_come_into_sight(make: Callable[..., DragBoard]) -> None:
    board = make(cards={f"column-{number}": list(range(number * 50, number * 50 + 40)) for number in range(1, 9)})
    focus(board, 50)
    press(board, " ", *["ArrowRight"] * 7, "End")
    mark = board.page.locator(".drop-mark").bounding_box()
    assert mark
    assert 0 < mark["x"] < 1280
    assert 0 < mark["y"] < 720
    assert board.said == "Position 41 of 41 in Column-8."
    press(board, "Home", " ")
    assert board.moved == [["50", "column-8", None]]


def test_lanes_are_kept(make: Callable[..., DragBoard]) -> None:
    board = make(lanes=1)
    focus(board, 2)
    assert press(board, " ", "ArrowRight")[1] == "Position 1 of 3 in Trial."


def test_a_pointer_takes_over(board: DragBoard) -> None:
    focus(board, 2)
    press(board, " ")
    board.lift(5)
    press(board, " ")
    assert "Cancelled. It stays in Pleadings." in board.log("said")
    expect(board.page.locator("[data-ui-lifted]")).to_have_attribute("data-matter-id", "5")
    board.page.mouse.up()
    assert board.is_clean()
