/** On the list of boards: what waits for a board that no page shows, perhaps one that is not theirs to open any more. */
import { OfflineQueue } from "../live/offline_queue.js";
import { openPages } from "../live/replay.js";
import { Unanswered } from "../live/unanswered.js";
import { sealOf } from "./offline.js";
import { Unsent } from "./unsent.js";

class LeftBehind extends OfflineQueue {
  async kept() {
    const open = await openPages();
    return (await super.kept()).filter(({ tab }) => !open.has(tab));
  }
}

/** @param {HTMLElement} element `#kept` @param {import("../live/write_store.js").WriteStore} store @returns {Unsent} */
export function leftBehind(element, store) {
  const { person, queue: mode } = element.dataset;
  const queue = new LeftBehind({ store, seal: sealOf(element), mode, person, board: null, tab: "" });
  const at = (id) => document.getElementById(id);
  return new Unsent({ button: at("board-unsent"), dialog: at("unsent"), board: at("main"), mutations: new Unanswered(), queue, mayDiscardOthers: true });
}
