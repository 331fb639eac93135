/**
 * The board in the page. Changes come by key: a card is found by its id, renewed where it is, and moved only when its
 * column or rank says so; so scroll, focus and what is being typed elsewhere stay as they are.
 *
 * What is shown of a column depends on its list: counts are counted here, never sent.
 */
import { byRank } from "./order.js";

const CHANGED_FOR = 2_000;
const TIMEOUT = 10_000; // nobody asks for changes while the board is being fetched

export class BoardView {
  #board;
  #fetch;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {typeof fetch} [parts.fetch]
   */
  constructor({ board, fetch: get = window.fetch.bind(window) }) {
    this.#board = board;
    this.#fetch = get;
  }

  /** Show a `<live-delta>`. Returns the ids of the matters that it showed and removed. */
  apply(delta, isOwn) {
    for (const name of delta.querySelectorAll("[data-board-name]")) this.#rename(name.textContent);
    for (const column of delta.querySelectorAll("section[data-column]")) this.#placeColumn(column);
    for (const gone of delta.querySelectorAll("[data-removed-column]")) this.#column(gone.dataset.removedColumn)?.remove();
    const cards = [...delta.querySelectorAll("[data-matter-id]")];
    for (const card of cards) this.#placeCard(card, !isOwn);
    const gone = [...delta.querySelectorAll("[data-removed-matter]")].map((item) => item.dataset.removedMatter);
    for (const id of gone) this.#card(id)?.remove();
    this.#count();
    this.#board.dataset.cursor = delta.getAttribute("to");
    return { matters: cards.map((card) => card.dataset.matterId), removed: gone };
  }

  /** Fetch the whole board and become it, card by card: the one way back from anything that was missed. */
  refresh = async () => {
    const text = await this.#whole().catch(() => null);
    if (text === null) return null;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("board");
    if (fresh?.dataset.stream !== this.#board.dataset.stream) return null;
    this.#become(fresh);
    return fresh.dataset.cursor;
  };

  async #whole() {
    const headers = { Accept: "text/html" };
    const response = await this.#fetch(location.href, { headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
    return response.ok ? response.text() : null;
  }

  #become(fresh) {
    this.#board.dataset.role = fresh.dataset.role;
    this.#board.dataset.cursor = fresh.dataset.cursor;
    this.#rename(fresh.ownerDocument.querySelector("[data-board-name]").textContent);
    const columns = [...fresh.querySelectorAll("section[data-column]")];
    const cards = [...fresh.querySelectorAll("[data-matter-id]")];
    const slugs = new Set(columns.map((column) => column.dataset.column));
    const ids = new Set(cards.map((card) => card.dataset.matterId));
    for (const column of columns) this.#placeColumn(column);
    for (const card of cards) {
      delete this.#card(card.dataset.matterId)?.dataset.version; // after a restored backup the older version is the true one
      this.#placeCard(card, false);
    }
    for (const card of this.#board.querySelectorAll("[data-matter-id]")) if (!ids.has(card.dataset.matterId)) card.remove();
    for (const column of this.#board.querySelectorAll("section[data-column]")) if (!slugs.has(column.dataset.column)) column.remove();
    this.#count();
  }

  #rename(name) {
    for (const place of document.querySelectorAll("[data-board-name]")) place.textContent = name;
  }

  /** Renew a column's head and attributes; its list and what is being typed under it stay. */
  #placeColumn(fresh) {
    let column = this.#column(fresh.dataset.column);
    if (column) {
      copyAttributes(fresh, column);
      column.querySelector("[data-column-head]").replaceWith(fresh.querySelector("[data-column-head]").cloneNode(true));
    } else {
      column = document.importNode(fresh, true);
      column.querySelector("[data-cards]").replaceChildren();
    }
    const sections = [...this.#board.querySelectorAll("section[data-column]")];
    const holder = sections[0]?.parentElement ?? this.#board;
    put(column, holder, sections);
  }

  #placeCard(fresh, isMarked) {
    const list = this.#column(fresh.dataset.column)?.querySelector("[data-cards]");
    if (!list) return;
    let card = this.#card(fresh.dataset.matterId);
    const shown = Number(card?.dataset.version ?? 0);
    const isNewer = shown < Number(fresh.dataset.version);
    if (!card) card = document.importNode(fresh, true);
    else if (shown <= Number(fresh.dataset.version)) renew(card, fresh);
    else return;
    put(card, list, [...list.children]);
    if (isMarked && isNewer) mark(card);
  }

  #count() {
    for (const column of this.#board.querySelectorAll("section[data-column]")) {
      const cards = [...column.querySelectorAll("[data-matter-id]")];
      const counted = cards.filter((card) => !("restricted" in card.dataset)).length;
      say(column.querySelector("[data-count]"), cards.length);
      say(column.querySelector("[data-counted]"), counted);
      const limit = Number.parseInt(column.dataset.limit, 10);
      if (counted >= limit) column.dataset.over = counted > limit ? "over" : "at";
      else delete column.dataset.over;
    }
  }

  #card(id) {
    return this.#board.querySelector(`[data-matter-id="${CSS.escape(id)}"]`);
  }

  #column(slug) {
    return this.#board.querySelector(`section[data-column="${CSS.escape(slug)}"]`);
  }
}

/** Give `card` the content of `fresh`. The element stays, and a link in it that has the focus keeps it. */
function renew(card, fresh) {
  const focused = [...card.querySelectorAll("a, button")].indexOf(document.activeElement);
  copyAttributes(fresh, card);
  card.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (focused >= 0) card.querySelectorAll("a, button")[focused]?.focus({ preventScroll: true });
}

/** Put `item` among its siblings by rank, touching nothing when it is there already. */
function put(item, parent, siblings) {
  const next = siblings.find((other) => other !== item && byRank(other, item) > 0) ?? null;
  const last = siblings.filter((other) => other !== item).at(-1);
  const after = next ?? last?.nextElementSibling ?? null;
  if (item.parentElement === parent && (item.nextElementSibling === after || (after === item && !next))) return;
  const focused = item.contains(document.activeElement) ? document.activeElement : null;
  if (item.isConnected && "moveBefore" in parent) parent.moveBefore(item, after);
  else parent.insertBefore(item, after);
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

function copyAttributes(from, to) {
  for (const { name } of [...to.attributes]) {
    if (!from.hasAttribute(name) && !name.startsWith("data-ui-")) to.removeAttribute(name);
  }
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

/** Let a card that somebody else changed be seen for a moment. */
function mark(card) {
  card.setAttribute("data-ui-arrived", "");
  setTimeout(() => card.removeAttribute("data-ui-arrived"), CHANGED_FOR);
}

function say(place, value) {
  if (place && place.textContent !== String(value)) place.textContent = value;
}
