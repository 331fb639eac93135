/**
 * The writes of one person on one board that are not answered yet, kept in this browser: over a reload, a crash, a restart.
 *
 *   open:    id, whose, which board, which matter, what kind, base version, when, which tab, and places (`change`)
 *   sealed:  everything that was typed (`form`, its `change`) and every reason of a refusal
 *
 * `encrypted` keeps both, `moves` only what lies open, `off` nothing. Nothing here ever fails: what cannot be kept is told
 * by false, and is then kept by the page alone. One step after the other, in the order in which they were asked for, so
 * that nothing that was dropped is written again.
 */
import { CLOCK } from "./scheduler.js";

const PATIENCE = 3_000; // ms, after which a browser that does not answer counts as one that cannot keep

/**
 * @typedef {import("./mutation.js").Mutation} Mutation
 * @typedef {Mutation & {tab: string, isReadable: boolean}} Kept
 */

export class OfflineQueue extends EventTarget {
  #store;
  #seal;
  #mode;
  #person;
  #board;
  #tab;
  #clock;
  #last = Promise.resolve();
  #turn = 0;

  /**
   * Tells `change` when something was written or taken out, `elsewhere` when another page did so.
   * @param {object} parts
   * @param {import("./write_store.js").WriteStore} parts.store
   * @param {import("./seal.js").Seal} parts.seal
   * @param {"encrypted" | "moves" | "off"} parts.mode
   * @param {string} parts.person
   * @param {string | null} parts.board its stream, as `board:7`; null: of all boards, to be looked at
   * @param {string} parts.tab names this page
   * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
   */
  constructor({ store, seal, mode, person, board, tab, clock = CLOCK }) {
    super();
    this.#store = store;
    this.#seal = seal;
    this.#mode = mode;
    this.#person = person;
    this.#board = board;
    this.#tab = tab;
    this.#clock = clock;
  }

  /** Can it keep what was typed, as far as is known? */
  get keepsText() {
    return this.#mode === "encrypted" && this.#seal.canSeal;
  }

  /** Write it down as it is now. @param {Mutation} mutation @returns {Promise<boolean>} is it kept? */
  keep(mutation) {
    if (this.#mode === "off" || (mutation.form && !this.keepsText)) return Promise.resolve(false);
    return this.#change(async () => this.#store.put(await this.#recordOf(mutation)));
  }

  /** It is answered, or not wanted any more. */
  drop(id) {
    return this.#change(() => this.#store.remove(id));
  }

  /** @returns {Promise<Kept[]>} oldest first, of all tabs */
  kept() {
    return this.#next(async () => {
      const records = await this.#store.of(this.#person);
      const isOurs = ({ kind, board }) => kind && (this.#board === null || board === this.#board); // drafts have no kind
      return Promise.all(records.filter(isOurs).map((record) => this.#opened(record)));
    }, []);
  }

  async #change(step) {
    const isDone = await this.#next(async () => {
      await step();
      return true;
    }, false);
    if (isDone) this.dispatchEvent(new Event("change"));
    return isDone;
  }

  #next(step, otherwise) {
    const done = this.#last.then(step).catch(() => otherwise);
    this.#last = new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(otherwise), PATIENCE);
      done.then((found) => {
        this.#clock.clearTimeout(timer);
        resolve(found);
      });
    });
    return this.#last;
  }

  async #recordOf(mutation) {
    const { id, subject, kind, base, at, state, change, form, outcome } = mutation;
    const record = { id, person: this.#person, board: this.#board, subject, kind, base, at, turn: (this.#turn += 1), state, tab: this.#tab };
    if (!form) record.change = change;
    const reason = state === "failed" && outcome ? { kind: outcome.kind, status: outcome.status, said: outcome.said } : null;
    if (this.keepsText && (form || reason)) record.sealed = await this.#seal.seal({ form, change, reason }, boundOf(record));
    return record;
  }

  /** What does not open any more is told, not thrown away. */
  async #opened({ sealed, turn, ...record }) {
    if (!sealed) return { ...record, change: record.change ?? {}, form: null, outcome: null, isReadable: "change" in record };
    const found = await this.#seal.open(sealed, boundOf(record));
    const { form = null, change = record.change ?? {}, reason = null } = found ?? {};
    return { ...record, form, change, outcome: reason, isReadable: found !== null };
  }
}

function boundOf({ id, person, board }) {
  return [id, person, board].join(" ");
}
