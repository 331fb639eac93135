/**
 * How one person looks at the board: in which order, and in which lanes. Nothing of it is written to the server.
 *
 * Without lanes a column has its own list. With lanes that list is put away, empty and hidden, and each lane has a cell in
 * each column, the same ones in the same order, so that they stand in rows. A cell is removed only when it is empty: a card
 * is never lost with it.
 */
import { cardsIn, cardsOn, columnsIn, listsIn } from "./columns_in.js";
import { cell, label, laneOf, lanesOf } from "./lanes.js";
import { byDeadline, byRank } from "./order.js";

/** Event `change`: order or lanes are others; every card is to be placed anew, then {@link Arrangement#tidy} called. */
export class Arrangement extends EventTarget {
  #board;
  #sort = "manual";
  #lanes = "none";
  #folded = new Set();

  /** @param {{board: HTMLElement}} parts `#board` */
  constructor({ board }) {
    super();
    this.#board = board;
  }

  /** manual or deadline */
  get sort() {
    return this.#sort;
  }

  /** none, responsible, area or priority */
  get lanes() {
    return this.#lanes;
  }

  /** Do places in a list mean ranks? */
  get isManual() {
    return this.#sort === "manual";
  }

  /** @param {{sort?: string, lanes?: string}} view */
  set({ sort = this.#sort, lanes = this.#lanes }) {
    if (sort === this.#sort && lanes === this.#lanes) return;
    if (lanes !== this.#lanes) this.#folded.clear();
    this.#sort = sort;
    this.#lanes = lanes;
    if (this.#hasLanes) this.#board.setAttribute("data-ui-lanes", lanes);
    else this.#board.removeAttribute("data-ui-lanes");
    this.dispatchEvent(new Event("change"));
  }

  /** The order of two cards of a list. */
  compare = (a, b) => (this.isManual ? byRank(a, b) : byDeadline(a, b));

  /** The list of a column that a card belongs in; made where there is none yet. */
  listOf(column, card) {
    if (!this.#hasLanes) return bringOut(column);
    const key = laneOf(card, this.#lanes);
    return listIn(column, key) ?? this.#add(column, key, putAway(column)).querySelector("[data-lane]");
  }

  /** To be called after each change of the board: the same lanes in every column, in order, none without cards. */
  tidy() {
    const lanes = this.#hasLanes ? lanesOf(cardsOn(this.#board), this.#lanes) : [];
    const shown = lanes.filter((lane) => lane.shown).length;
    this.#board.toggleAttribute("data-ui-laneless", this.#hasLanes && !shown);
    const rows = this.#hasLanes ? `span ${Math.max(shown, 1) + 2}` : ""; // head and foot
    for (const column of columnsIn(this.#board)) {
      this.#tidyColumn(column, lanes);
      if (column.style.gridRowEnd !== rows) column.style.gridRowEnd = rows;
    }
  }

  get #hasLanes() {
    return this.#lanes !== "none";
  }

  #tidyColumn(column, lanes) {
    const own = this.#hasLanes ? putAway(column) : bringOut(column);
    const keys = new Set(lanes.map((lane) => lane.value));
    for (const list of listsIn(column).filter((each) => "lane" in each.dataset)) {
      if (!keys.has(list.dataset.lane) && !cardsIn(list).length) list.parentElement.remove();
    }
    let next = own;
    for (const lane of lanes.toReversed()) {
      const place = listIn(column, lane.value)?.parentElement ?? this.#add(column, lane.value, next);
      if (place.nextElementSibling !== next) move(place, next);
      label(place, lane, this.#folded.has(lane.value));
      next = place;
    }
  }

  #add(column, key, before) {
    const made = cell(key, () => this.#fold(key));
    column.insertBefore(made, before);
    return made;
  }

  #fold(key) {
    if (!this.#folded.delete(key)) this.#folded.add(key);
    this.tidy();
  }
}

function listIn(column, key) {
  return listsIn(column).find((list) => list.dataset.lane === key) ?? null;
}

function ownOf(column) {
  return listsIn(column).find((list) => !("lane" in list.dataset));
}

/** The column's own list, out of the way of whoever looks for lists of cards. */
function putAway(column) {
  const list = ownOf(column);
  if ("uiOwn" in list.dataset) return list;
  list.setAttribute("data-ui-own", "");
  list.removeAttribute("data-cards");
  list.hidden = true;
  return list;
}

function bringOut(column) {
  const own = ownOf(column);
  if (!("uiOwn" in own.dataset)) return own;
  own.setAttribute("data-cards", "");
  own.removeAttribute("data-ui-own");
  own.hidden = false;
  return own;
}

/** Focus, scroll and animations survive a moveBefore. */
function move(place, next) {
  if ("moveBefore" in next.parentElement) next.parentElement.moveBefore(place, next);
  else next.parentElement.insertBefore(place, next);
}
