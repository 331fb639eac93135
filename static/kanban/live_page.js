/**
 * What every live page has: one stream that is followed, by whichever tab asks for all, and what is said of how that goes.
 * Wires the parts of static/live/ to each other and to the page; they do not know each other.
 */
import { LiveExtension } from "../live/extension.js";
import { Leader } from "../live/leader.js";
import { Lifecycle } from "../live/lifecycle.js";
import { NetworkNotices } from "../live/network_notices.js";
import { NetworkStatus, pingOf } from "../live/network_status.js";
import { PollingTransport } from "../live/polling_transport.js";
import { Scheduler } from "../live/scheduler.js";
import { SharedTransport } from "../live/shared_transport.js";
import { Sync } from "../live/sync.js";
import { SyncStatus } from "../live/sync_status.js";
import { GOOD } from "../live/transport.js";
import { mutationId } from "./mutation_id.js";

/** For writes of the page itself, which come from no form. */
export function csrfToken() {
  return document.querySelector("#csrf [name=csrfmiddlewaretoken]")?.value ?? "";
}

export class LivePage {
  #element;
  #mutations;
  #scheduler;
  #sync;
  #transport;
  #channel;
  #network;
  #notices;
  #status;
  #lifecycle;
  #ended = "";
  #heard = {
    asking: () => this.#status.asking(),
    overdue: () => {
      this.#status.overdue();
      this.#network.doubt();
    },
    plan: ({ at }) => this.#status.plan(at),
    answer: (outcome) => this.#answered(outcome),
  };

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element `#live`
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   */
  constructor({ element, mutations }) {
    this.#element = element;
    this.#mutations = mutations;
    this.#sync = new Sync(document, () => this.#transport.emit("hint"));
    this.#transport = this.#shared();
    this.#network = new NetworkStatus({ ping: pingOf(window.fetch.bind(window)) });
    this.#notices = new NetworkNotices({ element: document.getElementById("network-notice"), network: this.#network });
    this.#status = new SyncStatus({
      element: document.getElementById("sync-status"),
      onTryNow: () => this.#transport.emit("ping"),
      staleAfter: Number(element.dataset.staleSeconds) * 1000,
    });
    this.#lifecycle = new Lifecycle({ target: this.#signs() });
  }

  /** @param {string} stream @returns {number} the version of it that the page shows */
  version(stream) {
    return Number.parseInt(this.#sync.cursor(stream), 10) || 0;
  }

  /** The htmx extension through which all answers come in. */
  get extension() {
    return new LiveExtension({
      questions: () => this.#transport.questions(),
      cursor: (stream) => this.#sync.cursor(stream),
      take: (text, isOwn) => this.#sync.take(text, isOwn),
      poller: this.#element,
      token: csrfToken,
      person: this.#element.dataset.person,
      wrote: (id) => this.#mutations.wrote(id),
    });
  }

  /** Follow what `root` shows, by `view`. */
  start(root, view) {
    this.#sync.attach(root.dataset.stream, root.dataset.cursor, view);
    document.addEventListener("live:answered", this.#wrote);
    document.addEventListener("live:mutation", this.#counted);
    document.addEventListener("live:ended", this.#over);
    window.addEventListener("beforeunload", this.#unloading);
    this.#network.addEventListener("change", this.#networkChanged);
    this.#network.addEventListener("reachable", this.#reachable);
    for (const [event, handler] of Object.entries(this.#heard)) this.#transport.on(event, handler);
    for (const part of [this.#status, this.#network, this.#notices, this.#lifecycle]) part.start();
    this.#transport.connect();
  }

  stop() {
    this.#transport.disconnect();
    for (const part of [this.#status, this.#network, this.#notices, this.#lifecycle, this.#mutations]) part.stop();
    for (const [event, handler] of Object.entries(this.#heard)) this.#transport.off(event, handler);
    document.removeEventListener("live:answered", this.#wrote);
    document.removeEventListener("live:mutation", this.#counted);
    document.removeEventListener("live:ended", this.#over);
    window.removeEventListener("beforeunload", this.#unloading);
    this.#network.removeEventListener("change", this.#networkChanged);
    this.#network.removeEventListener("reachable", this.#reachable);
    this.#channel?.close();
  }

  /** After the end: the same person is signed in again. */
  goOn() {
    this.#transport.disconnect();
    this.#transport.connect();
    this.#transport.emit("ping");
    this.#ended = "";
    this.#letSend();
  }

  #shared() {
    const { seconds, idleSeconds, person } = this.#element.dataset;
    const name = `aster:${person}`;
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
    this.#scheduler = new Scheduler({
      ask: () => polling.ask(),
      onPlan: (at) => polling.plan(at),
      interval: Number(seconds) * 1000,
      idleInterval: Number(idleSeconds) * 1000,
    });
    const polling = new PollingTransport({ element: this.#element, scheduler: this.#scheduler });
    return new SharedTransport({
      inner: polling,
      leader: new Leader({ name, channel: this.#channel }),
      channel: this.#channel,
      questions: () => this.#sync.questions(),
      take: (text) => this.#sync.take(text),
      element: this.#element,
      tab: mutationId(),
    });
  }

  /** The page's own signs of life go to the tab that asks; whether it is looked at is each tab's own. */
  #signs() {
    const [transport, scheduler] = [this.#transport, this.#scheduler];
    return {
      wake: () => transport.emit("wake"),
      touched: () => transport.emit("touched"),
      set hidden(isHidden) {
        scheduler.hidden = isHidden;
      },
      set online(isOnline) {
        scheduler.online = isOnline;
      },
    };
  }

  #answered(outcome) {
    this.#network.report(outcome);
    this.#notices.report(outcome);
    if (!GOOD.has(outcome.kind)) return this.#status.troubled(outcome);
    this.#status.fresh();
    this.#mutations.wake();
  }

  /**
   * A write of this page: there is work on the board, and the tab that asks need not bring what came with the answer.
   * Answered, it also says that the server is there: with that pings end, but a back-off would last.
   */
  #wrote = ({ target, detail }) => {
    if (target === this.#element) return;
    this.#network.report(detail);
    if (this.#network.state === "online" && !this.#transport.isConnected()) this.#transport.emit("wake");
    if (detail.kind !== "applied") return;
    this.#transport.announce();
    this.#transport.emit("active");
  };

  #counted = () => this.#status.pending(this.#mutations.pending);

  #over = ({ detail }) => {
    this.#ended = detail.kind;
    this.#status.ended(detail.kind);
    this.#letSend();
  };

  /** Signed out, all waits, whatever the network does: it may be another person's session by now. */
  #letSend() {
    this.#mutations.online = !this.#ended && this.#network.state !== "offline";
  }

  #networkChanged = ({ detail }) => {
    this.#status.offline(detail.state === "offline");
    this.#letSend();
    document.dispatchEvent(new CustomEvent("live:network", { detail }));
  };

  #reachable = () => this.#transport.emit("wake");

  /** What is not kept in this browser would be lost; off the board it cannot be sent any more. */
  #unloading = (event) => {
    if (this.#mutations.unsafe && this.#ended !== "not-yours") event.preventDefault();
  };
}
