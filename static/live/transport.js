/**
 * What stands between this page and `/live/`: it says *when* to ask; what changed is always fetched there.
 *
 *   begun ── connect ──▶ connected ── disconnect {reason} ──▶ in trouble ── connect ──▶ connected
 *
 * `connect` and `disconnect` are told when the state changes, not with every answer.
 */

/**
 * @typedef {object} LiveTransport the six methods that a page knows
 * @property {() => void} connect begin; again is nothing
 * @property {() => void} disconnect end, and let go of everything; again is nothing
 * @property {(event: TransportEvent, handler: (detail: object) => void) => void} on
 * @property {(event: TransportEvent, handler: (detail: object) => void) => void} off
 * @property {(type: "ping" | "wake" | "hint" | "active" | "touched", detail?: object) => void} emit tell the other side
 * @property {() => boolean} isConnected did the last request succeed, and is it begun
 *
 * @typedef {"connect" | "disconnect" | "asking" | "overdue" | "answer" | "plan"} TransportEvent
 */

/** What an answer means for whoever asked, by the outcome's kind. */
export const GOOD = new Set(["nothing", "applied"]);
export const ENDS = new Set(["signed-out", "not-yours"]);

/** The listeners and the state of every transport. */
export class Transport {
  #handlers = new Map();
  #isConnected = false;

  on(event, handler) {
    if (!this.#handlers.has(event)) this.#handlers.set(event, new Set());
    this.#handlers.get(event).add(handler);
  }

  off(event, handler) {
    this.#handlers.get(event)?.delete(handler);
  }

  isConnected() {
    return this.#isConnected;
  }

  /** @protected A copy is gone through, and one that throws is reported: nobody is left out because of another. */
  tell(event, detail = {}) {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        handler(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** @protected The other side answered. */
  reached() {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.tell("connect");
  }

  /** @protected @param {string} reason an outcome's kind, or `stopped` */
  broke(reason) {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.tell("disconnect", { reason });
  }
}
