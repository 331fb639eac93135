/**
 * The board by keyboard. A key goes to the card that has the focus; where none has it, keys of a card do nothing.
 *
 * Keys are what they write, wherever they are on the keyboard. They are off while somebody types, while a dialog is open
 * and while a card is lifted: then they belong to the drag, as Space always does. Enter is the link's own.
 */
import { isWalk, nextCard } from "./card_walk.js";

const TYPING = "input, textarea, select, [role=menu], [role=listbox], [contenteditable]:not([contenteditable=false])";

/**
 * @typedef {object} Actions
 * @property {(address: string) => void} open shows a page of a matter in the panel
 * @property {(card: HTMLElement) => void} assign puts the signed-in person on, or takes them off
 * @property {(card: HTMLElement) => void} menu
 * @property {() => void} newMatter
 * @property {() => void} filter
 * @property {{edit: boolean}} can asked each time: a role can change
 */
export class Shortcuts {
  #board;
  #actions;
  #isBusy;
  #dialog;
  #document;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {Actions} parts.actions
   * @param {() => boolean} [parts.isBusy] is a card lifted?
   * @param {HTMLDialogElement} parts.dialog the list of keys
   * @param {Document} [parts.document]
   */
  constructor({ board, actions, isBusy = () => false, dialog, document: page = document }) {
    this.#board = board;
    this.#actions = actions;
    this.#isBusy = isBusy;
    this.#dialog = dialog;
    this.#document = page;
  }

  start() {
    this.#document.addEventListener("keydown", this.#pressed);
    this.#document.addEventListener("click", this.#clicked);
    this.#dialog.addEventListener("click", this.#clickedBeside);
  }

  stop() {
    this.#document.removeEventListener("keydown", this.#pressed);
    this.#document.removeEventListener("click", this.#clicked);
    this.#dialog.removeEventListener("click", this.#clickedBeside);
    this.#dialog.close();
  }

  /** Show the keys: those that this person can use. */
  help() {
    for (const part of this.#dialog.querySelectorAll("[data-edits]")) part.hidden = !this.#actions.can.edit;
    this.#dialog.showModal();
  }

  #pressed = (event) => {
    const key = keyOf(event);
    if (this.#dialog.open && key === "?") this.#dialog.close();
    else if (event.defaultPrevented || this.#isBusy() || this.#isElsewhere(event) || !this.#does(key, event)) return;
    event.preventDefault();
  };

  #does(key, event) {
    if (isWalk(key)) return this.#walk(key, event.target);
    if (event.repeat) return false;
    const { newMatter, filter } = this.#actions;
    if (key === "n" && this.#actions.can.edit) newMatter();
    else if (key === "/") filter();
    else if (key === "?") this.help();
    else return this.#doesToCard(key);
    return true;
  }

  #doesToCard(key) {
    const card = this.#focused();
    const { open, assign, menu, can } = this.#actions;
    if (!card) return false;
    if (key === "." || key === "ContextMenu" || key === "Shift+F10") menu(card);
    else if (key === "e" && can.edit) open(`/matters/${card.dataset.matterId}/edit/`);
    else if (key === "m" && can.edit) open(`/matters/${card.dataset.matterId}/move/`);
    else if (key === "a" && can.edit) assign(card);
    else return false;
    return true;
  }

  /** Elsewhere than on the board, arrows scroll. */
  #walk(key, target) {
    const isIdle = target === this.#document.body || target.matches("main");
    if (!isIdle && !this.#board.contains(target)) return false;
    const card = nextCard(this.#board, this.#focused(), key);
    card?.querySelector(".card__title")?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  #focused() {
    const card = this.#document.activeElement?.closest("[data-matter-id]");
    return card && this.#board.contains(card) ? card : null;
  }

  #isElsewhere({ target, isComposing }) {
    return isComposing || target.closest?.(TYPING) || this.#document.querySelector("dialog[open]");
  }

  #clicked = ({ target }) => {
    if (!target.closest("[data-shortcuts]") || this.#dialog.open) return;
    const sheet = target.closest("details");
    sheet?.querySelector("summary").focus(); // what is focused now is so again when the dialog closes
    sheet?.removeAttribute("open");
    this.help();
  };

  #clickedBeside = ({ target }) => {
    if (target === this.#dialog) this.#dialog.close();
  };
}

/** What was pressed, "" for a command of the browser's. AltGr writes characters; Caps Lock makes no other key of a letter. */
function keyOf(event) {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
  if (metaKey || ((ctrlKey || altKey) && !event.getModifierState("AltGraph"))) return "";
  const isCharacter = key.length === 1;
  if (shiftKey) return isCharacter ? key : `Shift+${key}`;
  return isCharacter ? key.toLowerCase() : key;
}
