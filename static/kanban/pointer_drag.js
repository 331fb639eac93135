/**
 * Lifting, carrying and dropping a card by mouse, pen or finger.
 *
 *   idle ── press on a card ──▶ pressed ── 4 px (mouse, pen) · 350 ms within 8 px (touch) ──▶ carried ── release ──▶ dropped
 *                                  └── release · scrolled (pointercancel) · a second finger ──▶ idle
 *
 * A finger that moves at once scrolls, as everywhere. The touchmove listener stands from the beginning: browsers ask who
 * may stop a scroll when the finger comes down, not later.
 */
import { AutoScroll } from "./auto_scroll.js";
import { ClickGuard } from "./click_guard.js";
import { listAt, placeAt } from "./drop_place.js";
import { Lift } from "./lift.js";

const FAR = 4; // px: a hand on a mouse is never quite still
const STILL = 8; // px: nor is a finger
const LONG = 350; // ms; browsers open their own menu at 500
const NO_GRIP = ".card__move, button, input, select, textarea, label, summary, [contenteditable]";

export class PointerDrag {
  #board;
  #moves;
  #take;
  #clock;
  #guard;
  #scroll = null;
  #press = null;
  #carry = null;
  #lift = null;
  #timer = null;
  #listening = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board
   * @param {object} parts.moves see drag_and_drop.js
   * @param {(parts: object) => import("./carry.js").Carry} parts.take
   * @param {object} parts.clock
   */
  constructor({ board, moves, take, clock }) {
    this.#board = board;
    this.#moves = moves;
    this.#take = take;
    this.#clock = clock;
    this.#guard = new ClickGuard({ clock });
  }

  start() {
    this.#board.addEventListener("pointerdown", this.#pressed);
    this.#board.addEventListener("touchmove", this.#touched, { passive: false });
  }

  stop() {
    this.#board.removeEventListener("pointerdown", this.#pressed);
    this.#board.removeEventListener("touchmove", this.#touched);
    this.#letGo();
    this.#lift?.finish();
    this.#guard.disarm();
  }

  #pressed = (event) => {
    if (this.#carry) return;
    this.#letGo();
    const card = grip(event);
    if (!card || !this.#moves.canMove(card)) return;
    const at = { x: event.clientX, y: event.clientY };
    this.#press = { card, pointer: event.pointerId, kind: event.pointerType, start: at, at, hasMoved: false };
    if (event.pointerType === "touch") this.#timer = this.#clock.setTimeout(this.#pickUp, LONG);
    this.#listen(event.target);
  };

  #listen(target) {
    const { signal } = (this.#listening = new AbortController());
    window.addEventListener("pointermove", this.#moved, { signal });
    window.addEventListener("pointerup", this.#released, { signal });
    window.addEventListener("pointercancel", this.#cancelled, { signal });
    window.addEventListener("blur", this.#blurred, { signal });
    window.addEventListener("dragstart", prevent, { capture: true, signal });
    this.#board.addEventListener("lostpointercapture", this.#lostCapture, { signal });
    // Touches go on to be told to the element they began on, even when a live update has taken it out of the board.
    target.addEventListener("touchmove", this.#touched, { passive: false, signal });
  }

  #moved = (event) => {
    const press = this.#press;
    if (event.pointerId !== press.pointer) return;
    if (press.kind !== "touch" && !(event.buttons & 1)) return this.#cancelled(event); // released where nobody saw it
    press.at = { x: event.clientX, y: event.clientY };
    const moved = Math.hypot(press.at.x - press.start.x, press.at.y - press.start.y);
    press.hasMoved ||= moved > STILL;
    if (this.#carry) return; // the next frame follows
    if (press.kind !== "touch" && moved > FAR) this.#pickUp();
    else if (press.kind === "touch" && press.hasMoved) this.#letGo();
  };

  #pickUp = () => {
    const { card, start, pointer } = this.#press;
    if (!card.isConnected || !this.#moves.canMove(card)) return this.#letGo();
    this.#board.setPointerCapture(pointer);
    this.#lift?.finish();
    this.#guard.arm();
    window.getSelection().removeAllRanges();
    document.addEventListener("selectstart", prevent, { signal: this.#listening.signal });
    this.#lift = new Lift({ card, at: start });
    this.#scroll = new AutoScroll({ board: this.#board });
    this.#carry = this.#take({ card, lift: this.#lift, eachFrame: this.#follow, ended: this.#letGo });
    this.#carry.begin();
    this.#aim();
  };

  /** A card that was picked up by a finger at rest must not run away from under it. */
  #follow = (now) => {
    const list = this.#aim();
    if (this.#press.hasMoved) this.#scroll.step(this.#press.at, list, now);
  };

  #aim() {
    const { at, card } = this.#press;
    const list = listAt(this.#board, at.x, at.y, card);
    this.#carry.aim(list && placeAt(list, at.y, card));
    this.#lift.moveTo(at);
    return list;
  }

  #released = (event) => {
    if (event.pointerId !== this.#press.pointer) return;
    if (!this.#carry) return this.#letGo();
    this.#press.at = { x: event.clientX, y: event.clientY };
    this.#aim();
    this.#carry.drop();
  };

  #cancelled = (event) => {
    if (event.pointerId !== this.#press.pointer) return;
    if (this.#carry) this.#carry.cancel();
    else this.#letGo();
  };

  #lostCapture = (event) => {
    if (event.target === this.#board) this.#cancelled(event);
  };

  #blurred = () => {
    if (!this.#carry) this.#letGo();
  };

  #touched = (event) => {
    if ((this.#carry || this.#press?.kind === "pen") && event.cancelable) event.preventDefault();
  };

  #letGo = () => {
    this.#clock.clearTimeout(this.#timer);
    this.#listening?.abort();
    const pointer = this.#press?.pointer;
    if (this.#carry && this.#board.hasPointerCapture(pointer)) this.#board.releasePointerCapture(pointer);
    this.#carry = null;
    this.#press = null;
  };
}

/** The card that this press takes hold of, if it does. */
function grip(event) {
  if (!event.isPrimary || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const card = event.target.closest("[data-matter-id]");
  if (!card || event.target.closest(NO_GRIP) || isSelected(card, event)) return null;
  return card;
}

/** Is the point on text of the card that is selected? Then that is what is taken hold of. */
function isSelected(card, { clientX: x, clientY: y }) {
  const selection = window.getSelection();
  if (selection.isCollapsed) return false;
  const range = selection.getRangeAt(0);
  const isInside = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
  return range.intersectsNode(card) && [...range.getClientRects()].some(isInside);
}

function prevent(event) {
  event.preventDefault();
}
