/**
 * What is being typed and was not sent, sealed in this browser, by the name of its form; so that a page that dies or is
 * loaded anew does not take it along. Kept only where it can be sealed. Nothing here fails.
 */
const BOARD = "drafts"; // of no board: the queue leaves them alone

export class Drafts {
  #store;
  #seal;
  #person;
  #now;
  #last = Promise.resolve();

  /**
   * @param {object} parts
   * @param {import("./write_store.js").WriteStore} parts.store
   * @param {import("./seal.js").Seal} parts.seal
   * @param {string} parts.person
   * @param {() => number} [parts.now]
   */
  constructor({ store, seal, person, now = Date.now }) {
    this.#store = store;
    this.#seal = seal;
    this.#person = person;
    this.#now = now;
  }

  /** @param {string} name of the form @param {[string, string][]} values */
  keep(name, values) {
    if (!this.#seal.canSeal) return Promise.resolve(false);
    const id = this.#idOf(name);
    return this.#next(async () => {
      const sealed = await this.#seal.seal(values, id);
      await this.#store.put({ id, person: this.#person, board: BOARD, at: this.#now(), turn: 0, sealed });
      return true;
    }, false);
  }

  drop(name) {
    return this.#next(() => this.#store.remove(this.#idOf(name)), null);
  }

  /** @returns {Promise<{at: number, values: [string, string][]} | null>} `at` when it was typed, ms since the epoch */
  find(name) {
    const id = this.#idOf(name);
    return this.#next(async () => {
      const record = (await this.#store.of(this.#person)).find((each) => each.id === id);
      const values = record && (await this.#seal.open(record.sealed, id));
      return values ? { at: record.at, values } : null;
    }, null);
  }

  #next(step, otherwise) {
    this.#last = this.#last.then(step).catch(() => otherwise);
    return this.#last;
  }

  #idOf(name) {
    return `draft ${this.#person} ${name}`;
  }
}
