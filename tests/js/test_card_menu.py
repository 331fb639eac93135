"""The menu of a card: how it opens, what it offers, how it is used and what closes it."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Locator, Page, expect

from tests.js.conftest import RunModule

STYLE = "[hidden] { display: none !important } #card-menu { position: fixed; inset: auto; margin: 0 } svg { width: 1em; height: 1em }"
SET = """
({ CardMenu }, { menu, edit, clipboard }) => {
  const card = (id, people, responsible) => `<li class="card" data-matter-id="${id}" data-people="${people}" ${responsible ? `data-responsible="${responsible}"` : ""}>
    <span class="card__number">2026-${id}</span><a class="card__title" href="#m${id}">Title ${id}</a><a class="card__move" href="#move${id}">…</a></li>`;
  document.body.innerHTML = `<a id="before" href="#b">Before</a><div id="board" data-person="bob">
    <section data-column="a"><ol id="list" style="height: 200px; overflow: auto">${card(1, "alice bob", "alice")}${card(2, "bob", "bob")}${card(3, "bob bob", "bob")}${card(4, "")}<li style="height: 900px"></li></ol></section>
    <p id="aside" style="margin: 0 0 0 400px">Aside</p></div>${menu}`;
  const log = (window.log = []), can = { edit };
  const say = (name) => (what) => log.push(`${name} ${what?.dataset?.matterId ?? what}`);
  const hold = ({ cards }) => (log.push(`hold ${cards}`), () => log.push("release"));
  const board = document.getElementById("board");
  const copied = { writeText: async (text) => (clipboard ? log.push(`copied ${text}`) : Promise.reject(new Error("no"))) };
  board.addEventListener("click", ({ target }) => target.matches(".card__title") && log.push(`went ${target.textContent}`));
  document.addEventListener("click", (event) => event.preventDefault());
  window.menu = new CardMenu({ menu: document.getElementById("card-menu"), board, hold, can, clipboard: copied,
    actions: { open: say("open"), assign: say("assign"), archive: say("archive") }, say: (text, kind) => log.push(`${kind}: ${text}`) });
  window.menu.start();
  window.menu.start();
}
"""


class Cards:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.menu = page.locator("#card-menu")

    def card(self, matter: int) -> Locator:
        return self.page.locator(f'[data-matter-id="{matter}"]')

    def right_click(self, matter: int, **how: Any) -> "Cards":
        self.card(matter).locator(".card__title").click(button="right", **how)
        return self

    def by_key(self, matter: int) -> "Cards":
        self.card(matter).locator(".card__move").press("Enter")
        return self

    def press(self, *keys: str) -> str:
        """The item that has the focus then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.focused

    @property
    def focused(self) -> str:
        text: str = self.page.evaluate(
            "() => (document.activeElement.firstElementChild?.nextSibling ?? document.activeElement).textContent.trim()"
        )
        return text

    @property
    def offers(self) -> list[str]:
        return [text.strip() for text in self.menu.get_by_role("menuitem").all_inner_texts()]

    @property
    def log(self) -> list[str]:
        log: list[str] = self.page.evaluate("() => window.log")
        return log

    @property
    def is_open(self) -> bool:
        return self.menu.is_visible()


@pytest.fixture
def set_up(in_module: RunModule, unit_page: Page) -> Any:
    def made(*, edit: bool = True, clipboard: bool = True) -> Cards:
        menu = render_to_string("kanban/_card_menu.html")
        in_module("kanban/card_menu.js", SET, {"menu": menu, "edit": edit, "clipboard": clipboard})
        unit_page.add_style_tag(content=STYLE)
        return Cards(unit_page)

    return made


def texts(*shown: str) -> list[str]:
    keys = {"Open": "Enter", "Edit": "e", "Move…": "m", "Assign to me": "a", "Take me off": "a"}
    return [f"{text}{keys.get(text, '')}" for text in shown]


def test_a_right_click_opens_it_at_the_pointer_with_all_an_editor_can_do(set_up: Any) -> None:
    cards = set_up().right_click(4, position={"x": 5, "y": 5})
    assert cards.offers == texts("Open", "Edit", "Move…", "Assign to me", "Copy link", "Archive")
    assert cards.menu.get_attribute("aria-label") == "2026-4 Title 4"
    title, menu = cards.card(4).locator(".card__title").bounding_box(), cards.menu.bounding_box()
    assert (menu["x"], menu["y"]) == pytest.approx((max(title["x"] + 5, 8), title["y"] + 5), abs=1.5)
    assert cards.card(4).get_attribute("data-ui-menu") == ""


