/**
 * How fast what has waited is sent: a few at once, then one after the other, so that many pages that come back together
 * do not ask for more than the server gives. GCRA: `#full` is when all that was sent would have been sent one by one. What
 * was sent before has pauses of its own.
 */
const GAP = 100; // ms: half of what RATE_LIMIT_WRITE allows
const AT_ONCE = 5;

export class Pace {
  #full = 0;
  #pausedUntil = 0;

  /** When it may be sent, ms since the epoch. @param {import("./mutation.js").Mutation} mutation */
  earliest({ isLate, tries, notBefore }) {
    if (!isLate) return notBefore;
    return Math.max(notBefore, this.#pausedUntil, tries ? 0 : this.#full - (AT_ONCE - 1) * GAP);
  }

  /** It is about to be sent. @param {number} now ms since the epoch */
  took({ isLate, tries }, now) {
    if (isLate && !tries) this.#full = Math.max(this.#full, now) + GAP;
  }

  /** The server asks for a pause: what has waited waits on. @param {number} until ms since the epoch */
  pause(until) {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }
}
