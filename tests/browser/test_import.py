"""A file of matters, from the settings to the board."""

from django.contrib.auth.models import User
from playwright.sync_api import expect

from kanban.models import Board
from tests.browser.pages import Pages

ROWS = 600  # more than one request takes in


def test_a_file_is_taken_in_without_another_click(open_page: Pages, board: Board, alice: User) -> None:
    rows = "".join(f"{at},Case {at},Intake\n" for at in range(ROWS))
    page = open_page(alice, f"/boards/{board.slug}/settings/")
    page.get_by_role("link", name="Import matters…").click()
    content = f"number,title,stage\n{rows}".encode()
    page.get_by_label("CSV file").set_input_files({"name": "cases.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Send the file").click()
    page.get_by_role("button", name="Take the rows in").click()
    expect(page.get_by_role("heading", name="cases.csv is taken in")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status").first).to_contain_text(f"{ROWS} of {ROWS} rows: {ROWS} new")
    page.get_by_role("link", name="To the board").click()
    expect(page.get_by_role("heading", name="Intake")).to_be_visible()
