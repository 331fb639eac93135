"""Moving cards by mouse: where they land, how it looks meanwhile, and what their surroundings are told."""

from collections.abc import Callable

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


def test_a_card_dropped_on_a_column_moves_there(board: DragBoard) -> None:
    board.page.drag_and_drop('[data-matter-id="1"]', '[data-column="closed"]')
    assert board.moved == [["1", "closed", None]]
    assert board.said == "Dropped: Closed, position 1 of 1."
    assert board.is_clean()


@pytest.mark.parametrize(("part", "after"), [("[data-column-head]", None), (".column__foot input", "6")])
def test_a_columns_head_is_its_top_and_its_foot_its_end(board: DragBoard, part: str, after: str | None) -> None:
    board.lift(1)
    board.page.mouse.move(*board.centre(f'[data-column="trial"] {part}'))
    board.page.mouse.up()
    assert board.moved == [["1", "trial", after]]
    assert board.is_clean()


@pytest.mark.parametrize(("part", "after", "number"), [(0.25, "4", 2), (0.75, "5", 3)])
def test_it_lands_above_or_below_the_card_under_the_pointer(
    board: DragBoard, part: float, after: str, number: int
) -> None:
    board.lift(1)
    board.over(5, part)
    board.page.mouse.up()
    assert board.moved == [["1", "trial", after]]
    assert board.said == f"Dropped: Trial, position {number} of 4."


def test_within_its_list_it_goes_up_and_down(board: DragBoard) -> None:
    board.lift(1)
    board.over(3, 0.75)
    board.page.mouse.up()
    assert board.is_clean()
    board.lift(3)
    board.over(2)
    board.page.mouse.up()
    assert board.moved == [["1", "pleadings", "3"], ["3", "pleadings", None]]


def test_dropped_where_it_was_nothing_is_sent(board: DragBoard) -> None:
    for number, part in ((1, 0.75), (3, 0.25)):
        board.lift(2)
        board.over(number, part)
        expect(board.page.locator(".drop-mark:visible")).to_have_count(0)
        board.page.mouse.up()
    assert board.moved == []
    assert board.said == "Dropped: Pleadings, position 2 of 3."
    assert board.is_clean()


def test_the_gap_between_two_columns_belongs_to_one_of_them(board: DragBoard) -> None:
    box = board.page.locator('[data-column="trial"]').bounding_box()
    assert box
    board.lift(1)
    board.page.mouse.move(box["x"] + box["width"] + 6, box["y"] + 60)
    board.page.mouse.up()
    assert [move[1] for move in board.moved] == ["trial"]


def test_filtered_cards_are_nobodys_neighbours(board: DragBoard) -> None:
    board.page.evaluate("() => [4, 6].forEach((id) => cardBy(id).setAttribute('data-ui-filtered', ''))")
    board.lift(1)
    board.over(5)
    board.page.mouse.up()
    assert board.moved == [["1", "trial", None]]
    assert board.said == "Dropped: Trial, position 1 of 2."


def test_while_it_is_carried_the_card_is_there_once_and_a_copy_of_it_follows(board: DragBoard) -> None:
    board.lift(1)
    board.over(5)
    page = board.page
    expect(page.locator('[data-matter-id="1"]')).to_have_count(1)
    expect(page.locator('[data-ui-lifted="pointer"]')).to_have_attribute("data-matter-id", "1")
    ghost = page.locator("body > .drag-ghost")
    expect(ghost).to_have_attribute("aria-hidden", "true")
    expect(page.locator("body > .drag-ghost:is([id], :has([id], [data-panel]))")).to_have_count(0)
    assert ghost.evaluate("(ghost) => ghost.inert")
    before = ghost.bounding_box()
    page.mouse.move(500, 500)
    board.frame()
    after = ghost.bounding_box()
    assert before != after
    page.mouse.up()
    assert board.is_clean()


def test_the_mark_lies_between_two_cards_and_is_no_part_of_the_list(board: DragBoard) -> None:
    board.lift(1)
    board.over(5)
    mark = board.page.locator(".drop-mark").bounding_box()
    assert mark
    edges = "() => [cardBy(4).getBoundingClientRect().bottom, cardBy(5).getBoundingClientRect().top]"
    above, below = board.page.evaluate(edges)
    assert above <= mark["y"] + mark["height"] / 2 <= below
    assert board.page.locator("[data-cards] > :not([data-matter-id])").count() == 0
    expect(board.page.locator('section[data-column="trial"][data-ui-drop]')).to_have_count(1)
    board.page.mouse.up()


def test_the_mark_follows_what_changes_under_a_pointer_at_rest(board: DragBoard) -> None:
    board.lift(1)
    board.over(5)
    board.page.evaluate("() => cardBy(4).remove()")
    board.frame()
    board.page.mouse.up()
    assert board.moved in ([["1", "trial", None]], [["1", "trial", "5"]])
    assert board.moved[0][2] == board.page.evaluate("() => cardBy(1).previousElementSibling?.dataset.matterId ?? null")


