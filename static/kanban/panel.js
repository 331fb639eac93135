/**
 * The side panel: a matter or one of its forms over the board, loaded by its ordinary address.
 *
 *   closed ── click on [data-panel] ──▶ open ── submit ──▶ written: closed, or the matter again
 *                                                  └─────▶ refused: the server's form with its reasons
 *                                                  └─────▶ no answer: the form as it is, and a message
 *
 * While a form is being filled in nothing replaces it; a note says that the matter changed.
 */
import { isForLater } from "../live/verdicts.js";
import { ChangedMeanwhile, isOwn } from "./changed_meanwhile.js";
import { refill } from "./fields.js";
import { answerTo, intentOf } from "./form_write.js";
import { kept } from "./kept_words.js";
import { agree } from "./move_form.js";
import { asks, merged, told, unopened } from "./outcomes.js";
import { focusOpener, focusStart } from "./panel_focus.js";
import { PanelHistory } from "./panel_history.js";
import { PanelRenewal } from "./panel_renewal.js";

const EDITED = "form :is(input:not([type=hidden]), textarea, select)";

export class Panel {
  #dialog;
  #body;
  #htmx;
  #toasts;
  #mutations;
  #meanwhile;
  #renewal;
  #conflicts;
  #undo;
  #history = new PanelHistory({ wentBack: () => this.#wentBack() });
  #isDirty = false;
  #loading = null;
  #opener = "";
  #sent = "";
  #replaces = "";

  /**
   * @param {object} parts
   * @param {HTMLDialogElement} parts.dialog
   * @param {{ajax: Function}} parts.htmx
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {import("./conflict_dialog.js").ConflictDialog} parts.conflicts
   * @param {(outcome: import("../live/extension.js").Outcome) => import("./toasts.js").Action | null} [parts.undo]
   * @param {import("../live/mutations.js").Mutations} [parts.mutations] shows on the board what a form is about to write
   */
  constructor({ dialog, htmx, toasts, conflicts, undo = () => null, mutations }) {
    this.#dialog = dialog;
    this.#body = dialog.querySelector("#panel-body");
    this.#meanwhile = new ChangedMeanwhile({ body: this.#body });
    this.#renewal = new PanelRenewal({ dialog, body: this.#body, load: (address) => this.#load(address), isLoading: () => this.#loading !== null });
    this.#htmx = htmx;
    this.#toasts = toasts;
    this.#conflicts = conflicts;
    this.#undo = undo;
    this.#mutations = mutations;
  }

