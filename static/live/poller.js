/**
 * Polling: the scheduler says when, htmx asks, the outcome says how it goes on.
 */
const STATES = { away: "reconnecting", foreign: "reconnecting", lost: "reconnecting", busy: "synced" };

export class Poller {
  #element;
  #scheduler;
  #status;
  #window;
  #isOver = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element an htmx element with hx-get="/live/" hx-trigger="live:poll"
   * @param {import("./scheduler.js").Scheduler} parts.scheduler
   * @param {import("./status.js").SyncStatus} parts.status
   * @param {Window} [parts.window]
   */
  constructor({ element, scheduler, status, window: view = window }) {
    this.#element = element;
    this.#scheduler = scheduler;
    this.#status = status;
    this.#window = view;
  }

  start() {
    this.#element.addEventListener("live:answered", this.#answered);
    this.#window.addEventListener("online", this.#network);
    this.#window.addEventListener("offline", this.#network);
    this.#window.addEventListener("focus", this.#wake);
    this.#window.addEventListener("pageshow", this.#wake);
    this.#window.document.addEventListener("visibilitychange", this.#visibility);
    this.#visibility();
    this.#scheduler.start();
  }

  stop() {
    this.#scheduler.stop();
    this.#element.removeEventListener("live:answered", this.#answered);
    this.#window.removeEventListener("online", this.#network);
    this.#window.removeEventListener("offline", this.#network);
    this.#window.removeEventListener("focus", this.#wake);
    this.#window.removeEventListener("pageshow", this.#wake);
    this.#window.document.removeEventListener("visibilitychange", this.#visibility);
  }

  /** For the scheduler to call. */
  ask = () => this.#element.dispatchEvent(new CustomEvent("live:poll"));

  #answered = ({ detail }) => {
    if (detail.kind === "signed-out" || detail.kind === "not-yours") return this.#end(detail.kind);
    if (detail.kind === "nothing" || detail.kind === "applied") {
      this.#scheduler.answered();
      this.#status.fresh();
    } else {
      this.#scheduler.failed(detail.retryAfter);
      this.#status.troubled(STATES[detail.kind] ?? "reconnecting");
    }
  };

  #end(kind) {
    this.#isOver = true;
    this.#scheduler.stop();
    this.#status.show(kind === "signed-out" ? kind : "stale");
    this.#element.dispatchEvent(new CustomEvent("live:ended", { bubbles: true, detail: { kind } }));
  }

  #network = ({ type }) => {
    this.#scheduler.online = type === "online";
    if (!this.#isOver) this.#status.troubled(type === "online" ? "syncing" : "offline");
  };

  #visibility = () => {
    this.#scheduler.hidden = this.#window.document.hidden;
  };

  #wake = () => this.#scheduler.wake();
}
