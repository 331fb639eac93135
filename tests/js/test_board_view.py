"""The board in the page: what is shown is what is known plus the person's own writes that are on their way."""

from typing import Any

import pytest

from tests.js.board import on_board
from tests.js.conftest import RunModule


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda script, given=None: in_module("kanban/board_view.js", on_board(script), given)


def test_cards_are_renewed_where_they_are_and_moved_only_by_column_or_rank(story: Any) -> None:
    assert story("""
      const first = at(1);
      view.apply(delta(card(1, { rank: "1", version: 2, title: "New" })));
      log.push(both(), at(1) === first, at(1).querySelector(".card__title").textContent, board.dataset.cursor);
      view.apply(delta(card(1, { column: "b", rank: "2", version: 3 }) + `<li data-removed-matter="2"></li>`));
      log.push(both(), at(1) === first);
    """) == ["123/4", True, "New", "9.bbbbbbbb", "3/41", True]


def test_an_older_state_of_a_card_is_not_shown_over_a_newer_one(story: Any) -> None:
    assert story("""
      view.apply(delta(card(1, { rank: "1", version: 5, title: "New" })));
      view.apply(delta(card(1, { rank: "9", version: 4, title: "Old" })));
      log.push(both(), at(1).querySelector(".card__title").textContent);
    """) == ["123/4", "New"]


def test_columns_come_go_and_are_renamed_with_the_board(story: Any) -> None:
    assert story("""
      view.apply(delta(column("c", "15", "", "") + card(4, { column: "c", rank: "1", version: 2 }) +
        `<li data-removed-column="b"></li><b data-board-name>Appeals</b>`));
      log.push([...board.children].map((each) => each.dataset.column).join(""), order("c"), document.querySelector("h1").textContent);
    """) == ["ac", "4", "Appeals"]


def test_counts_and_the_limit_follow_from_the_cards(story: Any) -> None:
    assert story("""
      const numbers = () => ["count", "counted"].map((name) => board.querySelector(`[data-column="a"] [data-${name}]`).textContent).join();
      view.apply(delta(card(5, { rank: "5" })));
      log.push(numbers(), board.firstElementChild.dataset.over);
      view.apply(delta(card(5, { rank: "5", restricted: " data-restricted" })));
      log.push(numbers(), board.firstElementChild.dataset.over);
      at(1).setAttribute("data-ui-filtered", "");
      view.count();
      log.push(numbers());
      view.apply(delta(`<li data-removed-matter="5"></li><li data-removed-matter="1"></li>`));
      log.push(numbers(), board.firstElementChild.dataset.over ?? null);
    """) == ["4,4", "over", "4,3", "at", "3 of 4,3", "2,2", None]


def test_a_move_is_shown_at_once_marked_and_settles_where_the_server_put_it(story: Any) -> None:
    assert story("""
      move(1, "b", "4");
      log.push(both(), at(1).dataset.column, at(1).dataset.sync);
      view.apply(delta(card(1, { column: "b", rank: "05", version: 2 })), { isOwn: true });
      log.push(both(), at(1).dataset.sync);
      await answers[0]({ kind: "applied", version: 2 });
      log.push(both(), at(1).dataset.sync ?? null, at(1).hasAttribute("data-ui-anchor"), at(1).hasAttribute("data-ui-arrived"));
    """) == ["23/41", "b", "pending", "23/41", "pending", "23/14", None, False, False]


def test_to_the_top_and_to_the_end_are_places_too(story: Any) -> None:
    assert story("""
      move(3, "b", null);
      log.push(both());
      mutations.propose({ subject: "matter:2", kind: "move", change: { column: "b", after: null, atEnd: true } });
      log.push(both());
      move(1, "b", "99");
      log.push(both());
    """) == ["12/34", "1/342", "/3421"]


def test_a_refused_move_goes_back_to_where_the_matter_is_now_and_nothing_else_does(story: Any) -> None:
    """T-086: a burst of remote changes comes in meanwhile."""
    assert story("""
      move(1, "b", "4");
      view.apply(delta(card(2, { column: "b", rank: "05", version: 2 }) + card(1, { rank: "9", version: 2, title: "Renamed" }) + `<li data-removed-matter="3"></li>`));
      log.push(both(), at(1).querySelector(".card__title").textContent);
      await answers[0]({ kind: "swapped", status: 422 });
      log.push(both(), at(1).dataset.sync, at(1).dataset.column);
      mutations.dismiss("m1");
      log.push(at(1).dataset.sync ?? null);
    """) == ["/241", "Renamed", "1/24", "failed", "a", None]


