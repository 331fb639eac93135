/** Signed out, and in again in another tab: this page goes on as it is, with what was typed in it, under the new token. */
export class SignedInAgain {
  #goOn;
  #fetch;

  /**
   * @param {object} parts
   * @param {() => void} parts.goOn called when the same person is signed in again
   * @param {typeof fetch} [parts.fetch]
   */
  constructor({ goOn, fetch: get = window.fetch.bind(window) }) {
    this.#goOn = goOn;
    this.#fetch = get;
  }

  start() {
    document.addEventListener("live:ended", this.#ended);
  }

  stop() {
    document.removeEventListener("live:ended", this.#ended);
    window.removeEventListener("focus", this.#look);
  }

  #ended = ({ detail }) => {
    if (detail.kind === "signed-out") window.addEventListener("focus", this.#look);
  };

  #look = async () => {
    const response = await this.#fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (personIn(page) !== personIn(document)) return; // what one person typed is not saved as another
    window.removeEventListener("focus", this.#look);
    const { value } = page.querySelector("[name=csrfmiddlewaretoken]");
    for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = value;
    this.#goOn();
  };
}

/** The user name of whose page it is. */
export function personIn(page) {
  return page.querySelector(".menu__who span")?.textContent;
}
