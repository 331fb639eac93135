/**
 * What has been seen of each stream, and what to do with what comes.
 *
 *   delta from = cursor, or from an earlier one ──▶ view.apply, cursor = to
 *   delta to ≤ cursor                           ──▶ an answer that was overtaken: ignored
 *   delta from > cursor, reset                  ──▶ view.refresh, which fetches everything anew
 *
 * A delta shows rows as they are after `to`, so applying one that starts before the cursor is right as well.
 */
export class Sync {
  #streams = new Map();
  #events;

  /** @param {EventTarget} events receives `live:applied` {stream, matters, removed, isOwn} after each change of a view */
  constructor(events) {
    this.#events = events;
  }

  /**
   * @param {string} stream
   * @param {string} cursor
   * @param {{apply: (delta: Element, isOwn: boolean) => object, refresh: () => Promise<string | null>}} view
   *   apply returns the detail of the event; refresh returns the new cursor, or null where it could not be had
   */
  attach(stream, cursor, view) {
    this.#streams.set(stream, { cursor, view, refreshing: null });
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
      if (!known) continue;
      if (element.localName === "live-delta" && versionOf(element.getAttribute("from")) <= versionOf(known.cursor)) {
        this.#apply(name, known, element, isOwn);
      } else {
        isShown = (await this.refresh(name)) && isShown;
      }
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

  async #refresh(name, known) {
    const cursor = await known.view.refresh();
    if (cursor === null) return false;
    known.cursor = cursor;
    this.#tell({ stream: name, isReset: true, matters: [], removed: [], isOwn: false });
    return true;
  }

  #apply(name, known, delta, isOwn) {
    const to = delta.getAttribute("to");
    if (versionOf(to) <= versionOf(known.cursor)) return;
    const detail = known.view.apply(delta, isOwn);
    known.cursor = to;
    this.#tell({ stream: name, isReset: false, isOwn, ...detail });
  }

  #tell(detail) {
    this.#events.dispatchEvent(new CustomEvent("live:applied", { detail }));
  }
}

/** @param {string} cursor `<version>.<tag>` */
export function versionOf(cursor) {
  return Number.parseInt(cursor, 10);
}
