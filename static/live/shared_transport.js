/**
 * One tab of this browser asks for all of them.
 *
 *   off ── connect ──▶ follow: here {tab, questions} ──▶ the leader asks for the union of all
 *                      ▲  │    ◀── told {event, detail} ── and tells everything; deltas are applied here as well
 *                      │  ├─ lead ────────▶ lead: who? ──▶ every follower says again what it wants
 *                      │  └─ alone, or an answer that could not be shown ──▶ alone: asks for itself
 *                      └──── a good answer ──────────────────────────────────┘
 *
 * The union names each stream with the lowest cursor: a delta may start anywhere before a page's own. So a tab that
 * goes no further would hold everybody back: it is dropped, and comes back when it speaks again.
 *
 * `not-yours` to a union does not say whose: each tab asks for itself, and those that get an answer share again.
 * Channel and lock are named by the person: tabs of two people never share.
 */
import { asksMore, Followers } from "./followers.js";
import { CLOCK } from "./scheduler.js";
import { ENDS, GOOD, Transport } from "./transport.js";

const EVENTS = ["connect", "disconnect", "asking", "overdue", "answer", "plan"];
const STREAMS_A_REQUEST = 20; // realtime/pages.py

export class SharedTransport extends Transport {
  #inner;
  #leader;
  #channel;
  #own;
  #take;
  #element;
  #tab;
  #window;
  #clock;
  #role = null;
  #others = new Followers();
  #asked = [];
  #at = null;
  #isUrgent = false;
  #relays = EVENTS.map((event) => [event, (detail) => this.#relay(event, detail)]);
  #messages = {
    here: (message) => this.#note(message),
    bye: ({ tab }) => this.#others.drop(tab),
    emit: ({ event, detail }) => this.#role === "lead" && this.#inner.emit(event, detail),
    who: () => this.announce(),
    alone: ({ tabs }) => tabs.includes(this.#tab) && this.#goAlone(),
    state: (message) => this.#learn(message),
    told: ({ event, detail }) => this.#mirror(event, detail),
  };

  /**
   * @param {object} parts
   * @param {import("./transport.js").LiveTransport} parts.inner asks, while this tab leads
   * @param {import("./leader.js").Leader} parts.leader started and stopped from here
   * @param {BroadcastChannel | null} parts.channel may be the leader's
   * @param {() => string[]} parts.questions `<stream>@<cursor>` of this tab
   * @param {(text: string) => Promise<boolean>} parts.take shows an answer's deltas in this tab; false where it could not
   * @param {HTMLElement} parts.element where a follower tells `live:ended`
   * @param {string} parts.tab unique
   * @param {Document} [parts.document]
   * @param {{now: () => number}} [parts.clock]
   */
  constructor({ inner, leader, channel, questions, take, element, tab, document: page = document, clock = CLOCK }) {
    super();
    this.#inner = inner;
    this.#leader = leader;
    this.#channel = channel;
    this.#own = questions;
    this.#take = take;
    this.#element = element;
    this.#tab = tab;
    this.#window = page.defaultView;
    this.#clock = clock;
  }

