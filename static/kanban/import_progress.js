/** An import under way goes on by itself: it presses the button that a page without scripts leaves to the person. */
export class ImportProgress {
  #form;
  #clock;
  #timer = null;

  constructor({ form, clock = window }) {
    this.#form = form;
    this.#clock = clock;
  }

  start() {
    if (this.#form) this.#timer = this.#clock.setTimeout(() => this.#form.requestSubmit(), 300);
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
  }
}
