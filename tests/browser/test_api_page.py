"""The page of the API works offline under our content policy, and what is tried out there is done in one's own name."""

from playwright.sync_api import expect

from kanban.models import Board
from tests.browser.pages import Pages
from tests.browser.places import Scene


def test_a_write_is_tried_out_with_the_pages_own_session(scene: Scene, open_page: Pages) -> None:
    page = open_page(scene.people["alice"], "/api/docs/")
    page.get_by_role("heading", name="boards").click()
    operation = page.locator("#operations-boards-create_board")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator("textarea").fill('{"name": "Made on the page"}')
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("201")
    assert Board.objects.filter(name="Made on the page").exists()


def test_a_token_is_made_and_revoked(scene: Scene, open_page: Pages) -> None:
    page = open_page(scene.people["bob"], "/")
    page.locator("summary", has_text="your menu").click()
    page.get_by_role("link", name="Tokens for programs").click()
    page.get_by_label("Name").fill("Intake script")
    page.get_by_role("button", name="Make it").click()
    secret = page.get_by_label("The token").input_value()
    answer = page.request.get("/api/boards", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status == 200
    page.get_by_label("Revoke Intake script").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("Intake script is revoked")).to_be_visible()
    assert page.request.get("/api/boards", headers={"Authorization": f"Bearer {secret}"}).status == 401
