/**
 * Lifting, carrying and dropping a card by keyboard. The card stays where it is, and so does the focus; a mark shows where
 * it would go, and each step is said.
 *
 *   focus in a card ── Space ──▶ carried ── arrows, Home, End ──▶ carried
 *                                   ├── Space, Enter ──▶ dropped, focus on its title
 *                                   └── Tab, the focus is elsewhere ──▶ cancelled
 */
import { below, columnOf, listBeside, placeAt, placeOf, shownCards } from "./drop_place.js";
import * as words from "./drag_words.js";

const TYPED_IN = "button, input, select, textarea, summary, [contenteditable]";
const TO = {
  ArrowUp: (number) => number - 1,
  ArrowDown: (number) => number + 1,
  Home: () => 0,
  End: () => Infinity,
};
const BESIDE = { ArrowLeft: -1, ArrowRight: 1 };

export class KeyboardDrag {
  #board;
  #moves;
  #announcer;
  #take;
  #carry = null;
  #card = null;
  #place = null;
  #number = 0;
  #height = 0; // kept on the way across short columns

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board
   * @param {object} parts.moves see drag_and_drop.js
   * @param {{say: (text: string) => void}} parts.announcer
   * @param {(parts: object) => import("./carry.js").Carry} parts.take
   */
  constructor({ board, moves, announcer, take }) {
    this.#board = board;
    this.#moves = moves;
    this.#announcer = announcer;
    this.#take = take;
  }

  start() {
    this.#board.addEventListener("keydown", this.#pressed);
  }

  stop() {
    this.#board.removeEventListener("keydown", this.#pressed);
  }

  #pressed = (event) => {
    if (event.key !== " " || event.defaultPrevented || isModified(event)) return;
    const card = event.target.closest("[data-matter-id]");
    if (!card || event.target.closest(TYPED_IN) || !this.#moves.canMove(card)) return;
    event.preventDefault();
    if (!event.repeat && !this.#board.hasAttribute("data-ui-dragging")) this.#pickUp(card);
  };

  #pickUp(card) {
    this.#card = card;
    this.#carry = this.#take({ card, eachFrame: this.#follow, ended: this.#ended });
    window.addEventListener("keydown", this.#steered, true);
    this.#carry.begin();
    this.#goTo(placeOf(card));
    this.#height = heightOf(this.#place);
    this.#announcer.say(words.lifted(card, this.#place, this.#moves.isManual()));
  }

  #ended = () => {
    window.removeEventListener("keydown", this.#steered, true);
    this.#carry = null;
  };

  #steered = (event) => {
    if (event.key === "Tab") return this.#carry.cancel(); // backwards too, where it may go no further than the card
    if (isModified(event)) return;
    if (event.key === " " || event.key === "Enter") this.#drop(event);
    else if (event.key in TO) this.#step(event);
    else if (event.key in BESIDE) this.#cross(event);
  };

  #drop(event) {
    keep(event);
    if (event.repeat) return;
    this.#settlePlace();
    this.#carry.drop();
    this.#card.querySelector(".card__title")?.focus();
  }

  #step(event) {
    keep(event);
    if (!this.#moves.isManual()) return this.#announcer.say(words.UNSORTED);
    this.#settlePlace();
    const { list } = this.#place;
    const cards = shownCards(list, this.#card);
    const number = Math.min(Math.max(TO[event.key](this.#number), 0), cards.length);
    this.#goTo({ list, above: cards[number - 1] ?? null });
    this.#height = heightOf(this.#place);
    this.#say();
  }

  #cross(event) {
    keep(event);
    const list = listBeside(this.#board, this.#place.list, BESIDE[event.key], this.#card);
    if (list) this.#goTo(placeAt(list, this.#height, this.#card));
    this.#say();
  }

  #say() {
    this.#announcer.say(words.aimed(this.#card, this.#place, this.#moves.isManual()));
  }

  #goTo(place) {
    this.#place = place;
    this.#settlePlace();
    reveal(place, this.#card);
    this.#carry.aim(place);
  }

  #follow = () => {
    if (!this.#card.contains(document.activeElement)) return this.#carry.cancel();
    this.#settlePlace();
    this.#carry.aim(this.#place);
  };

  /** The card above may have gone; the place is then by its number. */
  #settlePlace() {
    const list = this.#place.list.isConnected ? this.#place.list : placeOf(this.#card).list;
    const cards = shownCards(list, this.#card);
    const found = this.#place.above ? cards.indexOf(this.#place.above) + 1 : 0;
    this.#number = found || !this.#place.above ? found : Math.min(this.#number, cards.length);
    this.#place = { list, above: cards[this.#number - 1] ?? null };
  }
}

function isModified(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
}

function keep(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function heightOf({ list, above }) {
  return above ? above.getBoundingClientRect().bottom : list.getBoundingClientRect().top;
}

function reveal(place, card) {
  const around = [below(place, card), place.above].filter(Boolean);
  const shown = around.length ? around : [columnOf(place.list)];
  for (const element of shown) element.scrollIntoView({ block: "nearest", inline: "nearest" });
}
