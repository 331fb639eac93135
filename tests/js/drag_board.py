"""A small board in an empty page, with the styles of the real one, and everything that is asked of its surroundings noted."""

from typing import Any

from playwright.sync_api import Page

BUILD = """
async ({ DragAndDrop }, { cards, isManual, role, lanes, tall }) => {
  document.head.append(Object.assign(document.createElement("meta"), { name: "viewport", content: "width=device-width" }));
  const sheets = ["tokens", "base", "frame", "board", "card", "live", "drag", "filters"].map((name) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/css/${name}.css` });
    document.head.append(link);
    return new Promise((resolve) => (link.onload = resolve));
  });
  await Promise.all(sheets);
  window.cardOf = (id) => `<li class="card" id="matter-${id}" data-matter-id="${id}" data-rank="${String(id).padStart(5, "0")}">
    <div class="card__head"><span class="card__number">2026-${String(id).padStart(4, "0")}</span>
    <a class="card__move" href="#move-${id}" aria-label="Move">M</a></div>
    <a class="card__title" href="#matter-${id}" data-panel>Matter ${id}</a>
    <p class="card__parties" style="height: ${tall ? 120 : 20}px">A v. B</p></li>`;
  const listOf = (ids) => `<ol class="column__cards" data-cards>${ids.map(cardOf).join("")}</ol>`;
  const laneOf = (ids, lane) => `<div class="lane" data-ui-lane><h3>${lane}</h3>
    <ol class="column__cards lane__cards" data-cards data-lane="${lane}">${ids.map(cardOf).join("")}</ol></div>`;
  const columnOf = ([slug, ids]) => `<section class="column" data-column="${slug}">
    <header class="column__head" data-column-head><h2>${slug[0].toUpperCase() + slug.slice(1)}</h2></header>
    ${lanes ? laneOf(ids.slice(0, lanes), "a") + laneOf(ids.slice(lanes), "b") : listOf(ids)}
    <footer class="column__foot"><input aria-label="New in ${slug}"></footer></section>`;
  document.body.className = "is-board";
  document.body.innerHTML = `<main class="board-page"><p>Outside <input id="outside"></p><div id="board" data-role="${role}">
    ${Object.entries(cards).map(columnOf).join("")}</div></main>`;
  const board = document.getElementById("board");
  if (lanes) {
    board.setAttribute("data-ui-lanes", "area");
    for (const column of board.children) column.style.gridRowEnd = "span 4";
  }
  window.log = { moves: [], said: [], holds: [], released: 0, clicks: [], menus: 0 };
  window.cardBy = (id) => document.querySelector(`[data-matter-id="${id}"]`);
  let holds = 0;
  window.moves = {
    canMove: (card) => board.dataset.role !== "viewer" && board.contains(card),
    isManual: () => isManual,
    hold: ({ cards, list }) => {
      holds += 1;
      log.holds.push([cards.join(), list?.closest("section").dataset.column ?? null]);
      let isOpen = true;
      return () => { if (isOpen) holds -= 1; isOpen = false; log.released += 1; };
    },
    move: (id, { column, after }) => {
      log.moves.push([id, column, after]);
      const list = board.querySelector(`section[data-column="${column}"] [data-cards]`);
      const above = after && cardBy(after);
      if (above) above.after(cardBy(id));
      else list.prepend(cardBy(id));
    },
  };
  window.openHolds = () => holds;
  document.addEventListener("click", (event) => { event.preventDefault(); log.clicks.push(event.target.className); });
  document.addEventListener("contextmenu", (event) => { event.preventDefault(); log.menus += 1; });
  const announcer = { say: (text) => log.said.push(text) };
  window.drag = new DragAndDrop({ board, moves: window.moves, announcer });
  drag.start();
}
"""

CARDS = {"pleadings": [1, 2, 3], "trial": [4, 5, 6], "closed": []}


class DragBoard:
    """The page, and what was noted there."""

    def __init__(self, page: Page, in_module: Any, **given: Any) -> None:
        self.page = page
        given = {"cards": CARDS, "isManual": True, "role": "manager", "lanes": 0, "tall": False} | given
        in_module("kanban/drag_and_drop.js", BUILD, given)

    def log(self, name: str) -> Any:
        return self.page.evaluate("(name) => log[name]", name)

    @property
    def moved(self) -> list[list[str | None]]:
        found: list[list[str | None]] = self.log("moves")
        return found

    @property
    def said(self) -> str:
        return str((self.log("said") or [""])[-1])

    def is_lifted(self) -> bool:
        return bool(self.page.evaluate("() => drag.isLifted"))

    def frame(self) -> None:
        """Let two frames pass: what was due in the next one has been drawn."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def is_clean(self) -> bool:
        """Nothing of a drag is left: no copy, no mark, no attribute, no hold."""
        settled = "!document.querySelector('.drag-ghost, [data-ui-settling]') && !document.getAnimations().length"
        self.page.wait_for_function(f"() => {settled}")
        left = ".drop-mark, [data-ui-lifted], [data-ui-drop], [data-ui-dragging]"
        counted = self.page.evaluate("(left) => document.querySelectorAll(left).length + openHolds()", left)
        return counted == 0 and not self.is_lifted()

    def centre(self, selector: str) -> tuple[float, float]:
        box = self.page.locator(selector).bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def card(self, number: int) -> tuple[float, float]:
        return self.centre(f'[data-matter-id="{number}"]')

    def column(self, slug: str) -> tuple[float, float]:
        return self.centre(f'section[data-column="{slug}"]')

    def lift(self, number: int) -> None:
        """By mouse, held where it is."""
        x, y = self.card(number)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + 6, y)
        self.frame()

    def over(self, number: int, part: float = 0.25) -> None:
        """Hold the pointer over a card, in its upper quarter or elsewhere."""
        box = self.page.locator(f'[data-matter-id="{number}"]').bounding_box()
        assert box
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * part)
        self.frame()
