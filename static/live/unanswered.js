/** The writes that are not done, oldest first, and what can be asked of them. */
import { isOver, isUnsafe } from "./mutation.js";

const REMEMBERED = 500;

/** @typedef {import("./mutation.js").Mutation} Mutation */

export class Unanswered {
  #all = [];
  #own = new Set();

  /** @returns {Mutation[]} all that are not done, oldest first */
  get all() {
    return [...this.#all];
  }

  of(subject) {
    return this.#all.filter((mutation) => mutation.subject === subject);
  }

  /** @param {string} id @returns {Mutation | undefined} */
  find(id) {
    return this.#all.find((mutation) => mutation.id === id);
  }

  /** @returns {Mutation[]} of each subject the first that is to be sent or is on its way */
  get first() {
    return this.#all.filter((mutation) => this.of(mutation.subject).find((other) => !isOver(other)) === mutation);
  }

  /** @returns {Mutation[]} those to show over what is known of the subject, oldest first */
  shown(subject) {
    return this.of(subject).filter((mutation) => !isOver(mutation) && !mutation.isSeen);
  }

  /** @returns {Mutation | null} the one that was refused and neither retried nor dismissed */
  refused(subject) {
    return this.of(subject).filter(isOver).at(-1) ?? null;
  }

  /** @returns {Mutation[]} those that a person must decide, oldest first */
  get conflicts() {
    return this.#all.filter(({ state }) => state === "conflict");
  }

  /** How many have not been answered. */
  get pending() {
    return this.#all.filter((mutation) => !isOver(mutation) && !mutation.isSeen).length;
  }

  /** How many would be lost with this page. */
  get unsafe() {
    return this.#all.filter(isUnsafe).length;
  }

  get subjects() {
    return [...new Set(this.#all.map(({ subject }) => subject))];
  }

  /** A write of this page, whoever sends it. */
  wrote(id) {
    this.#own.add(id);
    if (this.#own.size > REMEMBERED) this.#own.delete(this.#own.values().next().value);
  }

  isMine(id) {
    return this.#own.has(id);
  }

  enlist(mutation) {
    this.#all.push(mutation);
  }

  strike(mutation) {
    this.#all = this.#all.filter((other) => other !== mutation);
  }
}
