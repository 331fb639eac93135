/** "3 changes waiting": what is held back while a drag, a selection or a menu would suffer from it. */
export class WaitingChip {
  #chip;
  #document;

  /** @param {{chip: HTMLButtonElement, document?: Document}} parts */
  constructor({ chip, document: page = document }) {
    this.#chip = chip;
    this.#document = page;
  }

  start() {
    this.#document.addEventListener("board:waiting", this.#told);
    this.#chip.addEventListener("click", this.#show);
  }

  stop() {
    this.#document.removeEventListener("board:waiting", this.#told);
    this.#chip.removeEventListener("click", this.#show);
  }

  #told = ({ detail: { count } }) => {
    this.#chip.hidden = count === 0;
    const words = `${count} ${count === 1 ? "change" : "changes"} waiting`;
    if (count && this.#chip.textContent !== words) this.#chip.textContent = words;
  };

  /** A drag and a menu let go by themselves when something else is pressed; a selection is given up here. */
  #show = () => this.#document.getSelection()?.removeAllRanges();
}
