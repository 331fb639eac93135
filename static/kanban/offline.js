/** The queue of a page's unsent writes, and what sends those that earlier pages left: static/live/ wired to the page. */
import { Leader } from "../live/leader.js";
import { OfflineQueue } from "../live/offline_queue.js";
import { Replay } from "../live/replay.js";
import { Seal } from "../live/seal.js";

/**
 * @param {HTMLElement} element `#live`; it carries the keys, which are taken off it: a page that is saved to a file must
 *   not hold them
 */
export function sealOf(element) {
  const { queueKeys = "" } = element.dataset;
  delete element.dataset.queueKeys;
  return new Seal({ keys: queueKeys.split(" ").filter(Boolean) });
}

/** @param {{element: HTMLElement, board: string, tab: string, store: import("../live/write_store.js").WriteStore, seal: Seal}} page */
export function queueOf({ element, board, tab, store, seal }) {
  const { person, queue: mode } = element.dataset;
  return new OfflineQueue({ store, seal, mode, person, board, tab });
}

/** One of the pages of this person that show this board sends for those that have gone. */
export function replayOf({ element, board, tab, queue, mutations }) {
  const name = `aster queue:${element.dataset.person}:${board}`;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  return new Replay({ queue, mutations, leader: new Leader({ name, channel }), channel, tab });
}
