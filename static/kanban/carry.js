/**
 * A card that is being carried, by pointer or by keyboard: from the lift to one end of four.
 *
 *   carried ── drop ──▶ moved, or left where it is          cancel ◀── Escape, the window loses the focus, the tab is hidden
 *      │  ▲                                                 lost   ◀── the card left the board
 *      └──┘ aim: each frame, because cards come and go      abandon ◀─ the whole is stopped; nothing is said
 */
import { columnOf, isWhereItIs, lastOf, placeOf } from "./drop_place.js";
import { DropMark } from "./drop_mark.js";
import * as words from "./drag_words.js";
import { Slide } from "./slide.js";

export class Carry {
  #parts;
  #card;
  #number;
  #lift;
  #mark = new DropMark();
  #place = null;
  #release = null;
  #frame = null;
  #listening = new AbortController();

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board
   * @param {object} parts.moves see drag_and_drop.js
   * @param {{say: (text: string) => void}} parts.announcer
   * @param {{requestAnimationFrame: Function, cancelAnimationFrame: Function}} parts.clock
   * @param {HTMLElement} parts.card
   * @param {import("./lift.js").Lift | null} [parts.lift] its look in the hand
   * @param {(now: number) => void} parts.eachFrame
   * @param {() => void} parts.ended
   */
  constructor(parts) {
    this.#parts = parts;
    this.#card = parts.card;
    this.#lift = parts.lift ?? null;
    this.#number = words.numberIn(parts.card);
  }

  begin() {
    const kind = this.#lift ? "pointer" : "keyboard";
    this.#card.setAttribute("data-ui-lifted", kind);
    this.#parts.board.setAttribute("data-ui-dragging", kind);
    const { signal } = this.#listening;
    window.addEventListener("keydown", this.#keyed, { capture: true, signal });
    window.addEventListener("blur", this.cancel, { signal });
    document.addEventListener("visibilitychange", this.#looked, { signal });
    this.aim(placeOf(this.#card));
    this.#next();
  }

  /** @param {import("./drop_place.js").Place | null} place where it would land now */
  aim(place) {
    const list = place?.list ?? null;
    if (!this.#release || list !== (this.#place?.list ?? null)) this.#hold(list);
    this.#place = place;
    this.#mark.show(place, this.#card, this.#isManual);
  }

  drop() {
    if (!this.#card.isConnected) return this.#lose();
    if (!this.#place?.list.isConnected || !this.#parts.moves.canMove(this.#card)) return this.cancel();
    const isStaying = this.#isStaying();
    const isRefused = isStaying && !this.#isManual;
    const said = isRefused ? words.notSorted(this.#card) : words.dropped(this.#card, this.#place, this.#isManual);
    if (isStaying) this.#end();
    else this.#move();
    this.#lift?.settle();
    this.#parts.announcer.say(said);
  }

  cancel = () => {
    this.#end();
    this.#lift?.settle();
    if (this.#card.isConnected) this.#parts.announcer.say(words.cancelled(this.#card));
  };

  abandon() {
    this.#end();
    this.#lift?.finish();
  }

  #move() {
    const { list, above } = this.#place;
    const after = this.#isManual ? above : lastOf(list, this.#card);
    const slide = new Slide([this.#card.parentElement, list], this.#card);
    this.#parts.moves.move(this.#card.dataset.matterId, {
      column: columnOf(list).dataset.column,
      after: after?.dataset.matterId ?? null,
    });
    this.#end();
    slide.play();
  }

  #lose() {
    this.abandon();
    this.#parts.announcer.say(words.lost(this.#number));
  }

  get #isManual() {
    return this.#parts.moves.isManual();
  }

  #isStaying() {
    if (this.#isManual) return isWhereItIs(this.#place, this.#card);
    return columnOf(this.#place.list) === columnOf(this.#card);
  }

  /** The new hold before the old one goes: the card itself is never let go in between. */
  #hold(list) {
    const release = this.#release;
    this.#release = this.#parts.moves.hold({ cards: [this.#card.dataset.matterId], list });
    release?.();
  }

  #next() {
    this.#frame = this.#parts.clock.requestAnimationFrame(this.#passed);
  }

  #passed = (now) => {
    this.#frame = null;
    if (!this.#card.isConnected) return this.#lose();
    this.#parts.eachFrame(now);
    if (!this.#listening.signal.aborted) this.#next();
  };

  #keyed = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.cancel();
  };

  #looked = () => {
    if (document.hidden) this.cancel();
  };

  #end() {
    this.#listening.abort();
    this.#parts.clock.cancelAnimationFrame(this.#frame);
    this.#mark.remove();
    this.#card.removeAttribute("data-ui-lifted");
    this.#parts.board.removeAttribute("data-ui-dragging");
    this.#parts.ended();
    this.#release?.();
    this.#release = null;
  }
}
