/**
 * Scrolls what is under a carried card when it is held near an edge: the list up and down, the board sideways, the faster
 * the nearer. Where a column is as wide as the screen, the board turns by one column and then rests, so that it can be hit.
 */
import { isCalm } from "./motion.js";

const ZONE = 72; // px from the edge
const FASTEST = 1_100; // px a second
const LONGEST_FRAME = 50; // ms; after a hitch it goes on, it does not leap
const DWELL = 350; // ms at the edge before the first turn
const REST = 900; // ms before the next

export class AutoScroll {
  #board;
  #last = null;
  #turnsAt = null;

  /** @param {{board: HTMLElement}} parts */
  constructor({ board }) {
    this.#board = board;
  }

  /**
   * Once a frame.
   * @param {{x: number, y: number}} at the pointer
   * @param {Element | null} list the one under it
   * @param {number} now ms
   */
  step({ x, y }, list, now) {
    const seconds = Math.min(now - (this.#last ?? now), LONGEST_FRAME) / 1000;
    this.#last = now;
    const hasLanes = this.#board.hasAttribute("data-ui-lanes"); // they scroll as one
    if (list) this.#scrollList(hasLanes ? this.#board : list, y, seconds);
    const frame = this.#board.getBoundingClientRect();
    const isOver = y >= frame.top && y <= frame.bottom;
    this.#scrollBoard(isOver ? pull(x, frame.left, frame.right) : 0, seconds, now);
  }

  #scrollList(list, y, seconds) {
    if (list.scrollHeight <= list.clientHeight) return;
    const { top, bottom } = list.getBoundingClientRect();
    const by = distance(pull(y, top, bottom), seconds);
    if (by) list.scrollTop += by;
  }

  #scrollBoard(pulled, seconds, now) {
    if (!pulled) this.#turnsAt = null;
    else if (this.#isPaged()) this.#turn(Math.sign(pulled), now);
    else this.#board.scrollLeft += distance(pulled, seconds);
  }

  #isPaged() {
    const column = this.#board.querySelector("section[data-column]");
    return column && column.offsetWidth > this.#board.clientWidth * 0.6;
  }

  #turn(step, now) {
    this.#turnsAt ??= now + DWELL;
    if (now < this.#turnsAt) return;
    this.#turnsAt = now + REST;
    const padding = Number.parseFloat(getComputedStyle(this.#board).scrollPaddingLeft) || 0; // "auto" is none
    const start = this.#board.getBoundingClientRect().left + padding;
    const columns = [...this.#board.querySelectorAll("section[data-column]")];
    const lefts = columns.map((column) => column.getBoundingClientRect().left - start);
    const here = lefts.findLastIndex((left) => left < 8);
    const left = lefts[Math.max(here, 0) + step];
    if (left !== undefined) this.#board.scrollBy({ left, behavior: isCalm() ? "instant" : "smooth" });
  }
}

/**
 * How strongly an edge pulls: from -1 at the start and before it to 1 at the end and past it, 0 between the zones.
 * @param {number} at
 * @param {number} start
 * @param {number} end
 */
export function pull(at, start, end) {
  const zone = Math.min(ZONE, (end - start) / 4);
  const nearness = (away) => Math.min(Math.max(1 - away / zone, 0), 1) ** 2;
  return nearness(end - at) - nearness(at - start);
}

/** Whole px, away from zero: a browser drops the fraction, and a slow scroll would stand still. */
function distance(pulled, seconds) {
  const by = pulled * FASTEST * seconds;
  return Math.sign(by) * Math.ceil(Math.abs(by));
}
