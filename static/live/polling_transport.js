/**
 * Polling: the scheduler says when, htmx asks, the outcome says how it goes on.
 *
 *   idle ── ask ──▶ asking ── live:answered ──▶ idle, and the scheduler plans the next
 *                     │  ├─── 5 s: overdue, told; woken then: asked anew, once; 15 s: given up, as if the answer were lost
 *                     └────── signed-out, not-yours: the end
 *
 * One question at a time: htmx would queue a second one behind the first.
 *
 * A question whose connection was forgotten on its way is never answered, however well the network is since. Woken, that is
 * told that the server answers others or that a person wants it now, it is asked anew; once, because a server that is slow
 * deserves the whole time.
 */
import { CLOCK } from "./scheduler.js";
import { ENDS, GOOD, Transport } from "./transport.js";

const OVERDUE = 5_000;
const GIVEN_UP = 15_000; // htmx gives up after 10 s and says so; this is for when it says nothing
const NO_ANSWER = { status: 0, text: "", ms: GIVEN_UP, retryAfter: null, said: "", merged: "", warning: "", version: null };
const LOST = { kind: "lost", ...NO_ANSWER };

export class PollingTransport extends Transport {
  #element;
  #scheduler;
  #clock;
  #run = null;
  #isAsking = false;
  #isOverdue = false;
  #timers = [];

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element an htmx element with hx-get="/live/" hx-trigger="live:poll"
   * @param {import("./scheduler.js").Scheduler} parts.scheduler its `ask` is this transport's, its `onPlan` calls `plan`
   * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
   */
  constructor({ element, scheduler, clock = CLOCK }) {
    super();
    this.#element = element;
    this.#scheduler = scheduler;
    this.#clock = clock;
  }

  connect() {
    if (this.#run) return;
    this.#run = {};
    this.#element.addEventListener("live:answered", this.#answered);
    this.#scheduler.start();
  }

  disconnect() {
    if (!this.#run) return;
    this.#stop();
    this.broke("stopped");
  }

  emit(type) {
    if (type === "ping") this.#wake({ force: true });
    else if (type === "wake") this.#wake();
    else if (type === "hint") this.#scheduler.hint();
    else if (type === "active") this.#scheduler.active();
    else if (type === "touched") this.#scheduler.touched();
  }

  /** For the scheduler to call. */
  ask = () => {
    if (!this.#run || this.#isAsking) return;
    this.#isAsking = true;
    this.#timers = [this.#clock.setTimeout(this.#late, OVERDUE), this.#clock.setTimeout(this.#giveUp, GIVEN_UP)];
    this.tell("asking");
    this.#element.dispatchEvent(new CustomEvent("live:poll"));
  };

  /** For the scheduler to call. @param {number | null} at ms since the epoch */
  plan = (at) => this.tell("plan", { at });

  #answered = ({ detail }) => {
    if (this.#isAsking) this.#take(detail); // else it was given up: what it brought is shown, the plan is made
  };

  #late = () => {
    this.#isOverdue = true;
    this.tell("overdue");
  };

  #wake(how) {
    if (!this.#isOverdue) return this.#scheduler.wake(how);
    this.#abort();
    this.#settle();
    this.#isAsking = true;
    this.#timers = [this.#clock.setTimeout(this.#giveUp, GIVEN_UP)];
    this.#element.dispatchEvent(new CustomEvent("live:poll"));
  }

  #giveUp = () => {
    this.#abort();
    this.#take(LOST);
  };

  #take(outcome) {
    const run = this.#run;
    this.#settle();
    this.tell("answer", outcome);
    if (run !== this.#run) return; // whoever heard it has ended this run, or begun another
    if (ENDS.has(outcome.kind)) return this.#end(outcome.kind);
    if (GOOD.has(outcome.kind)) {
      this.#scheduler.answered({ changed: outcome.kind === "applied" });
      this.reached();
    } else {
      this.#scheduler.failed(outcome.retryAfter);
      this.broke(outcome.kind);
    }
  }

  #end(kind) {
    this.#stop();
    this.broke(kind);
    this.#element.dispatchEvent(new CustomEvent("live:ended", { bubbles: true, detail: { kind } }));
  }

  #stop() {
    this.#run = null;
    this.#element.removeEventListener("live:answered", this.#answered);
    this.#scheduler.stop();
    if (this.#isAsking) this.#abort();
    this.#settle();
  }

  /** htmx drops the request without a word, so that the next one does not queue behind it. */
  #abort() {
    this.#element.dispatchEvent(new CustomEvent("htmx:abort"));
  }

  #settle() {
    this.#isAsking = false;
    this.#isOverdue = false;
    for (const timer of this.#timers.splice(0)) this.#clock.clearTimeout(timer);
  }
}
