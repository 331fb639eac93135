/**
 * Writes that a person intended and the server has not answered yet. What one sees is what is known plus these.
 *
 *   propose ──▶ waiting ──▶ sent ──┬─ done ──────▶ forgotten; what is known holds it now
 *                  ▲               ├─ no answer, too fast, away, signed out ──┐
 *                  └───────── later, under the same id ◀─────────────────────┘
 *                                  ├─ conflict ──▶ kept until it is decided or dismissed, not shown any more
 *                                  └─ refused ───▶ failed: kept until retried or dismissed, not shown any more
 *
 * Taking a mutation away changes nothing of what is known, so a refusal can never undo what somebody else did.
 * One mutation at a time for each subject: the next one is made on the version that the one before has led to, else it
 * would be in conflict with it. What others did under a write that still lies over it was not seen, so it is no base.
 * The same id in every try: what was done and not heard of is not done twice.
 * Where there is a queue, nothing leaves before it is written there, and it is taken out when it is answered.
 */
import { begun, isOver, isUnheard, isUnsafe } from "./mutation.js";
import { Pace } from "./pace.js";
import { Unanswered } from "./unanswered.js";
import { isBroken, isDone, isForLater } from "./verdicts.js";

const AT_ONCE = 3;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const STRIKES = 3; // answers that fail a write while others are answered well: it is the write, not the server

const LOST = { kind: "lost", status: 0, retryAfter: null };
const browserClock = () => ({ setTimeout: setTimeout.bind(window), clearTimeout: clearTimeout.bind(window), now: Date.now });

/** @typedef {import("./mutation.js").Mutation} Mutation */

export class Mutations extends Unanswered {
  #send;
  #newId;
  #versionOf;
  #events;
  #queue;
  #clock;
  #random;
  #pace = new Pace();
  #timer = null;
  #isOnline = true;
  #answersToOthers = 0;

  /**
   * @param {object} parts
   * @param {(mutation: Mutation) => Promise<import("./extension.js").Outcome>} parts.send one try
   * @param {() => string} parts.newId
   * @param {(subject: string) => number | null} parts.versionOf the version of a subject that a person sees
   * @param {EventTarget} parts.events receives `live:mutation` {mutation, was} when a state changes
   * @param {import("./offline_queue.js").OfflineQueue | null} [parts.queue] where they are kept over a reload
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   * @param {() => number} [parts.random] in [0, 1)
   */
  constructor({ send, newId, versionOf, events, queue = null, clock = browserClock(), random = Math.random }) {
    super();
    this.#send = send;
    this.#newId = newId;
    this.#versionOf = versionOf;
    this.#events = events;
    this.#queue = queue;
    this.#clock = clock;
    this.#random = random;
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
    this.#isOnline = false;
  }

  /**
   * Show it and send it. A move that still waits for its first try is joined with the one before; what was typed never is.
   * @param {{subject: string, kind: string, change: object, form?: import("./mutation.js").Form, id?: string}} intent
   * @returns {Mutation}
   */
  propose(intent) {
    const { subject, kind, change } = intent;
    for (const over of this.of(subject).filter((each) => isOver(each) && !each.form)) this.dismiss(over.id);
    const last = this.of(subject).at(-1);
    if (last && isUnheard(last) && last.kind === kind && !last.form && !intent.form) {
      last.change = change;
      this.#tell(last, "waiting");
      this.#keep(last);
      return last;
    }
    return this.#add({ ...this.#made(intent), isLate: !this.#isOnline });
  }

