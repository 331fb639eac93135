"""One person's view of the board: filters, order and lanes, live, in the address, and never written to the server."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from kanban.commands import Intent, labels, matters
from kanban.models import Board, Matter
from tests.browser.pages import Pages
from tests.browser.test_axe import AT_ONCE, AXE, PHONE, violations
from tests.factories import MatterFactory

BOARD = "/boards/litigation/"


def card(page: Page, matter: Matter) -> Locator:
    return page.locator(f'[data-matter-id="{matter.pk}"]')


def lane(page: Page, column: str, key: str) -> Locator:
    return page.locator(f'section[data-column="{column}"] [data-lane="{key}"]')


def choose(page: Page, menu: str, *names: str) -> None:
    """Tick choices of one of the bar's menus."""
    field = page.locator(f'#filters [data-field="{menu}"]')
    field.locator("summary").click()
    for name in names:
        field.get_by_role("checkbox", name=name, exact=True).check()
    page.keyboard.press("Escape")


@pytest.fixture
def bobs(board: Board, alice: User) -> Matter:
    """Bob's: urgent, about tax, under appeal, due tomorrow."""
    labels.add(Intent(board, alice), {"name": "Appeal", "colour": "violet"})
    return MatterFactory(
        board=board,
        title="Ünal v. Revenue",
        practice_area="Tax",
        priority="urgent",
        responsible="bob",
        labels=["Appeal"],
        target_on=str(localdate() + timedelta(days=1)),
    )


@pytest.fixture
def nobodys(board: Board) -> Matter:
    """Nobody's, with nothing special about it."""
    return MatterFactory(board=board, title="Doe v. Roe")


@pytest.fixture
def watching(open_page: Pages, bobs: Matter, nobodys: Matter, bob: User) -> Page:
    """Bob looks at the board."""
    page = open_page(bob, BOARD)
    expect(page.locator("#filter-text")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("menu", "name", "address"),
    [
        ("responsible", "Bob Baker", "responsible=bob"),
        ("area", "Tax", "area=Tax"),
        ("label", "Appeal", "label=Appeal"),
        ("priority", "Urgent", "priority=urgent"),
        ("due", "Within 7 days", "due=week"),
    ],
)
def test_each_field_filters_and_a_chip_takes_it_away(
    watching: Page, bobs: Matter, nobodys: Matter, menu: str, name: str, address: str
) -> None:
    choose(watching, menu, name)
    expect(card(watching, nobodys)).to_be_hidden()
    expect(card(watching, bobs)).to_be_visible()
    expect(watching.locator("#filters").get_by_role("status")).to_have_text("1 of 2 shown")
    assert watching.url.endswith(f"{BOARD}?{address}")
    watching.locator("#filters [data-chips]").get_by_role("button", name=name).click()
    expect(card(watching, nobodys)).to_be_visible()
    assert watching.url.endswith(BOARD)


def test_words_and_only_mine_filter_too(watching: Page, bobs: Matter, nobodys: Matter) -> None:
    text = watching.locator("#filter-text")
    text.fill("UNAL rev")
    expect(card(watching, nobodys)).to_be_hidden()
    expect(card(watching, bobs)).to_be_visible()
    text.press("Escape")
    expect(card(watching, nobodys)).to_be_visible()
    watching.get_by_role("button", name="Only mine").click()
    expect(card(watching, nobodys)).to_be_hidden()
    expect(card(watching, bobs)).to_be_visible()


def test_an_address_shares_the_view_and_outlives_a_reload(
    watching: Page, open_page: Pages, bobs: Matter, nobodys: Matter, alice: User
) -> None:
    choose(watching, "responsible", "Nobody")
    watching.get_by_label("Lanes").select_option("priority")
    watching.reload()
    hers = open_page(alice, watching.url)
    for page in (watching, hers):
        expect(card(page, nobodys)).to_be_visible()
        expect(card(page, bobs)).to_be_hidden()
        expect(lane(page, "intake", "normal").locator("[data-matter-id]")).to_have_count(1)
        expect(page.get_by_label("Lanes")).to_have_value("priority")


def test_whatever_stands_in_the_address_the_board_is_shown(open_page: Pages, nobodys: Matter, bob: User) -> None:
    page = open_page(bob, f"{BOARD}?due=x&sort=y&lanes=z&area=%3Cimg+src%3Dx%3E&priority=%22%5D")
    expect(page.locator("#filters [data-chips]")).to_contain_text("<img src=x>")
    expect(page.locator("main img")).to_have_count(0)
    page.get_by_role("button", name="Clear the filter").click()
    expect(card(page, nobodys)).to_be_visible()


def test_the_filter_stays_when_the_panel_is_opened_and_left_by_back(
    watching: Page, bobs: Matter, nobodys: Matter
) -> None:
    watching.locator("#filter-text").fill("unal")
    card(watching, bobs).locator("a.card__title").click()
    expect(watching.locator("#panel article")).to_be_visible()
    watching.go_back()
    expect(watching.locator("#panel")).to_be_hidden()
    expect(watching.locator("#filter-text")).to_have_value("unal")
    expect(card(watching, nobodys)).to_be_hidden()


def test_a_live_change_brings_a_matter_into_the_filter_and_takes_it_out(
    watching: Page, board: Board, nobodys: Matter, alice: User
) -> None:
    choose(watching, "priority", "Urgent")
    expect(card(watching, nobodys)).to_be_hidden()
    matters.edit(Intent(board, alice), nobodys.pk, {"priority": "urgent"})
    expect(card(watching, nobodys)).to_be_visible()
    expect(watching.locator("#filters [data-shown]")).to_have_text("2 of 2 shown")
    matters.edit(Intent(board, alice), nobodys.pk, {"priority": "low"})
    expect(card(watching, nobodys)).to_be_hidden()
    expect(watching.locator("#filters [data-shown]")).to_have_text("1 of 2 shown")