def test_the_changes_of_the_card_and_of_the_list_under_it_are_held(board: DragBoard) -> None:
    board.lift(1)
    board.over(2)
    assert board.log("holds") == [["1", "pleadings"]]
    board.over(5)
    assert board.log("holds")[1:] == [["1", "trial"]]
    board.page.mouse.move(100, 5)
    board.frame()
    assert board.log("holds")[2:] == [["1", None]]
    assert board.page.evaluate("() => openHolds()") == 1
    board.page.mouse.up()
    assert board.page.evaluate("() => openHolds()") == 0


def test_sorted_by_deadline_a_column_has_no_places(make: Callable[..., DragBoard]) -> None:
    board = make(isManual=False)
    board.lift(1)
    board.over(3, 0.75)
    expect(board.page.locator(".drop-mark:visible")).to_have_count(0)
    board.page.mouse.up()
    assert board.moved == []
    assert (
        board.said
        == "The board is sorted by deadline, so a place within a column means nothing. It stays in Pleadings."
    )
    board.page.evaluate("() => cardBy(6).parentElement.prepend(cardBy(6))")
    board.lift(1)
    board.over(5)
    expect(board.page.locator('section[data-column="trial"][data-ui-drop]')).to_have_count(1)
    expect(board.page.locator(".drop-mark:visible")).to_have_count(0)
    board.page.mouse.up()
    assert board.moved == [["1", "trial", "6"]]
    assert board.said == "Dropped: Trial."


def test_a_card_stays_in_its_lane_whatever_lane_it_is_held_over(make: Callable[..., DragBoard]) -> None:
    board = make(lanes=1)
    board.lift(2)
    board.over(4)
    board.page.mouse.up()
    assert board.moved == [["2", "trial", None]]
    expect(board.page.locator(".drop-mark")).to_have_count(0)


def test_the_other_cards_slide_and_the_copy_settles_unless_things_are_to_stay_still(board: DragBoard) -> None:
    board.lift(1)
    board.over(5)
    board.page.mouse.up()
    running = "() => document.getAnimations().filter((each) => each.effect.target.matches('.card')).length"
    assert board.page.evaluate(running) > 0
    assert board.is_clean()
    board.page.emulate_media(reduced_motion="reduce")
    board.lift(1)
    assert board.page.evaluate("() => getComputedStyle(document.querySelector('.drag-ghost')).rotate") == "none"
    board.over(2)
    board.page.mouse.up()
    expect(board.page.locator(".drag-ghost")).to_have_count(0, timeout=50)
    assert (
        board.page.evaluate("() => document.getAnimations().filter((each) => !(each instanceof CSSTransition)).length")
        == 0
    )


def test_a_card_can_be_taken_again_before_it_has_settled(board: DragBoard) -> None:
    board.page.drag_and_drop('[data-matter-id="1"]', '[data-column="closed"]')
    board.lift(1)
    expect(board.page.locator(".drag-ghost")).to_have_count(1)
    board.over(5)
    board.page.mouse.up()
    assert [move[1] for move in board.moved] == ["closed", "trial"]
    assert board.is_clean()


def test_native_dragging_of_links_and_the_styles_of_a_drag(board: DragBoard) -> None:
    board.page.evaluate("() => { window.natives = 0; document.addEventListener('drag', () => (natives += 1)); }")
    cursor = "() => getComputedStyle(document.getElementById('board')).cursor"
    assert board.page.evaluate("() => getComputedStyle(cardBy(1)).cursor") == "grab"
    board.lift(1)
    assert board.page.evaluate(cursor) == "grabbing"
    assert board.page.evaluate("() => getComputedStyle(document.getElementById('board')).userSelect") == "none"
    board.over(5)
    board.page.mouse.up()
    assert board.page.evaluate("() => natives") == 0
    assert board.page.evaluate(cursor) == "auto"
    assert board.page.evaluate("() => getComputedStyle(document.getElementById('board')).userSelect") == "auto"


def test_a_pointer_over_a_thousand_cards_takes_a_few_milliseconds(make: Callable[..., DragBoard]) -> None:
    board = make(cards={"pleadings": list(range(1, 501)), "trial": list(range(501, 1001))})
    board.lift(1)
    board.over(505)
    took = board.page.evaluate("""async () => {
      const real = window.requestAnimationFrame;
      let spent = 0, frames = 0;
      window.requestAnimationFrame = (call) => real.call(window, (now) => {
        const from = performance.now();
        call(now);
        spent += performance.now() - from;
        frames += 1;
      });
      await new Promise((done) => real(done));
      const { left, top } = cardBy(501).getBoundingClientRect();
      for (let step = 0; step < 20; step += 1) {
        const at = { clientX: left + 20, clientY: top + step * 15 };
        window.dispatchEvent(new PointerEvent("pointermove", { pointerId: 1, buttons: 1, ...at }));
        await new Promise((done) => real(done));
      }
      window.requestAnimationFrame = real;
      return spent / frames;
    }""")
    assert took < 30, f"a frame took {took:.1f} ms; alone on the machine it takes about 2"
    board.page.mouse.up()
