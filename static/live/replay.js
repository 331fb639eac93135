/**
 * Sends what pages of this browser left behind: one tab does it for all that show the same board.
 *
 *   written down by ─┬─ this tab ───────────────▶ it sends it itself
 *                    ├─ a tab that is still open ▶ that one does; when it closes or dies, its lock falls to the leader
 *                    └─ a tab that is gone ──────▶ the leader takes it over
 *
 * Each page holds a Web Lock by its name for as long as it lives, so nobody has to guess whether it does. Without locks
 * every page takes over what it finds: it may then be sent twice, under one id, and is done once.
 */
const PAGE = "aster page ";

export class Replay {
  #queue;
  #mutations;
  #leader;
  #channel;
  #locks;
  #tab;
  #watched = new Set();
  #isStarted = false;
  #letGo = new AbortController();
  #looking = Promise.resolve();

  /**
   * @param {object} parts
   * @param {import("./offline_queue.js").OfflineQueue} parts.queue
   * @param {import("./mutations.js").Mutations} parts.mutations
   * @param {import("./leader.js").Leader} parts.leader of the pages of this person that show this board
   * @param {BroadcastChannel | null} parts.channel of the same
   * @param {LockManager | undefined} [parts.locks]
   * @param {string} parts.tab names this page
   */
  constructor({ queue, mutations, leader, channel, locks = navigator.locks, tab }) {
    this.#queue = queue;
    this.#mutations = mutations;
    this.#leader = leader;
    this.#channel = channel;
    this.#locks = locks;
    this.#tab = tab;
  }

  start() {
    this.#isStarted = true;
    this.#hold(PAGE + this.#tab, () => new Promise((resolve) => this.#letGo.signal.addEventListener("abort", resolve)));
    this.#leader.addEventListener("lead", this.#look);
    this.#channel?.addEventListener("message", this.#heard);
    this.#queue.addEventListener("change", this.#changed);
    this.#leader.start();
    this.#tell();
  }

  stop() {
    this.#isStarted = false;
    this.#letGo.abort();
    this.#leader.removeEventListener("lead", this.#look);
    this.#channel?.removeEventListener("message", this.#heard);
    this.#queue.removeEventListener("change", this.#changed);
    this.#leader.stop();
  }

  #tell() {
    this.#channel?.postMessage({ type: "queue" });
  }

  #changed = () => this.#tell();

  #heard = ({ data }) => {
    if (data?.type !== "queue") return;
    this.#queue.dispatchEvent(new Event("elsewhere"));
    this.#look();
  };

  #look = () => {
    this.#looking = this.#looking.then(() => this.#takeOver());
  };

  async #takeOver() {
    if (!this.#isStarted || !this.#leader.isLeader) return;
    const kept = await this.#queue.kept();
    const open = await openPages(this.#locks);
    for (const each of kept) {
      if (each.tab === this.#tab || !each.isReadable || this.#mutations.isMine(each.id)) continue;
      if (open.has(each.tab)) this.#watch(each.tab);
      else this.#mutations.resume(each);
    }
  }

  /** When its page has gone, what it has not sent is ours to send. */
  #watch(tab) {
    if (this.#watched.has(tab)) return;
    this.#watched.add(tab);
    this.#hold(PAGE + tab, () => {
      this.#watched.delete(tab);
      this.#look();
    });
  }

  #hold(name, held) {
    this.#locks?.request(name, { signal: this.#letGo.signal }, held).catch(() => {}); // stopped before, or locks are refused
  }
}

/** @param {LockManager | undefined} [locks] @returns {Promise<Set<string>>} the names of this browser's pages that live */
export async function openPages(locks = navigator.locks) {
  const { held = [] } = (await locks?.query().catch(() => null)) ?? {};
  return new Set(held.filter(({ name }) => name.startsWith(PAGE)).map(({ name }) => name.slice(PAGE.length)));
}