def test_who_only_looks_is_offered_what_looking_needs(set_up: Any) -> None:
    cards = set_up(edit=False).right_click(4)
    assert cards.offers == texts("Open", "Copy link")
    assert not cards.menu.locator("[role=separator]").is_visible()


@pytest.mark.parametrize(("matter", "offered"), [(1, "Take me off"), (2, "Assign to me"), (3, "Take me off")])
def test_who_works_on_it_can_leave_it_but_being_responsible_is_something_else(
    set_up: Any, matter: int, offered: str
) -> None:
    cards = set_up().right_click(matter)
    assert texts(offered)[0] in cards.offers
    cards.menu.get_by_role("menuitem", name=offered).click()
    assert cards.log == [f"hold {matter}", "release", f"assign {matter}"]


def test_each_item_does_what_it_says_and_closes(set_up: Any) -> None:
    cards = set_up()
    for name, done in (
        ("Open", "open /matters/1/"),
        ("Edit", "open /matters/1/edit/"),
        ("Move…", "open /matters/1/move/"),
        ("Archive", "archive 1"),
    ):
        cards.right_click(1).menu.get_by_role("menuitem", name=name).click()
        assert cards.log[-3:] == ["hold 1", "release", done]
        assert not cards.is_open
        assert cards.card(1).get_attribute("data-ui-menu") is None


def test_a_card_that_is_archived_leaves_the_focus_to_the_one_beside_it(set_up: Any) -> None:
    cards = set_up()
    for matter, beside in ((1, 2), (4, 3)):
        cards.by_key(matter).press("End", "Enter")
        assert cards.log[-1] == f"archive {matter}"
        expect(cards.card(beside).locator(".card__title")).to_be_focused()


def test_the_link_is_copied_and_said_so(set_up: Any) -> None:
    cards = set_up().right_click(1)
    cards.menu.get_by_role("menuitem", name="Copy link").click()
    assert cards.log[-2:] == ["copied https://unit.test/matters/1/", "success: The link is copied."]


def test_a_link_that_cannot_be_copied_is_shown(set_up: Any) -> None:
    cards = set_up(clipboard=False).right_click(1)
    cards.menu.get_by_role("menuitem", name="Copy link").click()
    assert cards.log[-1] == "error: The link could not be copied: https://unit.test/matters/1/"


def test_a_click_with_ctrl_is_the_browsers(set_up: Any) -> None:
    cards = set_up().right_click(1)
    cards.menu.get_by_role("menuitem", name="Open").click(modifiers=["Control"])
    assert cards.log == ["hold 1", "release"]


def test_the_button_opens_and_closes_it(set_up: Any) -> None:
    cards = set_up()
    button = cards.card(2).locator(".card__move")
    button.click()
    assert cards.is_open
    button.click()
    assert not cards.is_open
    button.click(modifiers=["Shift"])
    assert not cards.is_open
    assert cards.log == ["hold 2", "release"]


def test_by_keyboard_the_first_item_has_the_focus_and_it_goes_back_afterwards(set_up: Any) -> None:
    cards = set_up().by_key(2)
    assert cards.focused == "Open"
    cards.press("Escape")
    assert not cards.is_open
    expect(cards.card(2).locator(".card__move")).to_be_focused()


def test_the_keys_of_a_menu(set_up: Any) -> None:
    cards = set_up().by_key(4)
    assert cards.press("ArrowDown") == "Edit"
    assert cards.press("ArrowUp", "ArrowUp") == "Archive"
    assert cards.press("ArrowDown") == "Open"
    assert cards.press("End") == "Archive"
    assert cards.press("Home") == "Open"
    assert cards.press("a") == "Assign to me"
    assert cards.press("a") == "Archive"
    assert cards.press("A") == "Assign to me"
    assert cards.press("q", "Control+e") == "Assign to me"
    cards.press("Enter")
    assert cards.log[-1] == "assign 4"
    cards.by_key(4).press("m", "Space")
    assert cards.log[-1] == "open /matters/4/move/"
    cards.by_key(4).press("Enter")
    assert cards.log[-1] == "open /matters/4/"


def test_opened_by_pointer_no_item_has_the_focus_until_one_is_pointed_at(set_up: Any) -> None:
    cards = set_up().right_click(1, position={"x": 2, "y": 2})
    expect(cards.menu).to_be_focused()
    assert cards.press("ArrowUp") == "Archive"
    cards.menu.get_by_role("menuitem", name="Edit").hover()
    assert cards.focused == "Edit"


