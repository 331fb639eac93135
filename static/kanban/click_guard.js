/**
 * Swallows the click, and the context menu of a long press, that follow a drag: neither was meant.
 *
 *   open ── arm ──▶ armed ── a click is swallowed, the next press, 400 ms after the release ──▶ open
 *
 * A click by keyboard (detail 0) is always meant.
 */
const LATEST = 400; // ms after the release; some systems open the context menu of a long press only then

export class ClickGuard {
  #clock;
  #armed = null;
  #timer = null;

  /** @param {{clock?: {setTimeout: Function, clearTimeout: Function}}} [parts] */
  constructor({ clock = window } = {}) {
    this.#clock = clock;
  }

  arm() {
    this.disarm();
    this.#armed = new AbortController();
    const options = { capture: true, signal: this.#armed.signal };
    window.addEventListener("click", this.#clicked, options);
    window.addEventListener("contextmenu", swallow, options);
    window.addEventListener("pointerdown", this.#pressed, options);
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.#released, options);
  }

  disarm() {
    this.#armed?.abort();
    this.#clock.clearTimeout(this.#timer);
  }

  #clicked = (event) => {
    if (!event.detail) return;
    swallow(event);
    this.disarm();
  };

  #pressed = (event) => {
    if (event.isPrimary) this.disarm();
  };

  #released = () => {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => this.disarm(), LATEST);
  };
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
