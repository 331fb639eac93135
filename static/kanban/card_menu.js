/**
 * One menu for all cards.
 *
 *   closed ── right click, click on .card__move, open(card) ──▶ open, the card is held
 *     ▲                                                          │
 *     └── an item, Esc, Tab, a press beside it, scroll, resize, the card is gone ──┘
 *
 * A press that closes it does no more than that. A long press with a finger lifts the card: it opens nothing.
 */
import { nextCard } from "./card_walk.js";
import { offer } from "./menu_items.js";
import { itemAfter, itemsOf } from "./menu_keys.js";
import { placeOf } from "./menu_place.js";

export class CardMenu {
  #menu;
  #board;
  #actions;
  #hold;
  #can;
  #clipboard;
  #say;
  #listening = null;
  #card = null;
  #cardAt = null;
  #wasFocused = null;
  #release = () => {};
  #swallowsClick = false;
  #watch = new MutationObserver(() => this.#card?.isConnected || this.close());

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.menu `#card-menu`
   * @param {HTMLElement} parts.board `#board`
   * @param {object} parts.actions open(address) shows a page of a matter; assign(card), archive(card)
   * @param {(what: {cards: string[]}) => () => void} [parts.hold] keeps a card as it is until what it returns is called
   * @param {{edit: boolean}} parts.can asked each time: a role can change
   * @param {Clipboard} [parts.clipboard]
   * @param {(text: string, kind: "success" | "error") => void} [parts.say]
   */
  constructor({ menu, board, actions, hold = () => () => {}, can, clipboard = navigator.clipboard, say = () => {} }) {
    this.#menu = menu;
    this.#board = board;
    this.#actions = actions;
    this.#hold = hold;
    this.#can = can;
    this.#clipboard = clipboard;
    this.#say = say;
  }

