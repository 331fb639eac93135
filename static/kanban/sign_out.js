/** Whoever signs out leaves nothing in the browser; what is not sent yet is asked about first. */

export class SignOut {
  #store;
  #person;
  #confirm;

  /**
   * @param {object} parts
   * @param {import("../live/write_store.js").WriteStore} parts.store
   * @param {string} parts.person
   * @param {(question: string) => boolean} [parts.confirm]
   */
  constructor({ store, person, confirm: ask = window.confirm.bind(window) }) {
    this.#store = store;
    this.#person = person;
    this.#confirm = ask;
  }

  start() {
    document.addEventListener("submit", this.#submitted);
  }

  #submitted = async (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]")) return;
    event.preventDefault();
    const waiting = await this.#store.of(this.#person).catch(() => []);
    if (waiting.length && !this.#confirm(questionOf(waiting.length))) return;
    await this.#store.wipe(this.#person).catch(() => {}); // where nothing can be kept, nothing is
    form.submit();
  };
}

function questionOf(count) {
  const what = count === 1 ? "1 change is" : `${count} changes are`;
  return `${what} not on the server yet. Sign out and throw ${count === 1 ? "it" : "them"} away?`;
}
