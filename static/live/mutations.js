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
 */
import { isBroken, isDone, isForLater } from "./verdicts.js";

const AT_ONCE = 3;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const REMEMBERED = 500;
const STRIKES = 3; // answers that fail a write while others are answered well: it is the write, not the server

const isOver = ({ state }) => state === "failed" || state === "conflict";
const browserClock = () => ({ setTimeout: setTimeout.bind(window), clearTimeout: clearTimeout.bind(window), now: Date.now });

/**
 * @typedef {object} Mutation
 * @property {string} id a UUID, the same in every try
 * @property {string} subject as `matter:12`
 * @property {string} kind as `move`
 * @property {object} change what to show meanwhile
 * @property {number | null} base the version it was made on
 * @property {"waiting" | "sent" | "done" | "failed" | "conflict"} state
 * @property {number} tries
 * @property {number} notBefore ms since the epoch
 * @property {number} strikes how often it failed while others were answered well
 * @property {number} heard how many good answers others had got when it was last tried
 * @property {boolean} isSeen a delta has told that it is done
 * @property {import("./extension.js").Outcome | null} outcome the last answer
 */
export class Mutations {
  #send;
  #newId;
  #versionOf;
  #events;
  #clock;
  #random;
  #all = [];
  #own = new Set();
  #timer = null;
  #isOnline = true;
  #answersToOthers = 0;

  /**
   * @param {object} parts
   * @param {(mutation: Mutation) => Promise<import("./extension.js").Outcome>} parts.send one try
   * @param {() => string} parts.newId
   * @param {(subject: string) => number | null} parts.versionOf the version of a subject that a person sees
   * @param {EventTarget} parts.events receives `live:mutation` {mutation, was} when a state changes
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   * @param {() => number} [parts.random] in [0, 1)
   */
  constructor({ send, newId, versionOf, events, clock = browserClock(), random = Math.random }) {
    this.#send = send;
    this.#newId = newId;
    this.#versionOf = versionOf;
    this.#events = events;
    this.#clock = clock;
    this.#random = random;
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
    this.#isOnline = false;
  }

