/**
 * Writes that need a decision: "2 changes need your decision", each reached from here, from its card and from the message
 * that told of it. They wait in the queue until they are decided or discarded, also over a reload: sent again under their
 * own ids, they get the same answer.
 */
import { merged } from "./outcomes.js";

export class ConflictTray {
  #button;
  #board;
  #mutations;
  #dialog;
  #toasts;

  /**
   * @param {object} parts
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLElement} parts.board
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("./conflict_dialog.js").ConflictDialog} parts.dialog
   * @param {import("./toasts.js").Toasts} parts.toasts
   */
  constructor({ button, board, mutations, dialog, toasts }) {
    this.#button = button;
    this.#board = board;
    this.#mutations = mutations;
    this.#dialog = dialog;
    this.#toasts = toasts;
  }

  start() {
    document.addEventListener("live:mutation", this.#changed);
    this.#button.addEventListener("click", this.#first);
    this.#board.addEventListener("click", this.#clicked, true);
  }

  stop() {
    document.removeEventListener("live:mutation", this.#changed);
    this.#button.removeEventListener("click", this.#first);
    this.#board.removeEventListener("click", this.#clicked, true);
  }

  /** @param {import("../live/mutations.js").Mutation} mutation one in conflict */
  decide(mutation) {
    const forget = () => this.#mutations.dismiss(mutation.id);
    this.#dialog.open({
      text: mutation.outcome.text,
      done: ({ said, merged: names }) => {
        forget();
        this.#toasts.show(said, "success");
        this.#toasts.show(merged(names), "info");
      },
      discard: forget,
    });
  }

  #changed = () => {
    const waiting = this.#mutations.conflicts.length;
    this.#button.hidden = waiting === 0;
    this.#button.textContent = waiting === 1 ? "1 change needs your decision" : `${waiting} changes need your decision`;
  };

  #first = () => this.decide(this.#mutations.conflicts[0]);

  /** A card in conflict opens its decision, before anybody else hears of the click. */
  #clicked = (event) => {
    const card = event.target.closest("[data-sync=conflict]");
    const mutation = card && event.target.closest(".card__title") && this.#mutations.conflicts.find(({ subject }) => subject === `matter:${card.dataset.matterId}`);
    if (!mutation || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.decide(mutation);
  };
}
