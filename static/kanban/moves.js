/**
 * What a person can do to a card on the board itself. Each is shown at once, sent, and taken back where it is refused;
 * this file says how each is asked for, `mutations` does the rest.
 */
import { isAssigned } from "./assigned.js";

const ADDRESSES = {
  move: ({ change: { column, after, atEnd } }) => ["move", { column, ...(atEnd ? { place: "end" } : { after: after ?? "" }) }],
  assign: ({ change: { assigned } }) => ["assign", { assigned: assigned ? "1" : "0" }],
  archive: () => ["archive", {}],
  restore: () => ["restore", {}],
};

export class Moves {
  #board;
  #mutations;
  #holds;
  #arrangement;
  #me;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("./holds.js").Holds} parts.holds
   * @param {import("./arrangement.js").Arrangement} parts.arrangement
   * @param {{username: string, name: string, initials: string, colour: string}} parts.me
   */
  constructor({ board, mutations, holds, arrangement, me }) {
    this.#board = board;
    this.#mutations = mutations;
    this.#holds = holds;
    this.#arrangement = arrangement;
    this.#me = me;
  }

  /** Asked anew each time: a role can change. */
  get can() {
    const { dataset } = this.#board;
    return {
      get edit() {
        return dataset.role !== "viewer";
      },
    };
  }

  canMove(card) {
    return this.can.edit && this.#board.contains(card);
  }

  isManual() {
    return this.#arrangement.isManual;
  }

  hold(what) {
    return this.#holds.hold(what);
  }

  /** @param {string} id @param {{column: string, after: string | null}} place below another card, or at the top */
  move(id, { column, after }) {
    this.#propose(id, "move", { column, after, atEnd: !this.isManual() });
  }

  assign(card) {
    this.#propose(card.dataset.matterId, "assign", { ...this.#me, assigned: !isAssigned(card, this.#me.username) });
  }

  archive(card) {
    this.#propose(card.dataset.matterId, "archive", { number: numberOf(card) });
  }

  restore(id, number) {
    this.#propose(id, "restore", { number });
  }

  #propose(id, kind, change) {
    if (this.can.edit) this.#mutations.propose({ subject: `matter:${id}`, kind, change });
  }
}

/**
 * How a mutation of the board is sent: `{url, values, id}` for the writer. What was typed goes as it was typed; null where
 * it was kept by a page of another version, and nobody knows how.
 */
export function writeOf(mutation) {
  const { id, form } = mutation;
  if (form) return { url: form.url, values: form.values, id };
  const [verb, values] = ADDRESSES[mutation.kind]?.(mutation) ?? [];
  if (!verb) return null;
  const matter = mutation.subject.slice("matter:".length);
  return { url: `/matters/${matter}/${verb}/`, values: Object.entries({ ...values, version: String(mutation.base ?? 1) }), id };
}

export function numberOf(card) {
  return card?.querySelector(".card__number")?.textContent.trim() ?? "";
}
