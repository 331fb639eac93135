/** A matter's own page: what it shows is fetched anew when its matter changed. Its forms have pages of their own. */
import { isInUse } from "./reading.js";

const AGAIN = 5_000;
const LOOK_AGAIN = 1_000;
const TIMEOUT = 10_000;

export class MatterPage {
  #root;
  #fetch;
  #setTimeout;
  #isWaiting = false;
  #isStale = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root holds `article[data-matter]`
   * @param {typeof fetch} [parts.fetch]
   * @param {typeof setTimeout} [parts.setTimeout]
   */
  constructor({ root, fetch: get = window.fetch.bind(window), setTimeout: later = window.setTimeout.bind(window) }) {
    this.#root = root;
    this.#fetch = get;
    this.#setTimeout = later;
  }

  apply(delta) {
    const ids = (name) => [...delta.querySelectorAll(`[${name}]`)].map((item) => item.getAttribute(name));
    const [matters, removed] = [ids("data-matter-id"), ids("data-removed-matter")];
    const shown = this.#article?.dataset.matter;
    if (matters.includes(shown) || removed.includes(shown)) this.#renew();
    return { matters, removed };
  }

  /** The page as it is now; null where it could not be had. */
  refresh = async () => {
    const headers = { Accept: "text/html" };
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await this.#fetch(location.href, { headers, redirect: "manual", signal }).catch(() => null);
    if (response?.status === 404 || response?.status === 410) return this.#leave();
    const text = response?.ok ? await response.text().catch(() => "") : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main[data-stream]");
    if (fresh?.dataset.stream !== this.#root.dataset.stream) return null;
    this.#article?.replaceWith(document.importNode(fresh.querySelector("article[data-matter]"), true));
    return fresh.dataset.cursor;
  };

  /** Not under a selection or an open menu. The cursor is past the change already, so no delta will tell of it again. */
  #renew = async () => {
    this.#isStale = true;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const isBusy = this.#article && isInUse(this.#article);
    if (!isBusy) this.#isStale = false;
    const isDone = !isBusy && (await this.refresh()) !== null;
    if (isDone && !this.#isStale) this.#isWaiting = false;
    else this.#setTimeout(this.#goOn, isBusy || isDone ? LOOK_AGAIN : AGAIN);
  };

  #goOn = () => {
    this.#isWaiting = false;
    this.#renew();
  };

  /** It was deleted, or is no longer theirs to see: it does not stay on the screen. */
  #leave() {
    const words = document.createElement("p");
    words.className = "notice";
    words.setAttribute("role", "alert");
    words.textContent = "This matter is not here any more, or no longer yours to see.";
    this.#article?.replaceWith(words);
    return this.#root.dataset.cursor;
  }

  get #article() {
    return this.#root.querySelector("article[data-matter]");
  }
}