def test_tab_closes_it_and_goes_on_from_where_one_was(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.press("Tab")
    assert not cards.is_open
    expect(cards.card(2).locator(".card__title")).to_be_focused()


def test_where_nothing_had_the_focus_the_card_gets_it(set_up: Any) -> None:
    cards = set_up()
    cards.page.evaluate("() => window.menu.open(document.querySelector('[data-matter-id=\"3\"]'))")
    cards.press("Escape")
    expect(cards.card(3).locator(".card__title")).to_be_focused()


def test_a_press_beside_it_closes_it_and_does_nothing_else(set_up: Any) -> None:
    cards = set_up().right_click(4, position={"x": 40, "y": 5})
    cards.card(1).locator(".card__title").click(position={"x": 2, "y": 2})
    assert not cards.is_open
    assert cards.log == ["hold 4", "release"]
    cards.card(1).locator(".card__title").click()
    assert cards.log[-1] == "went Title 1"


def test_a_right_click_on_another_card_moves_it_there(set_up: Any) -> None:
    cards = set_up().right_click(4, position={"x": 40, "y": 5}).right_click(1, position={"x": 2, "y": 2})
    assert cards.is_open
    assert cards.log == ["hold 4", "release", "hold 1"]
    assert cards.menu.get_attribute("aria-label") == "2026-1 Title 1"


def test_beside_cards_and_with_shift_the_browsers_own_menu_comes(set_up: Any) -> None:
    cards = set_up()
    cards.page.locator("#aside").click(button="right")
    cards.right_click(1, modifiers=["Shift"])
    assert cards.log == []


def test_a_long_press_is_the_drags(set_up: Any) -> None:
    cards = set_up()
    send = """(card, type) => card.dispatchEvent(new PointerEvent("contextmenu", { bubbles: true, cancelable: true, pointerType: type }))"""
    assert cards.card(1).evaluate(send, "touch")
    assert not cards.is_open
    assert not cards.card(1).evaluate(send, "")  # by the key for it, whose default is prevented
    assert cards.focused == "Open"
    assert not cards.menu.evaluate(send, "mouse")


def test_scrolling_the_card_away_closes_it_and_scrolling_elsewhere_does_not(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.page.evaluate("() => document.getElementById('aside').dispatchEvent(new Event('scroll'))")
    assert cards.is_open
    cards.page.evaluate("() => { document.getElementById('list').scrollTop = 30; }")
    expect(cards.menu).to_be_hidden()


def test_a_window_of_another_size_closes_it(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.page.set_viewport_size({"width": 700, "height": 500})
    expect(cards.menu).to_be_hidden()


def test_a_card_that_vanishes_takes_it_along(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.page.evaluate("() => document.querySelector('[data-matter-id=\"2\"]').remove()")
    assert cards.is_open
    cards.page.evaluate("() => document.querySelector('[data-matter-id=\"1\"]').remove()")
    expect(cards.menu).to_be_hidden()
    assert cards.log == ["hold 1", "release"]


def test_focus_that_goes_elsewhere_closes_it_and_stays_there(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.page.locator("#before").focus()
    assert not cards.is_open
    expect(cards.page.locator("#before")).to_be_focused()


def test_after_the_stop_it_is_closed_and_the_link_is_a_link(set_up: Any) -> None:
    cards = set_up().by_key(1)
    cards.page.evaluate("() => { window.menu.stop(); window.menu.stop(); }")
    assert not cards.is_open
    cards.right_click(1)
    cards.by_key(1)
    assert not cards.is_open
    assert cards.log == ["hold 1", "release"]


PLACE = "({ placeOf }, [menu, anchor]) => placeOf(menu, anchor, { width: 800, height: 600 })"


@pytest.mark.parametrize(
    ("anchor", "left", "top"),
    [
        ((100, 100, 130, 120), 100, 120),
        ((700, 100, 730, 120), 530, 120),
        ((100, 500, 130, 520), 100, 200),
        ((790, 590, 790, 590), 590, 290),
        ((2, 2, 2, 2), 8, 8),
        ((100, 200, 130, 400), 100, 8),
    ],
)
def test_it_is_placed_where_there_is_room(in_module: RunModule, anchor: Any, left: int, top: int) -> None:
    """Below and from the left; else above, or from the right; never outside."""
    named = dict(zip(("left", "top", "right", "bottom"), anchor, strict=True))
    placed = in_module("kanban/menu_place.js", PLACE, [{"width": 200, "height": 300}, named])
    assert placed == {"left": left, "top": top}
