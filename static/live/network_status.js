/**
 * Is there a connection to the server, and is it a slow one? Judged by what real requests met.
 *
 *             ┌── no answer, not ours, 5xx ──▶┐
 *   online ◀──┤                               ├──▶ suspect ── pings every 2 to 8 s; one answered: `reachable`
 *     │       └──◀──── an answer of ours ─────┘       ▲ │
 *     └─ offline event ─▶ offline ── online event ────┘ │
 *                            ▲────── offline event ─────┘
 *
 * The browser is believed when it says "offline" (there is no interface), not when it says "online" (it may be an
 * interface that leads nowhere). Online and without traffic for 30 s, a ping looks, and at once if a request is overdue:
 * was it lost, or is everything slow? A hidden page never pings.
 */
import { CLOCK } from "./scheduler.js";

const OURS = ["nothing", "applied", "swapped", "gone", "busy", "signed-out", "not-yours"];
const PING_TIMEOUT = 4_000;
const SUSPECT_PINGS = { least: 2_000, most: 8_000 };
const QUIET = 30_000;
const SLOW_TYPES = ["slow-2g", "2g"];
const SLOW = { above: 300, until: 250, weight: 1 / 3, fewest: 3 }; // ms; a weight of 2/(n+1) means about the last n = 5

export class NetworkStatus extends EventTarget {
  #ping;
  #window;
  #connection;
  #clock;
  #random;
  #state = "online";
  #isSlow = false;
  #average = null;
  #measured = 0;
  #timer = null;
  #pings = 0;
  #isDoubted = false;
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {() => Promise<boolean>} parts.ping was it answered, and by us?
   * @param {Window} [parts.window]
   * @param {(EventTarget & {effectiveType: string}) | null} [parts.connection] the Network Information API, where there is one
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   * @param {() => number} [parts.random] in [0, 1)
   */
  constructor({ ping, window: view = window, connection = view.navigator.connection, clock = CLOCK, random = Math.random }) {
    super();
    this.#ping = ping;
    this.#window = view;
    this.#connection = connection;
    this.#clock = clock;
    this.#random = random;
  }

  /** @returns {"online" | "suspect" | "offline"} */
  get state() {
    return this.#state;
  }

  get isSlow() {
    return this.#isSlow;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#window.addEventListener("online", this.#back);
    this.#window.addEventListener("offline", this.#cut);
    this.#window.document.addEventListener("visibilitychange", this.#looked);
    this.#connection?.addEventListener("change", this.#judged);
    this.#settle(this.#window.navigator.onLine === false ? "offline" : this.#state);
    this.#plan();
  }

  stop() {
    this.#isStarted = false;
    this.#pings += 1;
    this.#clock.clearTimeout(this.#timer);
    this.#window.removeEventListener("online", this.#back);
    this.#window.removeEventListener("offline", this.#cut);
    this.#window.document.removeEventListener("visibilitychange", this.#looked);
    this.#connection?.removeEventListener("change", this.#judged);
  }

  /** @param {{kind: string, ms?: number}} outcome of any request to the server */
  report({ kind, ms }) {
    const isOurs = OURS.includes(kind);
    if (isOurs && ms >= 0) this.#measure(ms);
    if (this.#state !== "offline") this.#settle(isOurs ? "online" : "suspect");
    if (this.#state !== "online") return;
    this.#pings += 1; // what a ping that left earlier says is overtaken
    this.#plan();
  }

  /** A request is overdue: `reachable` tells that a ping was answered all the same. */
  doubt() {
    if (!this.#isStarted || this.#window.document.hidden || this.#state === "offline") return;
    this.#clock.clearTimeout(this.#timer);
    this.#isDoubted = true;
    this.#look();
  }

  #measure(ms) {
    this.#average = this.#average === null ? ms : this.#average + (ms - this.#average) * SLOW.weight;
    this.#measured += 1;
  }

  #back = () => {
    if (this.#state === "offline") this.#settle("suspect");
  };

  #cut = () => this.#settle("offline");

  #judged = () => this.#settle(this.#state);

  #looked = () => this.#plan();

  #settle(state) {
    const [was, wasSlow] = [this.#state, this.#isSlow];
    this.#state = state;
    this.#isSlow = this.#judgeSlow();
    if (state !== was) this.#plan();
    if (state === was && this.#isSlow === wasSlow) return;
    this.dispatchEvent(new CustomEvent("change", { detail: { state, was, isSlow: this.#isSlow, wasSlow } }));
  }

  /** The first answers are no measure: connections are being made and caches are cold. */
  #judgeSlow() {
    if (SLOW_TYPES.includes(this.#connection?.effectiveType)) return true;
    return this.#measured >= SLOW.fewest && this.#average > (this.#isSlow ? SLOW.until : SLOW.above);
  }

  /**
   * Spread evenly, so that a thousand pages cut at once do not come back in one second.
   * @param {number} [took] ms that the last ping took: one that is never answered puts the next one off by nothing
   */
  #plan(took = 0) {
    this.#clock.clearTimeout(this.#timer);
    if (!this.#isStarted || this.#window.document.hidden || this.#state === "offline") return;
    const { least, most } = SUSPECT_PINGS;
    const ms = this.#state === "online" ? QUIET : Math.max(least + (most - least) * this.#random() - took, 0);
    this.#timer = this.#clock.setTimeout(this.#look, ms);
  }

  #look = async () => {
    const mine = ++this.#pings;
    const [since, isDoubted] = [this.#clock.now(), this.#isDoubted];
    this.#isDoubted = false;
    const isAnswered = await this.#ping();
    if (mine !== this.#pings) return;
    if (this.#state === "online" && !isAnswered) this.#settle("suspect");
    else if (isAnswered && (isDoubted || this.#state === "suspect")) this.dispatchEvent(new CustomEvent("reachable"));
    this.#plan(this.#clock.now() - since);
  };
}

/**
 * A ping that only our server can answer: 204 from /api/ping. A captive portal answers 200 or redirects.
 * @param {typeof fetch} fetch
 * @returns {() => Promise<boolean>}
 */
export function pingOf(fetch) {
  return async () => {
    const request = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PING_TIMEOUT) };
    const answer = await fetch("/api/ping", request).catch(() => null);
    return answer?.status === 204;
  };
}
