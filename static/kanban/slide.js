/**
 * Let the cards in sight slide to where a move puts them (first, last, invert, play). Made before the move, played after it;
 * cards out of sight are not measured.
 */
import { shownCards } from "./drop_place.js";
import { isCalm, SETTLE } from "./motion.js";

export class Slide {
  #tops = new Map();

  /**
   * @param {Element[]} lists
   * @param {Element} moved the card that moves, which does not slide
   */
  constructor(lists, moved) {
    if (isCalm()) return;
    for (const list of new Set(lists)) for (const [card, top] of inSight(list, moved)) this.#tops.set(card, top);
  }

  play() {
    const moves = [...this.#tops].map(([card, top]) => [card, top - card.getBoundingClientRect().top]);
    for (const [card, by] of moves) {
      if (card.isConnected && Math.abs(by) > 1) card.animate({ translate: [`0 ${by}px`, "0 0"] }, SETTLE);
    }
  }
}

function* inSight(list, moved) {
  const frame = list.getBoundingClientRect();
  const cards = shownCards(list, moved);
  const bottom = Math.min(frame.bottom, window.innerHeight);
  for (let at = firstInSight(cards, Math.max(frame.top, 0)); at < cards.length; at += 1) {
    const { top } = cards[at].getBoundingClientRect();
    if (top > bottom) return;
    yield [cards[at], top];
  }
}

function firstInSight(cards, y) {
  let from = 0;
  let to = cards.length;
  while (from < to) {
    const half = (from + to) >> 1;
    if (cards[half].getBoundingClientRect().bottom > y) to = half;
    else from = half + 1;
  }
  return from;
}
