/**
 * "3 changes waiting": the writes that are not on the server yet, of all windows of this browser, and what can be done
 * about each. It says nothing of those that are answered before anybody could look.
 */
import { isOver, isUnheard } from "../live/mutation.js";
import { asks } from "./outcomes.js";
import { asText, stateOf, titleOf, typedIn, whenOf } from "./unsent_words.js";

export class Unsent {
  #button;
  #dialog;
  #board;
  #mutations;
  #queue;
  #decide;
  #edit;
  #mayDiscardOthers;
  #kept = [];

  /**
   * @param {object} parts
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLElement} parts.board
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("../live/offline_queue.js").OfflineQueue} parts.queue
   * @param {(mutation: object) => void} [parts.decide] what is in conflict
   * @param {(mutation: object) => void} [parts.edit] what was refused, in its form
   * @param {boolean} [parts.mayDiscardOthers] those that are not of this page belong to none
   */
  constructor({ button, dialog, board, mutations, queue, decide, edit, mayDiscardOthers = false }) {
    this.#button = button;
    this.#dialog = dialog;
    this.#board = board;
    this.#mutations = mutations;
    this.#queue = queue;
    this.#decide = decide;
    this.#edit = edit;
    this.#mayDiscardOthers = mayDiscardOthers;
  }

  start() {
    document.addEventListener("live:mutation", this.#show);
    this.#queue?.addEventListener("elsewhere", this.#look);
    this.#queue?.addEventListener("change", this.#look);
    this.#button.addEventListener("click", this.#open);
    this.#dialog.addEventListener("click", this.#clicked);
    this.#look();
  }

  stop() {
    document.removeEventListener("live:mutation", this.#show);
    this.#queue?.removeEventListener("elsewhere", this.#look);
    this.#queue?.removeEventListener("change", this.#look);
    this.#button.removeEventListener("click", this.#open);
    this.#dialog.removeEventListener("click", this.#clicked);
  }

  /** Those of this page that had to wait, and what the queue has beside them. */
  get #items() {
    const here = this.#mutations.all.filter((each) => each.isLate || isOver(each)).map((mutation) => ({ mutation, isHere: true }));
    const others = this.#kept.filter(({ id }) => !this.#mutations.isMine(id)).map((mutation) => ({ mutation, isHere: false }));
    return [...here, ...others].sort((one, other) => one.mutation.at - other.mutation.at);
  }

  #look = async () => {
    this.#kept = (await this.#queue?.kept()) ?? [];
    this.#show();
  };

  #show = () => {
    const items = this.#items;
    const over = items.filter(({ mutation }) => mutation.state === "failed").length;
    const waiting = items.filter(({ mutation }) => !isOver(mutation)).length;
    this.#button.hidden = over + waiting === 0;
    this.#button.textContent = [waiting && `${changes(waiting)} waiting`, over && `${changes(over)} not accepted`].filter(Boolean).join(", ");
    if (this.#dialog.open) this.#list(items);
  };

  #open = () => {
    this.#list(this.#items);
    this.#dialog.showModal();
    this.#dialog.querySelector("#unsent-title").focus({ preventScroll: true });
  };

  #list(items) {
    const at = this.#dialog.querySelector("ul");
    const focused = at.contains(document.activeElement);
    at.replaceChildren(...items.map((item) => this.#lineOf(item)));
    if (focused) this.#dialog.querySelector("#unsent-title").focus({ preventScroll: true });
    this.#dialog.querySelector("[data-export]").hidden = items.length === 0;
    this.#dialog.querySelector("[data-none]").hidden = items.length > 0;
  }

  #lineOf({ mutation, isHere }) {
    const line = element("li", "unsent__line");
    line.dataset.unsent = mutation.id;
    line.append(element("h3", "", titleOf(mutation, this.#board)), element("p", "quiet", `${whenOf(mutation)} · ${stateOf(mutation, { isHere })}`));
    const typed = typedIn(mutation);
    if (typed.length) line.append(listOf(typed));
    const buttons = element("p", "unsent__do");
    for (const [what, label] of this.#offers(mutation, isHere)) buttons.append(buttonFor(what, label, titleOf(mutation, this.#board)));
    line.append(buttons);
    return line;
  }

  #offers(mutation, isHere) {
    const discard = ["discard", "Discard"];
    if (mutation.isReadable === false) return [discard];
    if (!isHere) return this.#mayDiscardOthers ? [discard] : [];
    if (mutation.state === "conflict") return [["decide", "Decide…"], discard];
    if (mutation.state !== "failed") return isUnheard(mutation) ? [discard] : [];
    const restore = asks(mutation.outcome) ? [["decide", "Restore…"]] : [];
    return [...restore, ["retry", "Try again"], ...(mutation.form ? [["edit", "Edit"]] : []), discard];
  }

  #clicked = ({ target }) => {
    if (target === this.#dialog || target.closest("[data-close]")) return this.#dialog.close();
    if (target.closest("[data-export]")) return this.#export();
    const { do: what } = target.closest("[data-do]")?.dataset ?? {};
    const id = target.closest("[data-unsent]")?.dataset.unsent;
    if (what) this.#do(what, id);
  };

  #do(what, id) {
    const mutation = this.#mutations.find(id);
    if (what === "discard" && !mutation) this.#queue.drop(id);
    else if (what === "discard") this.#mutations.dismiss(id);
    else if (what === "retry") this.#mutations.retry(mutation);
    else {
      this.#dialog.close();
      if (what === "edit") this.#edit(mutation);
      else this.#decide(mutation);
    }
  }

  #export() {
    const address = URL.createObjectURL(new Blob([asText(this.#items, this.#board)], { type: "text/plain" }));
    Object.assign(document.createElement("a"), { href: address, download: "changes-not-sent.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  }
}

function changes(count) {
  return count === 1 ? "1 change" : `${count} changes`;
}

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function listOf(typed) {
  const list = document.createElement("dl");
  for (const [label, text] of typed) list.append(element("dt", "", label), element("dd", "", text));
  return list;
}

/** The same words stand beside every change, so a screen reader hears of which. */
function buttonFor(what, label, about) {
  const button = element("button", "button is-small", label);
  button.type = "button";
  button.dataset.do = what;
  button.setAttribute("aria-label", `${label}: ${about}`);
  return button;
}