def test_a_conflict_is_marked_as_one(story: Any) -> None:
    assert story("""
      move(1, "b", "4");
      await answers[0]({ kind: "conflict", status: 409 });
      log.push(both(), at(1).dataset.sync);
    """) == ["123/4", "conflict"]


def test_an_archived_card_is_gone_at_once_and_back_when_that_is_refused(story: Any) -> None:
    assert story("""
      mutations.propose({ subject: "matter:2", kind: "archive", change: {} });
      log.push(both(), view.seenVersionOf("2"));
      view.apply(delta(card(2, { rank: "05", version: 2 })));
      log.push(both());
      await answers[0]({ kind: "swapped", status: 403 });
      log.push(both());
    """) == ["13/4", 1, "13/4", "213/4"]


def test_a_matter_that_is_not_on_the_board_can_be_restored(story: Any) -> None:
    assert story("""
      mutations.propose({ subject: "matter:9", kind: "restore", change: {} });
      log.push(both());
      view.apply(delta(card(9, { rank: "9", version: 2 })), { isOwn: true });
      log.push(both(), at(9).dataset.sync);
    """) == ["123/4", "1239/4", "pending"]


def test_a_matter_that_went_away_under_a_move_stays_away(story: Any) -> None:
    assert story("""
      move(1, "b", "4");
      view.apply(delta(`<li data-removed-matter="1"></li>`));
      log.push(both());
      await answers[0]({ kind: "gone", status: 410 });
      log.push(both(), view.seenVersionOf("1"));
    """) == ["23/4", "23/4", None]


def test_own_changes_that_come_back_in_a_delta_are_known_again(story: Any) -> None:
    assert story("""
      move(1, "b", "4");
      const change = (mutations) => ({ isOwn: false, changes: [{ subject: "matter:1", mutations }] });
      view.apply(delta(card(1, { column: "b", rank: "2", version: 2 })), change(["m1"]));
      log.push(both(), at(1).dataset.sync ?? null, at(1).hasAttribute("data-ui-arrived"));
      view.apply(delta(card(1, { column: "b", rank: "2", version: 3 }), "10.cccccccc"), change(["m1", "x"]));
      log.push(at(1).hasAttribute("data-ui-arrived"));
    """) == ["23/41", None, False, True]


def test_a_held_card_stays_as_it_is_while_the_rest_goes_on_and_catches_up_when_let_go(story: Any) -> None:
    assert story("""
      const release = holds.hold({ cards: ["1"] });
      view.apply(delta(card(1, { column: "b", rank: "2", version: 2 }) + card(2, { column: "b", rank: "3", version: 2 })));
      log.push(both(), waiting, view.seenVersionOf("1"), view.seenVersionOf("2"));
      view.apply(delta(card(1, { column: "b", rank: "2", version: 3, title: "Newest" }), "10.cccccccc"));
      release();
      log.push(both(), waiting, at(1).querySelector(".card__title").textContent);
    """) == ["13/42", 1, 1, 2, "3/412", 0, "Newest"]


def test_nothing_enters_or_leaves_a_held_list_but_its_cards_are_renewed(story: Any) -> None:
    assert story("""
      const release = holds.hold({ list: board.querySelector('[data-column="b"] [data-cards]') });
      view.apply(delta(card(1, { column: "b", rank: "2", version: 2 }) + card(4, { column: "b", rank: "1", version: 2, title: "Renewed" }) + card(3, { rank: "0", version: 2 })));
      log.push(both(), waiting, at(4).querySelector(".card__title").textContent);
      view.apply(delta(`<li data-removed-matter="4"></li>`, "10.cccccccc"));
      log.push(both(), waiting);
      release();
      log.push(both(), waiting);
    """) == ["312/4", 1, "Renewed", "312/4", 2, "32/1", 0]


def test_a_column_is_kept_while_a_card_in_it_is_held(story: Any) -> None:
    assert story("""
      const release = holds.hold({ cards: ["4"] });
      view.apply(delta(card(4, { rank: "9", version: 2 }) + `<li data-removed-column="b"></li>`));
      log.push(Boolean(board.querySelector('[data-column="b"]')));
      release();
      log.push(Boolean(board.querySelector('section[data-column="b"]')), order("a"));
    """) == [True, False, "1234"]


def test_what_a_person_does_himself_is_shown_whatever_is_held(story: Any) -> None:
    assert story("""
      holds.hold({ cards: ["1"], list: board.querySelector('[data-column="b"] [data-cards]') });
      move(1, "b", "4");
      log.push(both());
    """) == ["23/41"]


