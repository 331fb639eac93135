/**
 * The look of a card in the hand: a copy that follows the pointer, while the card itself stays where it is. The copy is
 * nobody's card: no id, nothing to focus, nothing to read, so whoever looks for the card finds one.
 */
import { isCalm, SETTLE } from "./motion.js";

const NAMES = ["id", "data-matter-id", "data-column", "data-rank", "data-panel", "data-ui-lifted", "data-ui-arrived"];

export class Lift {
  #card;
  #ghost;
  #grip;
  #animation = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.card
   * @param {{x: number, y: number}} parts.at where it was taken hold of
   */
  constructor({ card, at }) {
    const { left, top, width, height } = card.getBoundingClientRect();
    this.#card = card;
    this.#grip = { x: at.x - left, y: at.y - top };
    this.#ghost = ghostOf(card);
    Object.assign(this.#ghost.style, { width: `${width}px`, height: `${height}px` });
    document.body.append(this.#ghost);
    this.moveTo(at);
  }

  moveTo({ x, y }) {
    this.#ghost.style.translate = `${x - this.#grip.x}px ${y - this.#grip.y}px`;
  }

  /** Let it fly to where the card is now. */
  settle() {
    const { left, top, width } = this.#card.getBoundingClientRect();
    if (isCalm() || !width) return this.finish();
    this.#card.setAttribute("data-ui-settling", "");
    this.#animation = this.#ghost.animate({ translate: `${left}px ${top}px`, rotate: "0deg", scale: "1" }, SETTLE);
    this.#animation.onfinish = () => this.finish();
  }

  /** Be gone at once. */
  finish() {
    this.#animation?.cancel();
    this.#ghost.remove();
    this.#card.removeAttribute("data-ui-settling");
  }
}

function ghostOf(card) {
  const ghost = card.cloneNode(true);
  for (const element of [ghost, ...ghost.querySelectorAll("*")]) for (const name of NAMES) element.removeAttribute(name);
  ghost.classList.add("drag-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.setAttribute("role", "presentation");
  ghost.inert = true;
  return ghost;
}
