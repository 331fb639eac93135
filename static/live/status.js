/**
 * `#sync-status`: how fresh the page is, in words. States: synced, syncing, reconnecting, offline, stale, signed-out.
 */
const WORDS = {
  synced: (time) => `Up to date as of ${time}`,
  syncing: (time) => `Asking for changes, last at ${time}`,
  reconnecting: (time) => `No connection, trying again. Shown as of ${time}`,
  offline: (time) => `Offline. Shown as of ${time}`,
  stale: (time) => `Not up to date: shown as of ${time}`,
  "signed-out": () => "Signed out",
};

export class SyncStatus {
  #element;
  #text;
  #now;
  #staleAfter;
  #last;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {() => number} [parts.now]
   * @param {number} [parts.staleAfter] ms without an answer after which the page says that it is old
   */
  constructor({ element, now = Date.now, staleAfter = 60_000 }) {
    this.#element = element;
    this.#text = element.querySelector("[data-sync-text]") ?? element;
    this.#now = now;
    this.#staleAfter = staleAfter;
    this.#last = now();
  }

  /** An answer came: what is shown is true as of now. */
  fresh() {
    this.#last = this.#now();
    this.#element.dataset.lastSync = new Date(this.#last).toISOString();
    this.show("synced");
  }

  /** Something is in the way; after a while that makes the page stale. */
  troubled(state) {
    this.show(state === "reconnecting" && this.#now() - this.#last > this.#staleAfter ? "stale" : state);
  }

  show(state) {
    const words = WORDS[state](new Date(this.#last).toLocaleTimeString());
    if (this.#element.dataset.state !== state) this.#element.dataset.state = state;
    if (this.#text.textContent !== words) this.#text.textContent = words;
  }
}