def test_a_selection_in_a_card_holds_it(story: Any) -> None:
    assert story("""
      const later = () => new Promise((done) => setTimeout(done, 30));
      const title = at(1).querySelector(".card__title");
      getSelection().selectAllChildren(title);
      await later();
      view.apply(delta(card(1, { rank: "1", version: 2, title: "Renewed" }) + card(2, { rank: "2", version: 2, title: "Too" })));
      log.push(String(getSelection()), at(2).querySelector(".card__title").textContent, waiting);
      getSelection().removeAllRanges();
      await later();
      log.push(at(1).querySelector(".card__title").textContent, waiting);
      getSelection().setBaseAndExtent(at(1), 0, at(2), 1);
      await later();
      log.push(holds.holdsCard("1"), holds.holdsCard("2"), holds.holdsCard("3"));
      holds.stop();
      log.push(holds.holdsCard("1"));
    """) == ["T1", "Too", 1, "Renewed", 0, True, True, False, False]


def test_it_becomes_what_is_there_even_where_versions_went_back(story: Any) -> None:
    """After a restored backup the older version is the true one."""
    assert story("""
      view.apply(delta(card(1, { rank: "1", version: 9, title: "Newer" })));
      at(2).remove();
      const page = `<h1 data-board-name>Anew</h1><div id="board" data-stream="board:7" data-cursor="3.cccccccc" data-role="viewer">` +
        column("a", "1", card(1, { rank: "1", version: 3, title: "Restored" }) + card(2, { rank: "2" })) + column("c", "3") + `</div>`;
      let signal;
      get = async (_, options) => ({ signal } = options) && { ok: true, text: async () => page };
      log.push(await view.refresh(), both(), at(1).querySelector(".card__title").textContent, board.dataset.role, signal instanceof AbortSignal);
      log.push([...board.children].map((each) => each.dataset.column).join(""), document.querySelector("h1").textContent, board.parentElement.dataset.role);
    """) == ["3.cccccccc", "12/", "Restored", "viewer", True, "ac", "Anew", "viewer"]


def test_what_cannot_be_had_changes_nothing(story: Any) -> None:
    assert (
        story("""
      const pages = [
        async () => ({ ok: false }),
        async () => { throw new TypeError("cut"); },
        async () => ({ ok: true, text: async () => "<h1>Buy Wi-Fi</h1>" }),
      ];
      for (get of pages) log.push(await view.refresh(), both());
    """)
        == [None, "123/4"] * 3
    )


def test_a_page_that_was_overtaken_on_its_way_is_not_shown_over_what_is_newer(story: Any) -> None:
    assert story("""
      const page = `<h1 data-board-name>Anew</h1><div id="board" data-stream="board:7" data-cursor="8.cccccccc" data-role="editor">` + column("a", "1") + `</div>`;
      get = async () => ({ ok: true, text: async () => { view.apply(delta(card(1, { rank: "9", version: 2 }))); return page; } });
      log.push(await view.refresh(), both());
    """) == ["9.bbbbbbbb", "231/4"]


def test_an_own_move_survives_that_everything_is_made_anew(story: Any) -> None:
    assert story("""
      move(1, "b", "4");
      const page = `<h1 data-board-name>Anew</h1><div id="board" data-stream="board:7" data-cursor="30.cccccccc" data-role="editor">` +
        column("a", "1", card(1, { rank: "1", version: 3 }) + card(2, { rank: "2" })) + column("b", "2", card(4, { column: "b", rank: "1" })) + `</div>`;
      get = async () => ({ ok: true, text: async () => page });
      await view.refresh();
      log.push(both(), at(1).dataset.sync);
      await answers[0]({ kind: "gone", status: 410 });
      log.push(both());
    """) == ["2/41", "pending", "12/4"]


def test_an_empty_column_and_an_empty_board_say_so(story: Any) -> None:
    assert story("""
      document.body.insertAdjacentHTML("beforeend", "<p data-board-hint hidden>No matters yet.</p>");
      const hint = document.querySelector("[data-board-hint]");
      const empty = () => [...[...board.children].map((each) => each.hasAttribute("data-empty")), !hint.hidden];
      const gone = (...ids) => view.apply(delta(ids.map((id) => `<li data-removed-matter="${id}"></li>`).join("")));
      gone(4);
      log.push(empty());
      gone(1, 2, 3);
      log.push(empty());
      view.apply(delta(card(4, { column: "b" })));
      log.push(empty());
    """) == [[False, True, False], [True, True, True], [True, False, False]]