  start() {
    for (const [target, event, hears] of this.#listeners) target.addEventListener(event, hears);
    this.#history.start();
  }

  stop() {
    this.#renewal.stop();
    for (const [target, event, hears] of this.#listeners) target.removeEventListener(event, hears);
    this.#history.stop();
  }

  get #listeners() {
    return [
      [document, "click", this.#clicked],
      [document, "live:applied", this.#changed],
      [window, "beforeunload", this.#unloading],
      [this.#dialog, "submit", this.#submitted],
      [this.#dialog, "input", this.#typed],
      [this.#dialog, "cancel", this.#cancelled],
      [this.#dialog, "close", this.#closed],
      [this.#dialog, "live:answered", this.#answered],
    ];
  }

  #clicked = (event) => {
    if (event.target.closest("[data-close]") && this.#dialog.contains(event.target)) return this.#leave(event);
    if (event.target === this.#dialog) return this.#leave(event);
    const link = event.target.closest("a[data-panel]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.open(link.getAttribute("href"));
  };

  /** Show the page at this address, unless somebody would rather stay with what he is typing. */
  open(address) {
    if (!this.#dialog.open) this.#opener = address;
    if (this.#mayLeave()) this.#open(address);
  }

  /** What was refused stands in its form again; written, it is no longer among the refused. */
  async edit({ id, form: { url, values } }) {
    if (!this.#mayLeave()) return;
    await this.#open(url);
    const form = this.#body.querySelector("form");
    if (!form) return;
    refill(form, values);
    this.#isDirty = true;
    this.#replaces = id;
  }

  async #open(address) {
    this.#isDirty = false;
    this.#replaces = "";
    this.#dialog.setAttribute("aria-busy", "true");
    if (!this.#dialog.open) {
      this.#body.replaceChildren();
      this.#dialog.showModal();
      this.#history.opened();
    }
    if (!(await this.#load(address))) return;
    this.#dialog.removeAttribute("aria-busy");
    this.#showStart();
  }

  /** False where another page was asked for meanwhile: the last one counts (`hx-sync="this:replace"`). */
  async #load(address) {
    const mine = (this.#loading = {});
    await this.#htmx.ajax("GET", address, { source: this.#body, target: "#panel-body", swap: "innerHTML" });
    if (this.#loading !== mine) return false;
    this.#loading = null;
    return true;
  }

  /** Where the new content begins, the eye, the keyboard and a screen reader begin too. */
  #showStart() {
    this.#body.scrollTop = 0;
    focusStart(this.#body);
  }

  #closed = () => {
    if (this.#dialog.open) return; // again, before this was told
    this.#isDirty = false;
    this.#history.closed();
    focusOpener(this.#opener, this.#dialog);
  };

  #submitted = async (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const intent = intentOf(form, event.submitter);
    this.#sent = intent.id;
    if (!(this.#mutations?.online ?? true)) return this.#leaveToQueue(form, intent);
    form.setAttribute("aria-busy", "true");
    const send = () => this.#send(form, event, intent.form.url);
    await (this.#mutations?.follow(intent, send) ?? send());
    if (this.#dialog.open && !form.isConnected) this.#showStart();
  };

  async #send(form, event, url) {
    const answered = answerTo(form);
    await this.#htmx.ajax(form.method.toUpperCase(), url, { source: form, event, target: "#panel-body", swap: "innerHTML" });
    return answered;
  }

  /** Without a connection it is written down here; what is plainly missing is asked for now, not when nobody looks. */
  #leaveToQueue(form, intent) {
    if (!form.reportValidity()) return;
    this.#mutations.propose(intent);
    this.#waits(intent.id);
  }

  async #waits(id) {
    this.#isDirty = false;
    this.#mutations.dismiss(this.#replaces);
    this.#dialog.close();
    this.#toasts.show(await kept(this.#mutations, id), "info");
  }

  #answered = ({ target, detail }) => {
    const form = target.closest("form");
    form?.removeAttribute("aria-busy");
    if (detail.kind === "applied") this.#written(form, detail);
    else if (detail.kind === "swapped") this.#isDirty = detail.status === 422;
    else if (asks(detail)) this.#decide(form, detail.text);
    else if (form && this.#mutations?.find(this.#sent) && isForLater(detail)) this.#waits(this.#sent);
    else this.#refused(detail);
  };

  /** What was typed stays beneath until it is decided. */
  #decide(form, text) {
    const discard = () => {
      this.#isDirty = false;
      this.#open(`/matters/${form.dataset.matter}/`);
    };
    this.#conflicts.open({ text, done: (detail) => this.#written(form, detail), discard });
  }

  #written(form, detail) {
    this.#isDirty = false;
    this.#mutations?.dismiss(this.#replaces);
    this.#toasts.show(detail.said, "success", this.#undo(detail));
    this.#toasts.show(detail.warning, "warning");
    this.#toasts.show(merged(detail.merged), "info");
    const { then, matter } = form?.dataset ?? {};
    if (then === "matter" && matter) this.#open(`/matters/${matter}/`);
    else this.#dialog.close();
  }

  #refused(detail) {
    const isOpen = this.#body.hasChildNodes();
    this.#toasts.show(isOpen ? told(detail) : unopened(detail), "error");
    if (!isOpen) this.#dialog.close();
  }

  /** Somebody changed what is shown: show it, unless it is being edited. */
  #changed = ({ detail }) => {
    const shown = this.#body.querySelector("[data-matter]")?.dataset.matter;
    if (!this.#dialog.open || !shown || isOwn(shown, detail, this.#sent)) return;
    const isHere = detail.isReset || detail.matters.includes(shown) || detail.removed.includes(shown);
    if (!isHere) return;
    if (this.#body.querySelector(EDITED)) this.#meanwhile.tell(detail.changes.find(({ subject }) => subject === `matter:${shown}`));
    else this.#renewal.whenFree(shown, () => this.#isReading(shown));
  };

  #isReading(id) {
    return this.#body.querySelector(`[data-matter="${id}"]`) !== null && !this.#body.querySelector(EDITED);
  }

  #typed = ({ target }) => {
    this.#isDirty = true;
    agree(target);
  };

  #cancelled = (event) => {
    if (event.target === this.#dialog && !this.#mayLeave()) event.preventDefault();
  };

  #wentBack() {
    const mayLeave = this.#mayLeave();
    if (mayLeave) this.#dialog.close();
    return mayLeave;
  }

  #unloading = (event) => {
    if (this.#dialog.open && this.#isDirty) event.preventDefault();
  };

  #leave(event) {
    event.preventDefault();
    if (this.#mayLeave()) this.#dialog.close();
  }

  #mayLeave() {
    return !this.#isDirty || window.confirm("Leave without saving what you typed?");
  }
}
