/**
 * Undo and redo of what was written on this page: Ctrl+Z, Ctrl+Shift+Z, the message that told of it, a line of the history.
 *
 * Undoing is a write like any other; the server names with each write the address that takes it back. So redo is to undo
 * the undoing, and what somebody else has built upon is refused by the server, with words.
 */
import { told } from "./outcomes.js";

const REFUSED = new Set(["conflict", "swapped", "gone", "not-yours"]);
const MOST = 100;

export class Undo {
  #writer;
  #toasts;
  #newId;
  #document;
  #done = [];
  #undone = [];
  #sent = new Map(); // the mutation that takes back, and on which list its own address goes

  /**
   * @param {object} parts
   * @param {{send: (write: object) => Promise<import("../live/extension.js").Outcome>}} parts.writer
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {() => string} parts.newId
   * @param {Document} [parts.document]
   */
  constructor({ writer, toasts, newId, document: page = document }) {
    this.#writer = writer;
    this.#toasts = toasts;
    this.#newId = newId;
    this.#document = page;
  }

  start() {
    this.#document.addEventListener("live:answered", this.#answered);
    this.#document.addEventListener("keydown", this.#pressed);
    this.#document.addEventListener("click", this.#clicked, true);
  }

  stop() {
    this.#document.removeEventListener("live:answered", this.#answered);
    this.#document.removeEventListener("keydown", this.#pressed);
    this.#document.removeEventListener("click", this.#clicked, true);
  }

  /** A button for the message that tells of a write; null where it cannot be undone. @param {{undo: string}} outcome */
  actionFor({ undo }) {
    return undo ? { label: "Undo", run: () => this.#takeBack(undo) } : null;
  }

  #answered = ({ target, detail }) => {
    if (detail.kind !== "applied" || !detail.undo) return;
    const list = this.#sent.get(target.dataset.mutation);
    (list ?? this.#done).push(detail.undo);
    if (!list) this.#undone.length = 0;
    if (this.#done.length > MOST) this.#done.shift();
  };

  #pressed = (event) => {
    const key = event.key.toLowerCase();
    const isWanted = (event.ctrlKey || event.metaKey) && !event.altKey && (key === "z" || key === "y");
    if (!isWanted || event.defaultPrevented || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    const isRedo = key === "y" || event.shiftKey;
    const [from, to] = isRedo ? [this.#undone, this.#done] : [this.#done, this.#undone];
    const address = from.pop();
    if (address) this.#send(address, from, to);
    else this.#toasts.show(isRedo ? "Nothing to redo." : "Nothing to undo: nothing was changed on this page yet.", "info");
  };

  #clicked = (event) => {
    const link = event.target.closest?.("a[data-undo]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#takeBack(link.getAttribute("href"));
  };

  #takeBack(address) {
    remove(this.#done, address);
    this.#send(address, this.#done, this.#undone);
  }

  async #send(address, from, to) {
    const id = this.#newId();
    this.#sent.set(id, to);
    const outcome = await this.#writer.send({ url: address, values: [], id });
    this.#sent.delete(id);
    const { kind, said } = outcome;
    if (kind === "applied") return this.#toasts.show(said, "success", to === this.#undone && outcome.undo ? this.#redo(outcome.undo) : null);
    if (!REFUSED.has(kind)) from.push(address);
    this.#toasts.show(said || told(outcome) || "It was not undone.", "error");
  }

  #redo(address) {
    return {
      label: "Redo",
      run: () => {
        remove(this.#undone, address);
        this.#send(address, this.#undone, this.#done);
      },
    };
  }
}

function remove(list, address) {
  const at = list.indexOf(address);
  if (at >= 0) list.splice(at, 1);
}
