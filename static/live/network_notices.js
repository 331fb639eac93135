/**
 * What becomes of the connection, in words, in one live region: one notice at a time, each once.
 *
 *   nothing ── cut for 1 s, or 2 requests lost ──▶ lost ── 5 failures in a row ──▶ unreachable
 *      ▲  └─── 5 answers of 5xx in a row ────────────────────────────────────────▶     │
 *      │                                             └─ a ping or a write answered ────┤
 *      └── 3 s ── back ◀── the first answer that brings changes ── catching up ◀───────┘
 *
 * Slow is said when there is nothing else to say, once for each time that it becomes slow. What lasts less than a
 * second is not worth a word. A 5xx alone is no lost connection: that the server has trouble is said after five.
 */
import { CLOCK } from "./scheduler.js";
import { clockTime } from "./sync_status.js";
import { GOOD } from "./transport.js";

const WORDS = {
  lost: (time) => `Connection lost. The board shows what was known at ${time}; changes you make now are sent when it is back.`,
  unreachable: () => "Aster cannot be reached. Trying again by itself; nothing you typed is lost.",
  catching: () => "Back online. Catching up…",
  back: () => "Back online.",
  slow: () => "The connection is slow. Changes may take longer to show.",
};
const SHOWN_FOR = { back: 3_000, slow: 5_000 };
const FAILED = ["lost", "foreign", "away"];
const LASTING = 1_000;
const CUT_AFTER = 2;
const UNREACHABLE_AFTER = 5;
const SPOKEN_AFTER = 100; // a region that appears together with its words is not read out

export class NetworkNotices {
  #element;
  #network;
  #clock;
  #said = null;
  #knownAt;
  #facts = { state: "online", isLong: false, failures: 0, cuts: 0 };
  #isReachable = false;
  #isRefuted = false;
  #owesSlow = false;
  #lasting = null;
  #ending = null;
  #speaking = null;
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element role="status" aria-live="polite", hidden
   * @param {import("./network_status.js").NetworkStatus} parts.network
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   */
  constructor({ element, network, clock = CLOCK }) {
    this.#element = element;
    this.#network = network;
    this.#clock = clock;
    this.#knownAt = clock.now();
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#network.addEventListener("change", this.#changed);
    this.#network.addEventListener("reachable", this.#reached);
    this.#take(this.#network.state);
    this.#owesSlow = this.#network.isSlow;
    this.#decide();
  }

  stop() {
    this.#isStarted = false;
    this.#network.removeEventListener("change", this.#changed);
    this.#network.removeEventListener("reachable", this.#reached);
    this.#clock.clearTimeout(this.#lasting);
    this.#say(null);
  }

  /** @param {{kind: string}} outcome of a question to /live/, after `network.report(outcome)` */
  report({ kind }) {
    if (GOOD.has(kind)) this.#succeed();
    else if (FAILED.includes(kind)) this.#fail(kind);
    else if (kind !== "busy") this.#say(null); // signed out, or no longer theirs: the page says so elsewhere
  }

  #succeed() {
    this.#knownAt = this.#clock.now();
    this.#isRefuted = false;
    Object.assign(this.#facts, { failures: 0, cuts: 0 });
    if (this.#isTold) this.#say("back");
    else this.#decide();
  }

  /** Once "back online" was wrong it is not said again before it is certain. */
  #fail(kind) {
    this.#isRefuted ||= this.#isReachable;
    this.#isReachable = false;
    this.#facts.failures += 1;
    if (kind !== "away") this.#facts.cuts += 1;
    this.#decide();
  }

  #changed = ({ detail }) => {
    this.#take(detail.state);
    if (detail.isSlow !== detail.wasSlow) this.#owesSlow = detail.isSlow;
    this.#decide();
  };

  #reached = () => {
    this.#isReachable = !this.#isRefuted && isCut(this.#facts);
    this.#decide();
  };

  /** From offline to suspect it goes on lasting. */
  #take(state) {
    const facts = this.#facts;
    const was = facts.state;
    if (state === was) return;
    facts.state = state;
    this.#isReachable = state === "online" && !this.#isRefuted;
    if (state !== "online" && was !== "online") return;
    this.#clock.clearTimeout(this.#lasting);
    facts.isLong = false;
    if (state !== "online") this.#lasting = this.#clock.setTimeout(this.#last, LASTING);
  }

  #last = () => {
    this.#facts.isLong = true;
    this.#decide();
  };

  #decide() {
    if (!this.#isStarted) return;
    const trouble = troubleOf(this.#facts);
    if (this.#isTold && this.#isReachable) this.#say("catching");
    else if (trouble) this.#say(trouble);
    else if (!this.#said && this.#owesSlow) this.#saySlow();
  }

  get #isTold() {
    return ["lost", "unreachable", "catching"].includes(this.#said);
  }

  #saySlow() {
    this.#owesSlow = false;
    this.#say("slow");
  }

  #say(what) {
    if (what === this.#said) return;
    this.#clock.clearTimeout(this.#ending);
    this.#clock.clearTimeout(this.#speaking);
    const isNew = this.#element.hidden;
    this.#said = what;
    this.#element.hidden = what === null;
    this.#element.dataset.notice = what ?? "";
    if (what === null) return this.#element.replaceChildren();
    const words = WORDS[what](clockTime(this.#knownAt).slice(0, 5));
    this.#speaking = this.#clock.setTimeout(() => (this.#element.textContent = words), isNew ? SPOKEN_AFTER : 0);
    if (what in SHOWN_FOR) this.#ending = this.#clock.setTimeout(this.#end, SHOWN_FOR[what]);
  }

  #end = () => {
    this.#say(null);
    this.#decide();
  };
}

/**
 * @param {{state: string, isLong: boolean, failures: number, cuts: number}} facts of a row of failures: how many, and how
 *   many of them brought no answer of the server at all
 * @returns {"lost" | "unreachable" | null}
 */
export function troubleOf({ state, isLong, failures, cuts }) {
  if (state === "offline") return isLong ? "lost" : null;
  if (failures >= UNREACHABLE_AFTER) return "unreachable";
  if (state === "online") return null;
  return cuts >= CUT_AFTER || (isLong && isCut({ failures, cuts })) ? "lost" : null;
}

/** Whoever answers with 5xx is there. */
function isCut({ failures, cuts }) {
  return cuts > 0 || failures === 0;
}