def test_the_parts_of_a_card_that_are_the_same_stay(story: Any) -> None:
    """What is not touched is not laid out anew, and what is selected in it stays selected."""
    assert story("""
      const [number, title] = [at(1).querySelector(".card__number"), at(1).querySelector(".card__title")];
      const parts = () => [number.isConnected, title.isConnected, at(1).querySelector(".card__title").textContent];
      view.apply(delta(card(1, { rank: "1", version: 2, title: "Renamed" })));
      log.push(parts());
      view.apply(delta(card(1, { rank: "1", version: 3, title: "Renamed" }).replace("</li>", "<p>A part more</p></li>")));
      log.push(parts(), at(1).lastElementChild.textContent);
    """) == [[True, False, "Renamed"], [False, False, "Renamed"], "A part more"]


def test_a_focused_card_keeps_the_focus_through_all_of_it(story: Any) -> None:
    assert story("""
      const focused = () => document.activeElement === at(1).querySelector(".card__title");
      at(1).querySelector(".card__title").focus();
      move(1, "b", "4");
      log.push(focused());
      view.apply(delta(card(1, { rank: "7", version: 2 })));
      log.push(focused());
      await answers[0]({ kind: "swapped", status: 422 });
      log.push(both(), focused());
    """) == [True, True, "231/4", True]


def test_the_focus_goes_on_beside_a_card_that_is_taken_away(story: Any) -> None:
    assert story("""
      const focused = () => document.activeElement.closest("[data-matter-id]")?.dataset.matterId ?? document.activeElement.id;
      document.body.firstElementChild.id = "main";
      document.body.firstElementChild.tabIndex = -1;
      at(2).querySelector(".card__title").focus();
      for (const id of [2, 3, 1]) {
        view.apply(delta(`<li data-removed-matter="${id}"></li>`, `${10 + id}.cccccccc`));
        log.push(focused());
      }
    """) == ["3", "1", "main"]


def test_a_form_that_is_being_saved_shows_on_the_card(story: Any) -> None:
    assert story("""
      let finish;
      mutations.follow({ subject: "matter:1", kind: "edit", change: { title: "Typed" } }, () => new Promise((resolve) => (finish = resolve)));
      log.push(at(1).querySelector(".card__title").textContent, at(1).dataset.sync);
      finish();
      await new Promise((done) => setTimeout(done));
      log.push(at(1).querySelector(".card__title").textContent, at(1).dataset.sync ?? null);
    """) == ["Typed", "pending", "T1", None]


def test_assigning_oneself_shows_the_avatar_at_once_and_takes_it_away_again(story: Any) -> None:
    assert story("""
      const me = { username: "alice", name: "Alice Archer", initials: "AA", colour: "blue" };
      const avatars = () => [...at(1).querySelectorAll(".avatar")].map((each) => each.getAttribute("aria-label")).join();
      const assign = (assigned) => mutations.propose({ subject: "matter:1", kind: "assign", change: { ...me, assigned } });
      assign(true);
      log.push(avatars(), at(1).dataset.people);
      await answers[0]({ kind: "gone", status: 410 });
      log.push(avatars(), at(1).dataset.people);
      view.apply(delta(card(1, { rank: "1", version: 2 }).replace('data-people=""', 'data-people="alice"').replace('class="people">', 'class="people"><span class="avatar" aria-label="Assigned: Alice Archer"></span>')));
      assign(true);
      log.push(avatars());
      await answers[1]({ kind: "gone", status: 410 });
      assign(false);
      log.push(avatars(), at(1).dataset.people);
    """) == ["Assigned: Alice Archer", "alice", "", "", "Assigned: Alice Archer", "", ""]


def test_another_order_of_the_view_places_every_card_anew(story: Any) -> None:
    assert story("""
      at(3).dataset.due = "2026-01-01";
      at(1).dataset.due = "2026-03-01";
      let arranged = 0;
      document.addEventListener("board:arranged", () => (arranged += 1));
      arrangement.set({ sort: "deadline" });
      log.push(both(), arranged);
      arrangement.set({ sort: "manual" });
      log.push(both(), arranged);
    """) == ["312/4", 1, "123/4", 2]


def test_stopped_it_hears_nothing_any_more(story: Any) -> None:
    assert story("""
      view.stop();
      move(1, "b", "4");
      log.push(both());
    """) == ["123/4"]
