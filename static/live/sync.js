/**
 * What has been seen of each stream, and what to do with what comes.
 *
 *   delta from = cursor, or from an earlier one ──▶ view.apply, cursor = to
 *   delta to ≤ cursor                           ──▶ an answer that was overtaken: ignored
 *   delta from > cursor (a gap)                 ──▶ asked again from where we are; twice in a row: as a reset
 *   reset                                       ──▶ view.refresh, which fetches everything anew
 *
 * A delta shows rows as they are after `to`, so applying one that starts before the cursor is right as well.
 */

/**
 * @typedef {object} Change what became of one subject within a delta
 * @property {string} subject `matter:12` @property {number} version of the board, after the last of it
 * @property {string} kind the last event's, as `matter.moved`
 * @property {string} by who did the last of it @property {string} at ISO time
 * @property {string[]} fields that changed @property {string[]} mutations under which it was written
 *
 * @typedef {object} View what a stream is shown by
 * @property {(delta: Element, told: {isOwn: boolean, changes: Change[]}) => {matters: string[], removed: string[]}} apply
 * @property {() => Promise<string | null>} refresh the new cursor, or null where it could not be had
 */
export class Sync {
  #streams = new Map();
  #events;
  #ask;

  /**
   * @param {EventTarget} events receives `live:applied` {stream, matters, removed, changes, isOwn, isReset} after each
   *   change of a view
   * @param {() => void} ask asks once more, at once
   */
  constructor(events, ask = () => {}) {
    this.#events = events;
    this.#ask = ask;
  }

  /**
   * @param {string} stream
   * @param {string} cursor
   * @param {View} view
   */
  attach(stream, cursor, view) {
    this.#streams.set(stream, { cursor, view, refreshing: null, gaps: 0 });
  }

  detach(stream) {
    this.#streams.delete(stream);
  }

  /** `s` for each stream, as /live/ wants it. */
  questions() {
    return [...this.#streams].map(([stream, { cursor }]) => `${stream}@${cursor}`);
  }

  cursor(stream) {
    return this.#streams.get(stream)?.cursor ?? null;
  }

  /**
   * Apply an answer's deltas and resets.
   * @param {string} html
   * @param {boolean} isOwn it answers a write of this page
   * @returns {Promise<boolean>} is all of it shown? False where a view could not be had anew
   */
  async take(html, isOwn = false) {
    let isShown = true;
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const element of answer.querySelectorAll("live-delta, live-reset")) {
      const name = element.getAttribute("stream");
      const known = this.#streams.get(name);
      if (known) isShown = (await this.#takeOne(name, known, element, isOwn)) && isShown;
    }
    return isShown;
  }

  /** Fetch the stream's view anew; calls while one is under way share it. False where it could not be had. */
  refresh(name) {
    const known = this.#streams.get(name);
    if (!known) return Promise.resolve(true);
    known.refreshing ??= this.#refresh(name, known).finally(() => (known.refreshing = null));
    return known.refreshing;
  }

  #takeOne(name, known, element, isOwn) {
    if (element.localName === "live-reset") return this.refresh(name);
    if (versionOf(element.getAttribute("from")) <= versionOf(known.cursor)) return this.#apply(name, known, element, isOwn);
    known.gaps += 1;
    if (known.gaps > 1) return this.refresh(name);
    this.#ask();
    return true;
  }

  async #refresh(name, known) {
    const cursor = await known.view.refresh();
    if (cursor === null) return false;
    known.cursor = cursor;
    known.gaps = 0;
    this.#tell({ stream: name, isReset: true, matters: [], removed: [], changes: [], isOwn: false });
    return true;
  }

  #apply(name, known, delta, isOwn) {
    const to = delta.getAttribute("to");
    if (versionOf(to) <= versionOf(known.cursor)) return true;
    const all = [...delta.querySelectorAll("[data-change]")].map(changeOf);
    const changes = all.filter(({ version }) => version > versionOf(known.cursor)); // the rest was told before
    const detail = known.view.apply(delta, { isOwn, changes });
    known.cursor = to;
    known.gaps = 0;
    this.#tell({ stream: name, isReset: false, isOwn, changes, ...detail });
    return true;
  }

  #tell(detail) {
    this.#events.dispatchEvent(new CustomEvent("live:applied", { detail }));
  }
}

/** @param {string} cursor `<version>.<tag>` */
export function versionOf(cursor) {
  return Number.parseInt(cursor, 10);
}

function changeOf(element) {
  const { change: subject, version, kind = "", by = "", at = "", fields = "", mutations = "" } = element.dataset;
  const [names, ids] = [fields, mutations].map((words) => words.split(" ").filter(Boolean));
  return { subject, version: Number(version), kind, by, at, fields: names, mutations: ids };
}
