/**
 * Moving cards on the board by hand. Which way it is lifted, one card is carried at a time; what becomes of the drop is the
 * business of `moves`, which shows the card at its new place at once and sends it.
 */
import { Carry } from "./carry.js";
import { KeyboardDrag } from "./keyboard_drag.js";
import { PointerDrag } from "./pointer_drag.js";

/**
 * @typedef {object} Moves
 * @property {(card: Element) => boolean} canMove
 * @property {() => boolean} isManual false while the lists are sorted otherwise than by hand: then only the column counts
 * @property {(held: {cards: string[], list: Element | null}) => () => void} hold keeps live changes off the card in the hand
 *   and off the list under it; returns what lets them in again
 * @property {(id: string, to: {column: string, after: string | null}) => void} move `after`: the id of the card above, null at
 *   the top; not called where nothing changes
 */
export class DragAndDrop {
  #parts;
  #ways;
  #carry = null;
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {Moves} parts.moves
   * @param {{say: (text: string) => void}} parts.announcer speaks to screen readers
   * @param {Window} [parts.clock] timers and frames
   */
  constructor({ board, moves, announcer, clock = window }) {
    this.#parts = { board, moves, announcer, clock };
    const parts = { ...this.#parts, take: this.#take };
    this.#ways = [new PointerDrag(parts), new KeyboardDrag(parts)];
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const way of this.#ways) way.start();
  }

  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#carry?.abandon();
    for (const way of this.#ways) way.stop();
  }

  get isLifted() {
    return this.#carry !== null;
  }

  #take = (parts) => {
    this.#carry?.cancel();
    const ended = () => {
      this.#carry = null;
      parts.ended();
    };
    this.#carry = new Carry({ ...this.#parts, ...parts, ended });
    return this.#carry;
  };
}
