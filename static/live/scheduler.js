/**
 * When to ask next. Knows no network and no page: it is told what happened and says when.
 *
 *   waiting ── due ──▶ asking ── answered ──▶ waiting (interval)
 *      ▲                  └───── failed ────▶ waiting (back-off, or what Retry-After said)
 *      └─ wake ─ now; offline and stopped: no timer
 */
export class Scheduler {
  #ask;
  #clock;
  #random;
  #interval;
  #hiddenInterval;
  #longest;
  #timer = null;
  #failures = 0;
  #isStarted = false;
  #isOnline = true;
  #isHidden = false;

  /**
   * @param {object} parts
   * @param {() => void} parts.ask called when it is time
   * @param {number} parts.interval ms between an answer and the next question
   * @param {number} [parts.hiddenInterval] the same in a tab nobody looks at
   * @param {number} [parts.longest] the longest back-off in ms
   * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
   * @param {() => number} [parts.random] in [0, 1)
   */
  constructor({ ask, interval, hiddenInterval = 60_000, longest = 60_000, clock = window, random = Math.random }) {
    this.#ask = ask;
    this.#interval = interval;
    this.#hiddenInterval = hiddenInterval;
    this.#longest = longest;
    this.#clock = clock;
    this.#random = random;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#wait(this.#pause());
  }

  stop() {
    this.#isStarted = false;
    this.#wait(null);
  }

  /** Ask at once: somebody looks, the network is back, a write went through. */
  wake() {
    if (this.#isStarted && this.#isOnline) this.#wait(0);
  }

  answered() {
    this.#failures = 0;
    this.#wait(this.#pause());
  }

  /** @param {number | null} [retryAfter] ms that the server asked for */
  failed(retryAfter = null) {
    this.#failures += 1;
    const backoff = Math.min(this.#interval * 2 ** this.#failures, this.#longest) * this.#random();
    this.#wait(Math.max(retryAfter ?? backoff, 250));
  }

  set online(isOnline) {
    this.#isOnline = isOnline;
    if (isOnline) this.wake();
    else this.#wait(null);
  }

  set hidden(isHidden) {
    this.#isHidden = isHidden;
    if (isHidden) this.#wait(this.#pause());
    else this.wake();
  }

  #pause() {
    return this.#isHidden ? this.#hiddenInterval : this.#interval;
  }

  #wait(ms) {
    this.#clock.clearTimeout(this.#timer);
    const waits = ms !== null && this.#isStarted && this.#isOnline;
    this.#timer = waits ? this.#clock.setTimeout(this.#ask, ms) : null;
  }
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
