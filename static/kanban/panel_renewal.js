/** The matter in the panel was changed by somebody: it is shown anew, but not under the eyes of a person who is using it. */
import { focusStart } from "./panel_focus.js";
import { isInUse } from "./reading.js";

const LOOK_AGAIN = 1_000;

export class PanelRenewal {
  #dialog;
  #body;
  #load;
  #isLoading;
  #later = 0;

  /**
   * @param {object} parts
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLElement} parts.body what is shown anew
   * @param {(address: string) => Promise<boolean>} parts.load false where another page was asked for meanwhile
   * @param {() => boolean} parts.isLoading something else is about to be shown
   */
  constructor({ dialog, body, load, isLoading }) {
    this.#dialog = dialog;
    this.#body = body;
    this.#load = load;
    this.#isLoading = isLoading;
  }

  stop() {
    clearTimeout(this.#later);
  }

  /**
   * Not under a selection or an open menu.
   * @param {string} id the matter's
   * @param {() => boolean} isReading it still stands there, to be read
   */
  whenFree(id, isReading) {
    if (!this.#dialog.open || !isReading()) return;
    clearTimeout(this.#later);
    if (this.#isLoading() || isInUse(this.#body)) this.#later = setTimeout(() => this.whenFree(id, isReading), LOOK_AGAIN);
    else this.#renew(`/matters/${id}/`);
  }

  /** What is being read stays where it is. */
  async #renew(address) {
    const top = this.#body.scrollTop;
    if (!(await this.#load(address))) return;
    this.#body.scrollTop = top;
    if (!this.#dialog.contains(document.activeElement)) focusStart(this.#body);
  }
}