  start() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const early = { signal, capture: true };
    this.#board.addEventListener("contextmenu", this.#rightClicked, { signal });
    this.#board.addEventListener("click", this.#clicked, { signal });
    this.#menu.addEventListener("click", this.#chosen, { signal });
    this.#menu.addEventListener("keydown", this.#pressed, { signal });
    this.#menu.addEventListener("pointerover", this.#pointed, { signal });
    this.#menu.addEventListener("contextmenu", prevent, { signal });
    document.addEventListener("pointerdown", this.#pressedBeside, early);
    document.addEventListener("click", this.#swallow, early);
    document.addEventListener("focusin", this.#focused, { signal });
    document.addEventListener("scroll", this.#scrolled, early);
    window.addEventListener("resize", this.#resized, { signal });
  }

  stop() {
    this.close();
    this.#listening?.abort();
    this.#listening = null;
  }

  /**
   * @param {HTMLElement} card
   * @param {{x: number, y: number} | null} [point] where the pointer is; null: by keyboard, at the card
   */
  open(card, point = null) {
    this.close();
    this.#card = card;
    this.#cardAt = card.getBoundingClientRect();
    this.#wasFocused = document.activeElement;
    this.#release = this.#hold({ cards: [card.dataset.matterId] });
    this.#watch.observe(this.#board, { childList: true, subtree: true });
    card.setAttribute("data-ui-menu", "");
    offer(this.#menu, card, { person: this.#board.dataset.person, canEdit: this.#can.edit });
    this.#menu.showPopover();
    this.#place(point);
    (point ? this.#menu : itemsOf(this.#menu)[0]).focus({ preventScroll: true });
  }

  /** @param {{refocus?: boolean}} [how] false where the focus has gone elsewhere already */
  close({ refocus = true } = {}) {
    const card = this.#card;
    if (!card) return;
    this.#card = null;
    this.#watch.disconnect();
    if (refocus) this.#refocus(card);
    this.#menu.hidePopover();
    card.removeAttribute("data-ui-menu");
    this.#release();
  }

  #refocus(card) {
    const was = this.#wasFocused;
    const isThere = was?.isConnected && was !== document.body;
    (isThere ? was : card.querySelector(".card__title"))?.focus({ preventScroll: true });
  }

  #place(point) {
    const { width, height } = this.#menu.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const anchor = point ? { left: point.x, right: point.x, top: point.y, bottom: point.y } : this.#anchor();
    const { left, top } = placeOf({ width, height }, anchor, { width: clientWidth, height: clientHeight });
    this.#menu.style.left = `${left}px`;
    this.#menu.style.top = `${top}px`;
  }

  /** The button, or for those who have none, the card. */
  #anchor() {
    const rect = this.#card.querySelector(".card__move")?.getBoundingClientRect();
    return rect?.height ? rect : this.#card.getBoundingClientRect();
  }

  #rightClicked = (event) => {
    const card = event.target.closest("[data-matter-id]");
    if (!card || event.pointerType === "touch" || (event.shiftKey && event.button === 2)) return;
    event.preventDefault();
    this.open(card, event.button === 2 || event.ctrlKey ? { x: event.clientX, y: event.clientY } : null);
  };

  /** `detail` counts clicks: a key makes none. */
  #clicked = (event) => {
    const button = event.target.closest(".card__move");
    const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!button || !isPlain || event.defaultPrevented) return;
    event.preventDefault();
    const card = button.closest("[data-matter-id]");
    const { left, bottom } = button.getBoundingClientRect();
    if (this.#card === card) this.close();
    else this.open(card, event.detail ? { x: left, y: bottom } : null);
  };

  #chosen = (event) => {
    const item = event.target.closest("[role=menuitem]");
    if (!item) return;
    const card = this.#card;
    const isElsewhere = item.matches("a") && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!isElsewhere) event.preventDefault();
    this.close();
    if (!isElsewhere && card) this.#do(item, card);
  };

  #do(item, card) {
    const { open, assign, archive } = this.#actions;
    if (item.dataset.do === "assign") assign(card);
    else if (item.dataset.do === "archive") this.#leave(card, archive);
    else if (item.dataset.do === "copy") void this.#copy(card);
    else open(item.getAttribute("href"));
  }

  /** The card takes the focus with it: the one below gets it, or above. */
  #leave(card, archive) {
    const beside = nextCard(this.#board, card, "ArrowDown") ?? nextCard(this.#board, card, "ArrowUp");
    beside?.querySelector(".card__title").focus({ preventScroll: true });
    archive(card);
  }

  async #copy(card) {
    const { href } = new URL(`/matters/${card.dataset.matterId}/`, location.href);
    try {
      await this.#clipboard.writeText(href);
      this.#say("The link is copied.", "success");
    } catch {
      this.#say(`The link could not be copied: ${href}`, "error");
    }
  }

  #pressed = (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "Tab") return this.close();
    if (key === "Escape") this.close();
    else if (key === " ") document.activeElement.click();
    else if (key === "Enter") return;
    else itemAfter(itemsOf(this.#menu), document.activeElement, key)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  #pointed = ({ target }) => {
    target.closest("[role=menuitem]")?.focus({ preventScroll: true });
  };

  #pressedBeside = ({ target, button }) => {
    this.#swallowsClick = false;
    if (!this.#card || this.#isOwn(target)) return;
    this.#swallowsClick = button === 0;
    this.close();
  };

  #swallow = (event) => {
    if (!this.#swallowsClick || !event.detail) return;
    this.#swallowsClick = false;
    event.preventDefault();
    event.stopPropagation();
  };

  #focused = ({ target }) => {
    if (this.#card && !this.#isOwn(target)) this.close({ refocus: false });
  };

  /** In the menu, or on the button whose click closes it. */
  #isOwn(target) {
    return this.#menu.contains(target) || (this.#card.contains(target) && target.closest(".card__move"));
  }

  /** The event of a scroll before the opening may come after it: what counts is whether the card is elsewhere. */
  #scrolled = () => {
    const at = this.#card?.getBoundingClientRect();
    if (at && Math.hypot(at.left - this.#cardAt.left, at.top - this.#cardAt.top) > 1) this.close();
  };

  #resized = () => this.close();
}

function prevent(event) {
  event.preventDefault();
}
