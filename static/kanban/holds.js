/**
 * What must not change under a person's hands just now: the card in a drag, the list under it, a card whose text is
 * selected or whose menu is open. The rest of the board goes on.
 */
import { cardsOn } from "./columns_in.js";

export class Holds extends EventTarget {
  #board;
  #document;
  #open = new Set();
  #releaseSelection = null;

  /** @param {{board: HTMLElement, document?: Document}} parts */
  constructor({ board, document: page = document }) {
    super();
    this.#board = board;
    this.#document = page;
  }

  start() {
    this.#document.addEventListener("selectionchange", this.#selected);
  }

  stop() {
    this.#document.removeEventListener("selectionchange", this.#selected);
    this.#open.clear();
    this.#releaseSelection = null;
  }

  /**
   * @param {{cards?: string[], list?: Element | null}} what ids of matters that stay as they are; a list that nothing enters or leaves
   * @returns {() => void} lets go; `release` is dispatched then
   */
  hold({ cards = [], list = null }) {
    const hold = { cards: new Set(cards), list };
    this.#open.add(hold);
    return () => this.#open.delete(hold) && this.dispatchEvent(new Event("release"));
  }

  holdsCard(id) {
    return [...this.#open].some(({ cards }) => cards.has(id));
  }

  holdsList(list) {
    return [...this.#open].some((hold) => hold.list === list);
  }

  #selected = () => {
    const cards = this.#selectedCards();
    if (!cards.length && !this.#releaseSelection) return;
    const release = this.#releaseSelection;
    this.#releaseSelection = cards.length ? this.hold({ cards }) : null;
    release?.();
  };

  #selectedCards() {
    const selection = this.#document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return [];
    const range = selection.getRangeAt(0);
    const from = range.commonAncestorContainer;
    const around = (from.nodeType === Node.ELEMENT_NODE ? from : from.parentElement)?.closest("[data-matter-id]");
    if (around) return this.#board.contains(around) ? [around.dataset.matterId] : [];
    return cardsOn(this.#board).filter((card) => range.intersectsNode(card)).map((card) => card.dataset.matterId);
  }
}
