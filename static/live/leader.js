/**
 * Which tab of this browser asks for all: whoever holds a Web Lock.
 *
 *   start ──▶ following, in the queue for the lock ── granted: the leader closed ──▶ leading
 *                  │  ▲                                                                │
 *                  │  └────────────────── robbed, or the page was left ────────────────┘
 *                  └─ visible: asks the leader for a sign of life every 700 ms
 *                       ├─ it answers, and is visible ──▶ goes on following
 *                       ├─ it answers, and is hidden ───▶ takes the lock from it
 *                       └─ none for 1.4 s: frozen ──────▶ takes the lock from it
 *
 * A hidden tab's timers run once a minute, its messages at once: it can answer, it cannot ask often. A frozen one does
 * neither and keeps its lock. Hidden followers only wait, and nobody takes the lock from a visible tab that answers, so
 * two windows side by side do not take it from each other.
 *
 * Without Web Locks or BroadcastChannel (no secure context) each tab leads itself.
 */
import { CLOCK } from "./scheduler.js";

const PING = 700;
const MISSED = 2;

export class Leader extends EventTarget {
  #name;
  #locks;
  #channel;
  #document;
  #clock;
  #isStarted = false;
  #isLeader = false;
  #claim = null;
  #timer = null;
  #ping = null;
  #unanswered = 0;

  /**
   * Tells `lead` and `follow`.
   * @param {object} parts
   * @param {string} parts.name of the lock. It names the person, as the channel's does: tabs of two people never share
   * @param {LockManager | null} [parts.locks]
   * @param {BroadcastChannel | null} parts.channel may be shared with others; messages that are not ours are left alone
   * @param {Document} [parts.document]
   * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
   */
  constructor({ name, locks = navigator.locks, channel, document: page = document, clock = CLOCK }) {
    super();
    this.#name = name;
    this.#locks = locks;
    this.#channel = channel;
    this.#document = page;
    this.#clock = clock;
  }

  get isLeader() {
    return this.#isLeader;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (!this.#locks || !this.#channel) return this.#become(true);
    this.#channel.addEventListener("message", this.#received);
    this.#document.addEventListener("visibilitychange", this.#watch);
    this.#document.defaultView.addEventListener("pagehide", this.#left);
    this.#document.defaultView.addEventListener("pageshow", this.#cameBack);
    this.#follow();
  }

  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#channel?.removeEventListener("message", this.#received);
    this.#document.removeEventListener("visibilitychange", this.#watch);
    this.#document.defaultView.removeEventListener("pagehide", this.#left);
    this.#document.defaultView.removeEventListener("pageshow", this.#cameBack);
    this.#letGo();
    this.#isLeader = false;
  }

  #follow() {
    this.#become(false);
    const waiting = new AbortController();
    this.#request({ signal: waiting.signal }, () => waiting.abort());
    this.#watch();
  }

  #steal() {
    this.#letGo();
    this.#request({ steal: true });
  }

  /** A claim that was let go of counts no more, whatever becomes of it. */
  #request(options, release) {
    const claim = (this.#claim = { release });
    const hold = () =>
      new Promise((resolve) => {
        if (this.#claim !== claim) return resolve();
        claim.release = resolve;
        this.#become(true);
      });
    this.#locks.request(this.#name, options, hold).catch((error) => {
      if (this.#claim !== claim) return;
      if (error.name === "AbortError") this.#follow(); // robbed, perhaps long ago: a frozen tab hears it when it thaws
      else this.#become(true); // locks are refused here
    });
  }

  #letGo() {
    this.#clock.clearTimeout(this.#timer);
    this.#ping = null;
    this.#claim?.release?.();
    this.#claim = null;
  }

  #become(isLeader) {
    this.#clock.clearTimeout(this.#timer);
    this.#isLeader = isLeader;
    this.dispatchEvent(new Event(isLeader ? "lead" : "follow"));
  }

  #watch = () => {
    this.#clock.clearTimeout(this.#timer);
    this.#unanswered = 0;
    this.#look();
  };

  /** Counts pings, not time: a tab that was itself held up has not waited for anybody. */
  #look = () => {
    if (!this.#isWatching()) return;
    if (this.#unanswered === MISSED) return this.#steal();
    this.#unanswered += 1;
    this.#ping = Math.random();
    this.#channel.postMessage({ type: "leads?", ping: this.#ping });
    this.#timer = this.#clock.setTimeout(this.#look, PING);
  };

  #isWatching() {
    return this.#claim !== null && !this.#isLeader && !this.#document.hidden;
  }

  #received = ({ data }) => {
    if (data?.type === "leads?" && this.#isLeader) {
      this.#channel.postMessage({ type: "leads", ping: data.ping, isHidden: this.#document.hidden });
    } else if (data?.type === "leads" && this.#isWatching()) {
      this.#unanswered = 0;
      // Only the last ping: a thawed tab answers old ones before it hears that it leads no more.
      if (data.isHidden && data.ping === this.#ping) this.#steal();
    }
  };

  /** Also into the back-forward cache, where nothing runs. */
  #left = () => {
    this.#letGo();
    if (this.#isLeader) this.#become(false);
  };

  #cameBack = ({ persisted }) => {
    if (persisted) this.#follow();
  };
}
