/** What happens on the board, in words for a screen reader: a log that nobody sees. */
const KEPT = 20;
const SAME_WITHIN = 1_000; // ms

export class Announcer {
  #element;
  #now;
  #last = "";
  #at = -Infinity;

  /**
   * @param {object} parts
   * @param {HTMLElement | null} parts.element `#announcer`, a live region of the role log
   * @param {() => number} [parts.now] ms
   */
  constructor({ element, now = () => performance.now() }) {
    this.#element = element;
    this.#now = now;
  }

  /** Say it after all that is being said. Each message is a node of its own: none overwrites another. */
  say(text) {
    if (!this.#element || !text || this.#isEcho(text)) return;
    const line = document.createElement("p");
    line.textContent = text;
    this.#element.append(line);
    while (this.#element.childElementCount > KEPT) this.#element.firstElementChild.remove();
  }

  #isEcho(text) {
    const isSame = text === this.#last && this.#now() - this.#at < SAME_WITHIN;
    this.#last = text;
    this.#at = this.#now();
    return isSame;
  }
}
