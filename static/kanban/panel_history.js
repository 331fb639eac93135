/**
 * One entry in the browser's history while the panel is open: Back closes it, as on a telephone everybody expects.
 *
 * A way back takes the browser a moment. The panel can be open again before it ends: then its end is no wish to close.
 */
export class PanelHistory {
  #wentBack;
  #window;
  #isLeaving = false;
  #isWanted = false;

  /**
   * @param {object} parts
   * @param {() => boolean} parts.wentBack closes the panel; false where somebody would rather stay
   * @param {Window} [parts.window]
   */
  constructor({ wentBack, window: view = window }) {
    this.#wentBack = wentBack;
    this.#window = view;
  }

  start() {
    this.#forgetEntry(); // a page that was loaded anew while the panel was open
    this.#window.addEventListener("popstate", this.#popped);
  }

  stop() {
    this.#window.removeEventListener("popstate", this.#popped);
  }

  opened() {
    this.#isWanted = true;
    if (!this.#isLeaving) this.#addEntry();
  }

  closed() {
    this.#isWanted = false;
    if (this.#isLeaving || !this.#isEntry) return;
    this.#isLeaving = true;
    this.#window.history.back();
  }

  #popped = () => {
    const hasLeft = this.#isLeaving;
    this.#isLeaving = false;
    if (!this.#isWanted) this.#forgetEntry(); // forward again
    else if (hasLeft || !this.#wentBack()) this.#addEntry();
  };

  get #isEntry() {
    return Boolean(this.#window.history.state?.isPanel);
  }

  #addEntry() {
    if (!this.#isEntry) this.#window.history.pushState({ isPanel: true }, "");
  }

  #forgetEntry() {
    if (this.#isEntry) this.#window.history.replaceState(null, "");
  }
}
