/**
 * Keeps what is typed in the panel's form until the form is gone: saved, given to the queue, or left on purpose. A page that
 * was loaded anew offers it back when the same form is opened again.
 */
import { refill } from "./fields.js";
import { intentOf } from "./form_write.js";

const PAUSE = 300;

export class PanelDrafts {
  #dialog;
  #body;
  #drafts;
  #name = "";
  #timer = null;
  #observer = new MutationObserver(() => this.#look());

  /** @param {{dialog: HTMLDialogElement, drafts: import("../live/drafts.js").Drafts}} parts */
  constructor({ dialog, drafts }) {
    this.#dialog = dialog;
    this.#body = dialog.querySelector("#panel-body");
    this.#drafts = drafts;
  }

  start() {
    this.#observer.observe(this.#body, { childList: true });
    this.#dialog.addEventListener("input", this.#typed);
    this.#dialog.addEventListener("close", this.#closed);
  }

  stop() {
    this.#observer.disconnect();
    this.#dialog.removeEventListener("input", this.#typed);
    this.#dialog.removeEventListener("close", this.#closed);
    clearTimeout(this.#timer);
  }

  /** Another form, or none: that of the one before is over. Refused, the same form comes back, with what was typed in it. */
  #look() {
    const form = this.#form;
    const name = form ? intentOf(form).form.url : "";
    if (name === this.#name) return;
    this.#forget();
    this.#name = name;
    if (name) this.#offer(form);
  }

  #typed = () => {
    if (this.#name) this.#timer ??= setTimeout(this.#keep, PAUSE);
  };

  #keep = () => {
    this.#timer = null;
    if (this.#form) this.#drafts.keep(this.#name, intentOf(this.#form).form.values);
  };

  #closed = () => {
    if (this.#dialog.open) return; // again, before this was told
    this.#forget();
    this.#name = "";
  };

  #forget() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#name) this.#drafts.drop(this.#name);
  }

  get #form() {
    return this.#body.querySelector("form[method=post]");
  }

  async #offer(form) {
    const draft = await this.#drafts.find(this.#name);
    if (!draft || !form.isConnected) return;
    const at = new Date(draft.at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    const note = Object.assign(document.createElement("div"), { className: "notice" });
    const words = Object.assign(document.createElement("p"), { textContent: `Your text of ${at} was not saved. It is kept in this browser.` });
    note.dataset.draft = "";
    note.setAttribute("role", "status");
    note.append(words, this.#button("Take it back", note, () => takeBack(form, draft)), this.#button("Discard it", note, () => this.#drafts.drop(this.#name)));
    form.before(note);
  }

  #button(label, note, run) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
    button.addEventListener("click", () => {
      note.remove();
      run();
    });
    return button;
  }
}

/** It counts as typed: on the version that was seen then, so that what others did since is merged or asked about. */
function takeBack(form, { values }) {
  refill(form, values);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
