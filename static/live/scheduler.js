/**
 * When to ask next. Knows no network and no page: it is told what happened and says when.
 *
 *              ┌─ due ──────────────▶ asking ── answered ──▶ waiting: a pause; after a hint not even that
 *   waiting ───┤                        └────── failed ────▶ waiting: back-off, or what Retry-After said
 *              └─ wake, hint ─▶ due     (while asking, wake is nothing and hint is remembered)
 *
 *   the pause: hidden 60 s │ active 1.5 s │ nobody there for 5 min: 15 s │ else as the server says
 *   no timer at all: stopped, offline, asking
 *
 * Until a Retry-After has passed nothing is asked, except by a person who insists (`wake({ force: true })`).
 */
export const CLOCK = {
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => Date.now(),
};
const SHORTEST = 1_000; // after a failure: a server in trouble is not asked more often than one at work, however the dice fall

export class Scheduler {
  #ask;
  #pauses;
  #activeFor;
  #idleAfter;
  #longest;
  #onPlan;
  #clock;
  #random;
  #timer = null;
  #at = null;
  #failures = 0;
  #notBefore = 0;
  #touchedAt = 0;
  #activeUntil = 0;
  #isStarted = false;
  #isOnline = true;
  #isHidden = false;
  #isAsking = false;
  #isHinted = false;

  /**
   * @param {object} parts
   * @param {() => void} parts.ask called when it is time; not again before `answered()` or `failed()`
   * @param {number} parts.interval ms between an answer and the next question; the other pauses for whom they hold:
   * @param {number} [parts.activeInterval] for `activeFor` ms after the last activity; never longer than `interval`
   * @param {number} [parts.idleInterval] once nobody was there for `idleAfter` ms; never shorter than `interval`
   * @param {number} [parts.hiddenInterval] in a tab nobody looks at; never shorter than `interval`
   * @param {number} [parts.longest] the longest back-off in ms
   * @param {(at: number | null) => void} [parts.onPlan] hears each change of `at`
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   * @param {() => number} [parts.random] in [0, 1)
   */
  constructor({
    ask,
    interval,
    activeInterval = 1500,
    activeFor = 20_000,
    idleAfter = 300_000,
    idleInterval = 15_000,
    hiddenInterval = 60_000,
    longest = 60_000,
    onPlan = () => {},
    clock = CLOCK,
    random = Math.random,
  }) {
    this.#ask = ask;
    this.#pauses = {
      usual: interval,
      active: Math.min(activeInterval, interval),
      idle: Math.max(idleInterval, interval),
      hidden: Math.max(hiddenInterval, interval),
    };
    this.#activeFor = activeFor;
    this.#idleAfter = idleAfter;
    this.#longest = longest;
    this.#onPlan = onPlan;
    this.#clock = clock;
    this.#random = random;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#touchedAt = this.#clock.now();
    this.#wait(this.#pause());
  }

  stop() {
    this.#isStarted = false;
    this.#isAsking = false;
    this.#isHinted = false;
    this.#wait(null);
  }

  /** When the next question is due, in ms since the epoch; null while none is planned. */
  get at() {
    return this.#at;
  }

  /**
   * Ask at once: somebody looks, the network is back, a write went through.
   * @param {{force?: boolean}} [how] force: a person wants it now, whatever the server asked for
   */
  wake({ force = false } = {}) {
    if (this.#isAsking) return;
    if (force) this.#notBefore = 0;
    this.#wait(0);
  }

  /** Something changed: an answer that is on its way may have left too early to know of it. */
  hint() {
    this.#isHinted = this.#isAsking;
    this.wake();
  }

  /** @param {{changed?: boolean}} [news] changed: somebody is at work on the board */
  answered({ changed = false } = {}) {
    const pause = this.#isHinted ? 0 : null;
    this.#isAsking = false;
    this.#isHinted = false;
    this.#failures = 0;
    this.#notBefore = 0;
    if (changed) this.#work();
    this.#wait(pause ?? this.#pause());
  }

  /**
   * Full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015), so that not all come back at once.
   * @param {number | null} [retryAfter] ms that the server asked for
   */
  failed(retryAfter = null) {
    this.#isAsking = false;
    this.#isHinted = false;
    this.#failures += 1;
    const backoff = Math.min(this.#pauses.usual * 2 ** this.#failures, this.#longest) * this.#random();
    if (retryAfter) this.#notBefore = this.#clock.now() + retryAfter;
    const least = this.#isHidden ? this.#pauses.hidden : SHORTEST;
    this.#wait(Math.max(retryAfter || backoff, least));
  }

  /** Somebody is there: read a key, a pointer, a wheel. */
  touched() {
    this.#touchedAt = this.#clock.now();
    this.#hasten();
  }

  /** Somebody is at work on the board, here or elsewhere. */
  active() {
    this.#work();
    this.#hasten();
  }

  set online(isOnline) {
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    this.#wait(isOnline ? 0 : null);
  }

  set hidden(isHidden) {
    if (isHidden === this.#isHidden) return;
    this.#isHidden = isHidden;
    this.#wait(isHidden ? this.#pauses.hidden : 0);
  }

  #work() {
    this.#touchedAt = this.#clock.now();
    this.#activeUntil = this.#touchedAt + this.#activeFor;
  }

  /** Sooner than planned where the pause has become shorter; a back-off is left as it is. */
  #hasten() {
    const pause = this.#pause();
    if (!this.#failures && this.#at - this.#clock.now() > pause) this.#wait(pause);
  }

  #pause() {
    const now = this.#clock.now();
    if (this.#isHidden) return this.#pauses.hidden;
    if (now < this.#activeUntil) return this.#pauses.active;
    return now - this.#touchedAt < this.#idleAfter ? this.#pauses.usual : this.#pauses.idle;
  }

  #wait(ms) {
    this.#clock.clearTimeout(this.#timer);
    const waits = ms !== null && this.#isStarted && this.#isOnline && !this.#isAsking;
    const now = this.#clock.now();
    const at = waits ? Math.max(now + ms, this.#notBefore) : null;
    this.#timer = waits ? this.#clock.setTimeout(this.#due, at - now) : null;
    if (at === this.#at) return;
    this.#at = at;
    this.#onPlan(at);
  }

  #due = () => {
    this.#isAsking = true;
    this.#wait(null);
    this.#ask();
  };
}

/**
 * What a Retry-After header says, in ms (RFC 9110 §10.2.3: seconds or a date), capped; null where it says nothing.
 * @param {string | null} header
 * @param {number} now ms since the epoch
 */
export function retryAfter(header, now, longest = 300_000) {
  if (!header) return null;
  const isDate = /^[A-Za-z]/.test(header); // Date.parse reads a date in "-5" too
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : isDate ? Date.parse(header) - now : NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longest);
}
