/** Matters that are to be made and had to wait: below the cards of their column, marked like a card that is on its way. */
import { columnsIn } from "./columns_in.js";

export class NewCards {
  #board;
  #mutations;

  /** @param {{board: HTMLElement, mutations: import("../live/mutations.js").Mutations}} parts */
  constructor({ board, mutations }) {
    this.#board = board;
    this.#mutations = mutations;
  }

  start() {
    document.addEventListener("live:mutation", this.#changed);
  }

  stop() {
    document.removeEventListener("live:mutation", this.#changed);
  }

  #changed = ({ detail: { mutation } }) => {
    if (mutation.kind !== "create") return;
    const made = this.#mutations.all.filter(({ kind, isLate, isSeen }) => kind === "create" && isLate && !isSeen);
    for (const column of columnsIn(this.#board)) show(column, made.filter(({ change }) => change.column === column.dataset.column));
  };
}

function show(column, mutations) {
  const place = [...column.children].find((child) => child.matches(".column__new"));
  if (!mutations.length) return place?.remove();
  const list = place ?? Object.assign(document.createElement("ul"), { className: "column__new" });
  list.replaceChildren(...mutations.map(cardOf));
  if (!place) column.insertBefore(list, column.lastElementChild);
}

function cardOf({ change, state }) {
  const card = Object.assign(document.createElement("li"), { className: "card", textContent: change.title });
  card.dataset.sync = state === "failed" ? state : "pending";
  return card;
}