  /**
   * Show it and send it. A move that still waits for its first try is joined with the one before.
   * @param {{subject: string, kind: string, change: object}} intent
   * @returns {Mutation}
   */
  propose({ subject, kind, change }) {
    for (const over of this.#of(subject).filter(isOver)) this.dismiss(over.id);
    const last = this.#of(subject).at(-1);
    if (last?.state === "waiting" && !last.tries && last.kind === kind) {
      last.change = change;
      this.#tell(last, "waiting");
      return last;
    }
    return this.#add(this.#made({ subject, kind, change }));
  }

  /**
   * Show a write that somebody else sends, a form, until it is answered; whatever comes of it is theirs to tell.
   * @param {{subject: string, kind: string, change: object}} intent
   * @param {Promise<unknown>} answered
   */
  async follow(intent, answered) {
    const mutation = { ...this.#made(intent), state: "sent" };
    this.#all.push(mutation);
    this.#tell(mutation, null);
    await Promise.allSettled([answered]);
    this.#forget(mutation, "done");
    this.#pump();
  }

  /** Again, as a new write on what is seen now. @param {Mutation} mutation one that was refused */
  retry(mutation) {
    this.dismiss(mutation.id);
    this.propose(mutation);
  }

  /** What was in conflict before the page was loaded anew: sent again under its own id, it gets the same answer. */
  resume({ id, subject, kind, change, base }) {
    this.#add(this.#made({ subject, kind, change }, { id, base }));
  }

  /** Forget one that was refused, or one that was not sent yet. */
  dismiss(id) {
    const mutation = this.#find(id);
    if (mutation && (isOver(mutation) || (mutation.state === "waiting" && !mutation.tries))) this.#forget(mutation, mutation.state);
  }

  /** @returns {Mutation[]} those to show over what is known of the subject, oldest first */
  shown(subject) {
    return this.#of(subject).filter((mutation) => !isOver(mutation) && !mutation.isSeen);
  }

  /** @returns {Mutation | null} the one that was refused and neither retried nor dismissed */
  refused(subject) {
    return this.#of(subject).filter(isOver).at(-1) ?? null;
  }

  /** @returns {Mutation[]} those that a person must decide, oldest first */
  get conflicts() {
    return this.#all.filter(({ state }) => state === "conflict");
  }

  /** How many have not been answered. */
  get pending() {
    return this.#all.filter((mutation) => !isOver(mutation) && !mutation.isSeen).length;
  }

  get subjects() {
    return [...new Set(this.#all.map(({ subject }) => subject))];
  }

  /** A write of this page, whoever sends it. */
  wrote(id) {
    this.#own.add(id);
    if (this.#own.size > REMEMBERED) this.#own.delete(this.#own.values().next().value);
  }

  isMine(id) {
    return this.#own.has(id);
  }

  /** A delta tells that these are done: they are part of what is known now. */
  recognise(ids) {
    const told = new Set(ids);
    for (const mutation of this.#all.filter(({ id }) => told.has(id))) {
      mutation.isSeen = true;
      if (mutation.state === "waiting") this.#forget(mutation, "done");
    }
  }

  set online(isOnline) {
    this.#isOnline = isOnline;
    if (isOnline) this.wake();
  }

  /** The server has answered somebody: no need to wait longer than it asked for. */
  wake() {
    this.#answersToOthers += 1;
    const now = this.#clock.now();
    for (const mutation of this.#all) if (!mutation.outcome?.retryAfter) mutation.notBefore = Math.min(mutation.notBefore, now);
    this.#pump();
  }

  #add(mutation) {
    this.#all.push(mutation);
    this.#tell(mutation, null);
    this.#pump();
    return mutation;
  }

  #made({ subject, kind, change }, { id = this.#newId(), base = this.#baseFor(subject) } = {}) {
    this.wrote(id);
    return { id, subject, kind, change, base, state: "waiting", tries: 0, notBefore: 0, strikes: 0, heard: Infinity, isSeen: false, outcome: null };
  }

  #baseFor(subject) {
    const under = this.shown(subject).at(-1);
    return under ? under.base : this.#versionOf(subject);
  }

  #of(subject) {
    return this.#all.filter((mutation) => mutation.subject === subject);
  }

  #find(id) {
    return this.#all.find((mutation) => mutation.id === id);
  }

  /** Send what may be sent: the first of each subject, a few at once; come back when the next one may. */
  #pump() {
    this.#clock.clearTimeout(this.#timer);
    if (!this.#isOnline) return;
    const now = this.#clock.now();
    const first = this.#all.filter((mutation) => !isOver(mutation) && this.#of(mutation.subject).find((other) => !isOver(other)) === mutation);
    let free = AT_ONCE - first.filter(({ state }) => state === "sent").length;
    for (const mutation of first.filter(({ state, notBefore }) => state === "waiting" && notBefore <= now)) {
      if (free-- > 0) this.#try(mutation);
    }
    const next = Math.min(...first.filter(({ state }) => state === "waiting").map(({ notBefore }) => notBefore));
    if (next > now && next < Infinity) this.#timer = this.#clock.setTimeout(() => this.#pump(), next - now);
  }

  async #try(mutation) {
    const heard = this.#answersToOthers;
    mutation.tries += 1;
    this.#turn(mutation, "sent");
    const outcome = await this.#send(mutation).catch(() => ({ kind: "lost", retryAfter: null }));
    mutation.outcome = outcome;
    if (isBroken(outcome) && heard > mutation.heard) mutation.strikes += 1;
    mutation.heard = heard;
    if (isDone(outcome) || mutation.isSeen) this.#done(mutation);
    else if (isForLater(outcome) && mutation.strikes < STRIKES) this.#postpone(mutation);
    else this.#turn(mutation, outcome.kind === "conflict" ? "conflict" : "failed");
    this.#pump();
  }

  #done(mutation) {
    this.#forget(mutation, "done");
    const next = this.#of(mutation.subject).find((other) => !isOver(other));
    if (next) next.base = Math.max(next.base, mutation.outcome.version ?? 0); // an answer to a retry may be an old one
  }

  #postpone(mutation) {
    const backoff = Math.min(FIRST_PAUSE * 2 ** mutation.tries, LONGEST_PAUSE) * this.#random();
    mutation.notBefore = this.#clock.now() + (mutation.outcome.retryAfter ?? Math.max(backoff, FIRST_PAUSE));
    this.#turn(mutation, "waiting");
  }

  #forget(mutation, state) {
    this.#all = this.#all.filter((other) => other !== mutation);
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