def test_a_live_change_offers_new_choices_in_an_open_menu_and_leaves_the_focus(
    watching: Page, board: Board, nobodys: Matter, alice: User
) -> None:
    menu = watching.locator('#filters [data-field="area"]')
    menu.locator("summary").click()
    menu.get_by_role("checkbox", name="Tax", exact=True).focus()
    matters.edit(Intent(board, alice), nobodys.pk, {"practice_area": "Admiralty"})
    expect(menu.get_by_role("checkbox", name="Admiralty", exact=True)).to_be_visible()
    expect(menu.get_by_role("checkbox", name="Tax", exact=True)).to_be_focused()


def test_an_empty_column_says_that_nothing_matches(watching: Page, nobodys: Matter) -> None:
    watching.locator("#filter-text").fill("no such words")
    expect(watching.locator('section[data-column="intake"] .column__empty')).to_have_text("No matching matters.")
    expect(watching.get_by_text("No matter on this board matches")).to_be_visible()
    watching.get_by_role("button", name="Clear all").click()
    expect(card(watching, nobodys)).to_be_visible()


def test_a_matter_changes_its_lane_live_and_lanes_come_and_go(
    watching: Page, board: Board, bobs: Matter, nobodys: Matter, alice: User
) -> None:
    watching.get_by_label("Lanes").select_option("responsible")
    expect(lane(watching, "intake", "bob").locator("[data-matter-id]")).to_have_count(1)
    expect(lane(watching, "done", "-")).to_have_count(1)
    matters.edit(Intent(board, alice), nobodys.pk, {"responsible": "alice"})
    expect(lane(watching, "intake", "alice").locator(f'[data-matter-id="{nobodys.pk}"]')).to_be_visible()
    expect(lane(watching, "intake", "-")).to_have_count(0)
    matters.move(Intent(board, alice), bobs.pk, to="done")
    expect(lane(watching, "done", "bob").locator(f'[data-matter-id="{bobs.pk}"]')).to_be_visible()
    watching.get_by_label("Lanes").select_option("none")
    expect(watching.locator('section[data-column="done"] ol[data-cards] [data-matter-id]')).to_have_count(1)
    expect(watching.locator("[data-lane]")).to_have_count(0)


def test_lanes_stand_in_rows_under_heads_that_stay(watching: Page) -> None:
    watching.get_by_label("Lanes").select_option("priority")
    tops = "(lists) => lists.map((list) => list.getBoundingClientRect().top)"
    for name in ("urgent", "normal"):
        assert len(set(watching.locator(f'[data-lane="{name}"]').evaluate_all(tops))) == 1
    watching.set_viewport_size({"width": 1280, "height": 560})
    head = watching.locator("[data-column-head]").first
    before = head.bounding_box()
    watching.evaluate("() => { document.getElementById('board').scrollTop = 60; }")
    assert head.bounding_box() == before


def test_sorting_by_deadline_leaves_the_ranks_alone(
    watching: Page, board: Board, bobs: Matter, nobodys: Matter, alice: User
) -> None:
    matters.edit(Intent(board, alice), nobodys.pk, {"target_on": str(localdate())})
    expect(card(watching, nobodys)).to_have_attribute("data-due", str(localdate()))
    ranks = dict(Matter.objects.values_list("pk", "rank"))
    first = watching.locator('section[data-column="intake"] [data-matter-id]').first
    expect(first).to_have_attribute("data-matter-id", str(bobs.pk))
    watching.get_by_label("Sort").select_option("deadline")
    expect(first).to_have_attribute("data-matter-id", str(nobodys.pk))
    matters.edit(Intent(board, alice), nobodys.pk, {"target_on": str(localdate() + timedelta(days=9))})
    expect(first).to_have_attribute("data-matter-id", str(bobs.pk))
    watching.get_by_label("Sort").select_option("manual")
    expect(first).to_have_attribute("data-matter-id", str(bobs.pk))
    assert dict(Matter.objects.values_list("pk", "rank")) == ranks


def test_axe_finds_nothing_in_lanes_filters_and_an_open_menu(watching: Page) -> None:
    watching.get_by_label("Lanes").select_option("responsible")
    choose(watching, "priority", "Urgent")
    watching.locator('#filters [data-field="label"] summary').click()
    watching.evaluate(AXE)
    watching.evaluate(AT_ONCE)
    found = violations(watching, "light, desk")
    watching.emulate_media(color_scheme="dark")
    found += violations(watching, "dark, desk")
    watching.set_viewport_size(PHONE)
    watching.get_by_role("button", name="Filter 1", exact=True).click()
    found += violations(watching, "dark, phone")
    watching.emulate_media(color_scheme="light")
    found += violations(watching, "light, phone")
    assert found == []


def test_on_a_phone_a_button_opens_the_bar(open_page: Pages, bobs: Matter, nobodys: Matter, bob: User) -> None:
    page = open_page(bob, BOARD, viewport={"width": 375, "height": 740}, has_touch=True)
    expect(page.locator("#filter-text")).to_be_hidden()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("#filter-text").fill("unal")
    expect(card(page, nobodys)).to_be_hidden()


def test_without_scripts_there_is_no_bar(open_page: Pages, nobodys: Matter, bob: User) -> None:
    page = open_page(bob, BOARD, java_script_enabled=False)
    expect(card(page, nobodys)).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
