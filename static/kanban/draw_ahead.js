/**
 * A card is laid out when it comes into sight (`content-visibility`): so a large board opens and filters quickly. Such a card
 * is dear to take out again, about 4 µs for every other one on the board. Therefore cards are drawn for good when there
 * is time, a few at once; a change then costs what the changed card costs. A filtered card starts anew when it is back.
 */
import { cardsOn } from "./columns_in.js";

const AT_ONCE = 20; // cards; together some 15 ms of layout
const CLOCK = {
  idle: window.requestIdleCallback?.bind(window) ?? ((run) => setTimeout(run, 50)),
  cancel: window.cancelIdleCallback?.bind(window) ?? clearTimeout.bind(window),
};

export class DrawAhead {
  #board;
  #clock;
  #next = null;

  /** @param {{board: HTMLElement, clock?: {idle: (run: () => void) => number, cancel: (id: number) => void}}} parts */
  constructor({ board, clock = CLOCK }) {
    this.#board = board;
    this.#clock = clock;
  }

  start() {
    document.addEventListener("board:shown", this.plan);
    this.plan();
  }

  stop() {
    document.removeEventListener("board:shown", this.plan);
    this.#clock.cancel(this.#next);
    this.#next = null;
  }

  /** To be called when cards are shown that were not. */
  plan = () => {
    this.#next ??= this.#clock.idle(this.#draw);
  };

  #draw = () => {
    this.#next = null;
    const left = cardsOn(this.#board).filter((card) => !card.hasAttribute("data-ui-drawn") && !card.hasAttribute("data-ui-filtered"));
    for (const card of left.slice(0, AT_ONCE)) card.setAttribute("data-ui-drawn", "");
    if (left.length > AT_ONCE) this.plan();
  };
}