  /**
   * A write that a form sends: kept before it leaves, shown until it is answered. Not answered, it waits here and is sent
   * again like any other, unless the form takes it back; whatever else comes of it is the form's to tell.
   * @param {{subject: string, kind: string, change: object, form?: import("./mutation.js").Form, id?: string}} intent
   * @param {() => Promise<import("./extension.js").Outcome>} send the first try
   * @param {{isTakenBack?: boolean}} [options]
   */
  async follow(intent, send, { isTakenBack = !intent.form } = {}) {
    const mutation = { ...this.#made(intent), state: "sent", tries: 1 };
    this.enlist(mutation);
    this.#tell(mutation, null);
    if (this.#queue) await this.#keep(mutation);
    const outcome = await send().catch(() => LOST);
    mutation.outcome = outcome;
    if (!isTakenBack && !mutation.isSeen && isForLater(outcome)) this.#postpone(mutation);
    else this.#done(mutation);
    this.#pump();
  }

  /** Again, as a new write on what is seen now; a form on what was seen when it was filled in. */
  retry(mutation) {
    this.dismiss(mutation.id);
    const { subject, kind, change, form } = mutation;
    this.propose({ subject, kind, change, form });
  }

  /**
   * What was kept when its page was left: sent under its own id and on its own version, so it gets the answer that it got,
   * if it got one. What was refused stays refused.
   */
  resume({ id, subject, kind, change, form = null, base, at, state, outcome = null }) {
    if (this.find(id)) return;
    const mutation = { ...this.#made({ id, subject, kind, change, form }), base, at, isLate: true, outcome };
    this.#add(state === "failed" ? { ...mutation, state } : mutation);
  }

  /** Forget one that was refused, or one that was not sent yet. */
  dismiss(id) {
    const mutation = this.find(id);
    if (mutation && (isOver(mutation) || isUnheard(mutation))) this.#forget(mutation, mutation.state);
  }

  /** A delta tells that these are done: they are part of what is known now. */
  recognise(ids) {
    const told = new Set(ids);
    for (const mutation of this.all.filter(({ id }) => told.has(id))) {
      mutation.isSeen = true;
      if (mutation.state === "waiting") this.#forget(mutation, "done");
    }
  }

  get online() {
    return this.#isOnline;
  }

  set online(isOnline) {
    this.#isOnline = isOnline;
    if (isOnline) this.wake();
  }

  /** The server has answered somebody: no need to wait longer than it asked for. */
  wake() {
    this.#answersToOthers += 1;
    const now = this.#clock.now();
    for (const mutation of this.all) if (!mutation.outcome?.retryAfter) mutation.notBefore = Math.min(mutation.notBefore, now);
    this.#pump();
  }

  #add(mutation) {
    this.enlist(mutation);
    this.#tell(mutation, null);
    this.#keep(mutation);
    return mutation;
  }

  /** Written down, or known to be impossible; then it may leave. What was changed since is written once more. */
  async #keep(mutation) {
    if (!this.#queue) return this.#pump();
    mutation.isStored = null;
    const edition = (mutation.edition += 1);
    const isStored = await this.#queue.keep(mutation);
    if (mutation.edition !== edition) return;
    mutation.isStored = isStored;
    if (this.find(mutation.id)) this.#tell(mutation, mutation.state);
    this.#pump();
  }

  #made({ id = this.#newId(), subject, kind, change, form = null }) {
    this.wrote(id);
    return begun({ id, subject, kind, change, form, base: this.#baseFor(subject), at: this.#clock.now() });
  }

  #baseFor(subject) {
    const under = this.shown(subject).at(-1);
    return under ? under.base : this.#versionOf(subject);
  }

  /** Send what may be sent: the first of each subject, a few at once; come back when the next one may. */
  #pump() {
    this.#clock.clearTimeout(this.#timer);
    if (!this.#isOnline) return;
    const now = this.#clock.now();
    const first = this.first;
    let free = AT_ONCE - first.filter(({ state }) => state === "sent").length;
    const ready = first.filter(({ state, isStored }) => state === "waiting" && isStored !== null);
    for (const mutation of ready) if (this.#pace.earliest(mutation) <= now && free-- > 0) this.#try(mutation);
    const next = Math.min(...ready.filter(({ state }) => state === "waiting").map((mutation) => this.#pace.earliest(mutation)));
    if (next > now && next < Infinity) this.#timer = this.#clock.setTimeout(() => this.#pump(), next - now);
  }

  async #try(mutation) {
    const heard = this.#answersToOthers;
    this.#pace.took(mutation, this.#clock.now());
    mutation.tries += 1;
    this.#turn(mutation, "sent");
    const outcome = await this.#send(mutation).catch(() => LOST);
    mutation.outcome = outcome;
    if (isBroken(outcome) && heard > mutation.heard) mutation.strikes += 1;
    mutation.heard = heard;
    if (isDone(outcome) || mutation.isSeen) this.#done(mutation);
    else if (isForLater(outcome) && mutation.strikes < STRIKES) this.#postpone(mutation);
    else this.#end(mutation, outcome.kind === "conflict" ? "conflict" : "failed");
    this.#pump();
  }

  /** The next one is written down on its new base before this one is forgotten: between the two a page may end. */
  #done(mutation) {
    const next = this.of(mutation.subject).find((other) => other !== mutation && !isOver(other));
    if (next && !next.form && mutation.outcome) {
      next.base = Math.max(next.base, mutation.outcome.version ?? 0); // an answer to a retry may be an old one
      this.#keep(next);
    }
    this.#forget(mutation, "done");
  }

  #postpone(mutation) {
    const { kind, retryAfter } = mutation.outcome;
    const backoff = Math.min(FIRST_PAUSE * 2 ** mutation.tries, LONGEST_PAUSE) * this.#random();
    mutation.notBefore = this.#clock.now() + (retryAfter ?? Math.max(backoff, FIRST_PAUSE));
    mutation.isLate = true;
    if (kind === "busy") this.#pace.pause(mutation.notBefore);
    this.#turn(mutation, "waiting");
  }

  #end(mutation, state) {
    this.#turn(mutation, state);
    this.#keep(mutation);
  }

  #forget(mutation, state) {
    this.strike(mutation);
    this.#queue?.drop(mutation.id);
    this.#turn(mutation, state);
  }

  #turn(mutation, state) {
    const was = mutation.state;
    mutation.state = state;
    this.#tell(mutation, was);
  }

  #tell(mutation, was) {
    this.#events.dispatchEvent(new CustomEvent("live:mutation", { detail: { mutation, was } }));
  }
}
