/** The columns in the page: their heads, their order, their lists, and the counts, which are made here, never sent. */
import { copyAttributes, putInOrder } from "./card_element.js";
import { cardsOf, columnsIn, countIn } from "./columns_in.js";
import { byRank } from "./order.js";

export class Columns {
  #board;
  #arrangement;
  #leaving = new Set();

  /** @param {{board: HTMLElement, arrangement: import("./arrangement.js").Arrangement}} parts */
  constructor({ board, arrangement }) {
    this.#board = board;
    this.#arrangement = arrangement;
  }

  /** Renew a column's head and attributes, or add it; its list and what is being typed under it stay. */
  place(fresh) {
    let column = this.#column(fresh.dataset.column);
    this.#leaving.delete(fresh.dataset.column);
    if (column) {
      copyAttributes(fresh, column);
      column.querySelector("[data-column-head]").replaceWith(fresh.querySelector("[data-column-head]").cloneNode(true));
    } else {
      column = document.importNode(fresh, true);
      column.querySelector("[data-cards]").replaceChildren();
    }
    const holder = this.#all()[0]?.parentElement ?? this.#board;
    putInOrder(column, holder, this.#all(), byRank);
    this.#arrangement.tidy();
    this.#count(column);
  }

  /** Take a column away as soon as no card stands in it any more: one may be held in a person's hand. */
  drop(slug) {
    this.#leaving.add(slug);
  }

  keepOnly(slugs) {
    for (const { dataset } of this.#all()) if (!slugs.has(dataset.column)) this.drop(dataset.column);
  }

  /** The list in which a card belongs; null where its column is not on the board. */
  listOf(card) {
    const column = this.#column(card.dataset.column);
    return column ? this.#arrangement.listOf(column, card) : null;
  }

  /** After a change: take away what left, count anew. @param {Set<Element | null> | null} touched null: all */
  tidy(touched) {
    for (const slug of this.#leaving) this.#leave(slug);
    this.#arrangement.tidy();
    this.count(touched);
    const hint = document.querySelector("[data-board-hint]");
    if (hint) hint.hidden = this.#all().some(countIn);
  }

  /** @param {Iterable<Element | null> | null} [columns] null: all */
  count(columns = null) {
    for (const column of columns ?? this.#all()) if (column) this.#count(column);
  }

  #leave(slug) {
    const column = this.#column(slug);
    if (column && countIn(column)) return;
    column?.remove();
    this.#leaving.delete(slug);
  }

  #count(column) {
    const cards = cardsOf(column);
    const count = (attribute) => cards.filter((card) => card.hasAttribute(attribute)).length;
    const [all, counted, filtered] = [cards.length, cards.length - count("data-restricted"), count("data-ui-filtered")];
    const head = column.querySelector("[data-column-head]"); // not the column: what it has not would be looked for in every card
    say(head.querySelector("[data-count]"), filtered ? `${all - filtered} of ${all}` : all);
    say(head.querySelector("[data-counted]"), counted);
    column.toggleAttribute("data-empty", all === 0);
    const limit = Number.parseInt(column.dataset.limit, 10);
    if (counted >= limit) column.dataset.over = counted > limit ? "over" : "at";
    else delete column.dataset.over;
  }

  #all() {
    return columnsIn(this.#board);
  }

  #column(slug) {
    return this.#all().find((column) => column.dataset.column === slug) ?? null;
  }
}

function say(place, value) {
  if (place && place.textContent !== String(value)) place.textContent = value;
}
