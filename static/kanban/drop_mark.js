/**
 * The mark of where a card would land: a line over the list, and the column made to stand out. The line is no part of the
 * list: nothing is laid out anew under the pointer, and whoever places cards by rank finds only cards.
 */
import { isWhereItIs, lineOf } from "./drop_place.js";

export class DropMark {
  #line = null;
  #column = null;

  /**
   * @param {import("./drop_place.js").Place | null} place
   * @param {Element} card the lifted one; where it would stay there is no line: it lies there itself
   * @param {boolean} isManual without an order of its own a list has no places, only itself
   */
  show(place, card, isManual) {
    const line = place && isManual && !isWhereItIs(place, card) ? lineOf(place, card) : null;
    this.#single(place?.list ?? null);
    this.#draw(line);
  }

  remove() {
    this.#single(null);
    this.#line?.remove();
    this.#line = null;
  }

  #single(list) {
    const column = list?.closest("section[data-column]") ?? null;
    if (column === this.#column) return;
    this.#column?.removeAttribute("data-ui-drop");
    column?.setAttribute("data-ui-drop", "");
    this.#column = column;
  }

  #draw(line) {
    if (line && !this.#line) this.#line = newLine();
    if (!this.#line) return;
    this.#line.hidden = !line;
    if (line) Object.assign(this.#line.style, { translate: `${line.left}px ${line.top}px`, width: `${line.width}px` });
  }
}

function newLine() {
  const line = document.createElement("div");
  line.className = "drop-mark";
  line.setAttribute("aria-hidden", "true");
  document.body.append(line);
  return line;
}
