/**
 * Writes of the board itself that need a decision: "2 changes need your decision", each reached from here, from its card
 * and from the message that told of it. They wait until they are decided or discarded, also over a reload: sent again
 * under their own ids, they get the same answer.
 */
import { merged } from "./outcomes.js";

export class ConflictTray {
  #button;
  #board;
  #mutations;
  #dialog;
  #toasts;
  #storage;
  #key;
  #resumed = new Map();

  /**
   * @param {object} parts
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLElement} parts.board
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("./conflict_dialog.js").ConflictDialog} parts.dialog
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {Storage} [parts.storage] of this tab, as the drafts are
   */
  constructor({ button, board, mutations, dialog, toasts, storage = sessionStorage }) {
    this.#button = button;
    this.#board = board;
    this.#mutations = mutations;
    this.#dialog = dialog;
    this.#toasts = toasts;
    this.#storage = storage;
    this.#key = `aster:conflicts:${board.dataset.person}:${board.dataset.stream}`;
  }

  start() {
    document.addEventListener("live:mutation", this.#changed);
    this.#button.addEventListener("click", this.#first);
    this.#board.addEventListener("click", this.#clicked, true);
    for (const saved of this.#saved()) this.#resumed.set(saved.id, saved);
    for (const saved of this.#resumed.values()) this.#mutations.resume(saved);
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

  /** What was written by an older page, or by hand, is not worth a page that does not start. */
  #saved() {
    try {
      return JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
    } catch {
      return [];
    }
  }

  /** Kept until they are decided, those too that are on their way once more. */
  #changed = ({ detail: { mutation } }) => {
    if (!["waiting", "sent"].includes(mutation.state)) this.#resumed.delete(mutation.id);
    const waiting = this.#mutations.conflicts;
    this.#button.hidden = waiting.length === 0;
    this.#button.textContent = waiting.length === 1 ? "1 change needs your decision" : `${waiting.length} changes need your decision`;
    const inConflict = waiting.map(({ id, subject, kind, change, base }) => ({ id, subject, kind, change, base }));
    const saved = [...inConflict, ...this.#resumed.values()];
    if (saved.length) this.#storage.setItem(this.#key, JSON.stringify(saved));
    else this.#storage.removeItem(this.#key);
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