  connect() {
    if (this.#role) return;
    this.#role = "follow";
    for (const [event, relay] of this.#relays) this.#inner.on(event, relay);
    this.#leader.addEventListener("lead", this.#lead);
    this.#leader.addEventListener("follow", this.#follow);
    this.#channel?.addEventListener("message", this.#received);
    this.#leader.start();
    this.#window.addEventListener("pagehide", this.#leave); // after the leader's, which makes a follower of this tab
  }

  disconnect() {
    if (!this.#role) return;
    this.#stop();
    this.broke("stopped");
  }

  emit(type, detail) {
    if (this.#role !== "follow") return this.#inner.emit(type, detail);
    this.#isUrgent ||= type === "ping" || type === "hint"; // perhaps nobody leads yet
    this.#post("emit", { event: type, detail });
  }

  /** What the next request to /live/ names: the leader asks for all tabs. */
  questions() {
    if (this.#role !== "lead") return this.#own();
    this.#others.forgetSilent(this.#clock.now());
    this.#asked = this.#others.tabs;
    return this.#others.union(this.#own());
  }

  /** This tab has got further by itself: a write of its own was answered. */
  announce() {
    if (this.#role === "follow") this.#post("here", { questions: this.#own() });
  }

  #lead = () => {
    const isUrgent = this.#isUrgent;
    this.#role = "lead";
    this.#isUrgent = false;
    this.#others.clear();
    this.#asked = [];
    this.#inner.connect();
    this.#post("who");
    if (isUrgent) this.#inner.emit("hint");
  };

  #follow = () => {
    this.#role = "follow";
    this.#asked = [];
    this.#inner.disconnect();
    this.announce();
  };

  #goAlone() {
    if (this.#role !== "follow") return;
    this.#leave();
    this.#role = "alone";
    this.#inner.connect();
  }

  #leave = () => this.#post("bye");

  /** What the own transport tells, while it is this tab that asks. */
  #relay(event, detail) {
    if (this.#role !== "lead" && this.#role !== "alone") return;
    if (event === "disconnect" && detail.reason === "stopped") return;
    if (detail.kind === "not-yours" && this.#asked.length) return this.#split();
    if (this.#role === "lead") this.#tellOthers(event, detail);
    this.#pass(event, detail);
    if (ENDS.has(detail.kind)) this.#end(detail.kind);
    else if (this.#role === "alone" && GOOD.has(detail.kind)) this.#joinAgain();
  }

  /** That this tab may see its streams no more says nothing of theirs: the next one to lead finds out. */
  #tellOthers(event, detail) {
    if (detail.kind === "not-yours") return;
    if (event === "plan") this.#at = detail.at;
    if (event === "answer" && detail.kind === "applied") this.#others.countBehind(detail.text);
    this.#post("told", { event, detail });
  }

  #split() {
    this.#post("alone", { tabs: this.#asked });
    for (const tab of this.#asked.splice(0)) this.#others.drop(tab);
    this.#inner.disconnect();
    this.#inner.connect();
    this.#inner.emit("ping");
  }

  #joinAgain() {
    this.reached();
    this.#follow();
  }

  #pass(event, detail) {
    if (event === "connect") this.reached();
    else if (event === "disconnect") this.broke(detail.reason);
    else this.tell(event, detail);
  }

  #post(type, message = {}) {
    this.#channel?.postMessage({ type, tab: this.#tab, ...message });
  }

  /** Tabs with an older or newer page say things that nobody here knows. */
  #received = ({ data }) => {
    if (Object.hasOwn(this.#messages, data?.type)) this.#messages[data.type](data);
  };

  /** A follower says what it wants. */
  #note({ tab, questions }) {
    if (this.#role !== "lead") return;
    const before = this.#others.union(this.#own());
    const isNew = this.#others.note(tab, questions, this.#clock.now());
    const after = this.#others.union(this.#own());
    if (after.length > STREAMS_A_REQUEST) {
      this.#others.drop(tab);
      return this.#post("alone", { tabs: [tab] });
    }
    if (isNew) this.#post("state", { to: tab, isConnected: this.isConnected(), at: this.#at });
    if (asksMore(before, after)) this.#inner.emit("hint");
  }

  #learn({ to, isConnected, at }) {
    if (this.#role !== "follow" || to !== this.#tab) return;
    this.#isUrgent = true;
    if (isConnected) this.reached();
    this.tell("plan", { at });
  }

  /** What the leader's transport tells. */
  async #mirror(event, detail) {
    if (this.#role !== "follow") return;
    this.#isUrgent = true; // whoever leads next does so because this one is gone, perhaps for a while
    if (event !== "answer") return this.#pass(event, detail);
    const isShown = detail.kind !== "applied" || (await this.#take(detail.text).catch((error) => void reportError(error)));
    if (this.#role !== "follow") return;
    this.tell("answer", isShown ? detail : { ...detail, kind: "lost" });
    if (ENDS.has(detail.kind)) return this.#end(detail.kind);
    if (isShown) return this.announce();
    this.broke("lost");
    this.#goAlone();
  }

  #end(kind) {
    this.#stop();
    this.broke(kind);
    this.#element.dispatchEvent(new CustomEvent("live:ended", { bubbles: true, detail: { kind } }));
  }

  #stop() {
    this.#leave();
    this.#role = null;
    this.#isUrgent = false;
    this.#others.clear();
    this.#window.removeEventListener("pagehide", this.#leave);
    this.#leader.removeEventListener("lead", this.#lead);
    this.#leader.removeEventListener("follow", this.#follow);
    this.#channel?.removeEventListener("message", this.#received);
    this.#leader.stop();
    this.#inner.disconnect();
    for (const [event, relay] of this.#relays) this.#inner.off(event, relay);
  }

}
