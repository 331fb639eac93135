/**
 * `#sync-status`: how fresh the page is. It is told facts; the state follows from them, the first that holds:
 *
 *   signed out ▷ offline ▷ stale (no success for a minute) ▷ reconnecting (failed, asked too often, no answer for 5 s)
 *              ▷ syncing (asking for 300 ms) ▷ live (by a socket) or synced
 *
 * No live region: the words change every few seconds. What has to be heard is said by the notices.
 */
import { CLOCK } from "./scheduler.js";

const ASKING_SHOWS_AFTER = 300;
const SECOND = 1_000;
const WORDS = {
  live: ({ time }) => `Up to date as of ${time}`,
  synced: ({ time }) => `Up to date as of ${time}`,
  syncing: () => "Checking…",
  reconnecting: (facts) => (facts.isOverdue ? "No answer yet…" : `${troubleOf(facts)}. Trying again${tail(facts.seconds)}`),
  offline: ({ pending }) => (pending ? `Offline · ${pending} change${pending === 1 ? "" : "s"} waiting` : "Offline"),
  stale: ({ time }) => `Not up to date since ${time}`,
  "signed-out": () => "Signed out",
};
const SHORT = {
  reconnecting: (facts) => troubleOf(facts),
  offline: () => "Offline",
  stale: () => "Not up to date",
  "signed-out": () => "Signed out",
};

export class SyncStatus {
  #element;
  #text;
  #short;
  #button;
  #onTryNow;
  #clock;
  #staleAfter;
  #last;
  #at = null;
  #pending = 0;
  #facts = { ended: null, isOffline: false, isTroubled: false, isBusy: false, isOverdue: false, isAsking: false, isSocket: false };
  #askingTimer = null;
  #staleTimer = null;
  #tickTimer = null;
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element holds [data-sync-text], [data-sync-short] and button[data-sync-now]
   * @param {() => void} parts.onTryNow a person wants it now
   * @param {number} [parts.staleAfter] ms without a success after which what is shown counts as old
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   */
  constructor({ element, onTryNow, staleAfter = 60_000, clock = CLOCK }) {
    this.#element = element;
    this.#text = element.querySelector("[data-sync-text]");
    this.#short = element.querySelector("[data-sync-short]");
    this.#button = element.querySelector("[data-sync-now]");
    this.#onTryNow = onTryNow;
    this.#staleAfter = staleAfter;
    this.#clock = clock;
    this.#last = clock.now();
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#button.addEventListener("click", this.#onTryNow);
    this.#succeeded();
    this.#show();
  }

  stop() {
    this.#isStarted = false;
    this.#button.removeEventListener("click", this.#onTryNow);
    for (const timer of [this.#askingTimer, this.#staleTimer, this.#tickTimer]) this.#clock.clearTimeout(timer);
  }

  /** A question leaves. It shows only if it takes a while. */
  asking() {
    this.#settle({ isOverdue: false });
    this.#askingTimer = this.#after(ASKING_SHOWS_AFTER, () => this.#show({ isAsking: true }));
  }

  /** It has not been answered for a while. */
  overdue() {
    this.#show({ isOverdue: true });
  }

  /** What is shown is true as of now. @param {{socket?: boolean}} [by] */
  fresh({ socket = false } = {}) {
    this.#settle({ isAsking: false, isOverdue: false, isTroubled: false, isBusy: false, ended: null, isSocket: socket });
    this.#succeeded();
    this.#show();
  }

  /** @param {{kind: string}} outcome */
  troubled({ kind }) {
    this.#settle({ isAsking: false, isOverdue: false, isTroubled: true, isBusy: kind === "busy" });
  }

  /** Back online it is asked at once, which is why that shows at once. */
  offline(isOffline) {
    const isBack = this.#facts.isOffline && !isOffline;
    this.#show(isBack ? { isOffline, isAsking: true } : { isOffline });
  }

  /** @param {number | null} at when the next question is due, in ms since the epoch */
  plan(at) {
    this.#at = at;
    this.#show();
  }

  /** @param {number} count changes that have not been sent yet */
  pending(count) {
    this.#pending = count;
    this.#element.dataset.pending = count;
    this.#show();
  }

  /** @param {"signed-out" | "not-yours"} kind */
  ended(kind) {
    this.#settle({ ended: kind, isAsking: false, isOverdue: false });
  }

  #succeeded() {
    this.#last = this.#clock.now();
    this.#element.dataset.lastSync = new Date(this.#last).toISOString();
    this.#clock.clearTimeout(this.#staleTimer);
    this.#staleTimer = this.#after(this.#staleAfter, () => this.#show());
  }

  #settle(facts) {
    this.#clock.clearTimeout(this.#askingTimer);
    this.#show(facts);
  }

  #show(facts = {}) {
    Object.assign(this.#facts, facts);
    const now = this.#clock.now();
    const state = stateOf({ ...this.#facts, isStale: now - this.#last >= this.#staleAfter });
    const seconds = this.#at === null ? 0 : Math.ceil((this.#at - now) / SECOND);
    const time = clockTime(this.#last);
    if (this.#element.dataset.state !== state) this.#element.dataset.state = state;
    write(this.#text, WORDS[state]({ ...this.#facts, time, seconds, pending: this.#pending }));
    write(this.#short, SHORT[state]?.(this.#facts) ?? "");
    this.#offer(!this.#facts.ended && ["reconnecting", "stale"].includes(state));
    this.#clock.clearTimeout(this.#tickTimer);
    if (state === "reconnecting" && seconds > 0) this.#tickTimer = this.#after(this.#untilNextSecond(), () => this.#show());
  }

  /** Whoever pressed it with the keyboard stays where they were when it goes. */
  #offer(isOffered) {
    if (this.#button.hidden === !isOffered) return;
    if (!isOffered && this.#button === document.activeElement) this.#element.focus({ preventScroll: true });
    this.#button.hidden = !isOffered;
  }

  #untilNextSecond() {
    return (this.#at - this.#clock.now()) % SECOND || SECOND;
  }

  #after(ms, call) {
    return this.#isStarted ? this.#clock.setTimeout(call, ms) : null;
  }
}

/** @returns {"live" | "synced" | "syncing" | "reconnecting" | "offline" | "stale" | "signed-out"} */
export function stateOf({ ended, isOffline, isStale, isTroubled, isOverdue, isAsking, isSocket }) {
  if (ended) return ended === "signed-out" ? ended : "stale";
  if (isOffline) return "offline";
  if (isStale) return "stale";
  if (isTroubled || isOverdue) return "reconnecting";
  if (isAsking) return "syncing";
  return isSocket ? "live" : "synced";
}

/** 12:03:41: the same width at every time of day. @param {number} at ms since the epoch */
export function clockTime(at) {
  return new Date(at).toLocaleTimeString("en-GB");
}

/** A server that is busy has answered: it is there. */
function troubleOf({ isBusy, isOverdue }) {
  return isBusy && !isOverdue ? "Asked too often" : "No answer";
}

function tail(seconds) {
  return seconds > 0 ? ` in ${seconds} s` : "…";
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
