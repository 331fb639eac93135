/**
 * Where two people set the same differently, or one archived what the other changed: the server's form that asks, over
 * whatever is open.
 *
 *   open ── submit ──┬─ written ─────────▶ closed, `done`
 *                    ├─ changed once more ─▶ what is asked now, with the choices made and what was typed
 *                    └─ no answer, refused ▶ the form as it is, and why
 *
 * Closed without a decision nothing is lost: what was to be written waits where it was written.
 */
import { asks, told } from "./outcomes.js";

const NOT_SAVED = "It was not saved. Try again.";

/**
 * @typedef {object} Task
 * @property {string} text the form, as the server answered it
 * @property {(outcome: import("../live/extension.js").Outcome) => void} done it was decided and written
 * @property {() => void} discard what stands is to stay
 */
export class ConflictDialog {
  #dialog;
  #body;
  #htmx;
  #toasts;
  #task = null;

  /**
   * @param {object} parts
   * @param {HTMLDialogElement} parts.dialog `dialog#conflict`
   * @param {{ajax: Function}} parts.htmx
   * @param {import("./toasts.js").Toasts} parts.toasts
   */
  constructor({ dialog, htmx, toasts }) {
    this.#dialog = dialog;
    this.#body = dialog.querySelector("#conflict-body");
    this.#htmx = htmx;
    this.#toasts = toasts;
  }

  start() {
    this.#dialog.addEventListener("submit", this.#submitted);
    this.#dialog.addEventListener("live:answered", this.#answered);
    this.#dialog.addEventListener("click", this.#clicked);
    this.#dialog.addEventListener("input", this.#typed);
  }

  stop() {
    this.#dialog.removeEventListener("submit", this.#submitted);
    this.#dialog.removeEventListener("live:answered", this.#answered);
    this.#dialog.removeEventListener("click", this.#clicked);
    this.#dialog.removeEventListener("input", this.#typed);
    this.#dialog.close();
  }

  /** @param {Task} task */
  open(task) {
    this.#task = task;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#show(task.text);
  }

  #show(text) {
    this.#body.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    this.#body.scrollTop = 0;
    const begin = this.#body.querySelector("fieldset [role=status]") ?? this.#body.querySelector("h1");
    begin?.setAttribute("tabindex", "-1");
    begin?.focus({ preventScroll: begin.tagName === "H1" });
  }

  #submitted = (event) => {
    const form = event.target;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    this.#htmx.ajax("POST", form.getAttribute("action"), { source: form, event, target: this.#body, swap: "none" });
  };

  #answered = ({ target, detail }) => {
    target.removeAttribute("aria-busy");
    if (asks(detail)) this.#show((this.#task.text = detail.text));
    else if (detail.kind === "applied") this.#end(() => this.#task.done(detail));
    else this.#toasts.show(told(detail) || detail.said || NOT_SAVED, "error");
  };

  #clicked = (event) => {
    const { target } = event;
    if (target === this.#dialog || target.closest("[data-close]")) this.#dialog.close();
    else if (target.closest("[data-discard]")) {
      event.preventDefault();
      this.#end(() => this.#task.discard());
    }
  };

  /** Whoever writes words of his own wants them. */
  #typed = ({ target }) => {
    if (target.matches("[data-merged]")) target.closest("fieldset").querySelector("[value=merged]").checked = true;
  };

  #end(then) {
    this.#dialog.close();
    this.#body.replaceChildren();
    then();
  }
}
