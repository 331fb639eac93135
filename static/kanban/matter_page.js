/** A matter's own page: what it shows is fetched anew when its matter changed. Its forms have pages of their own. */
const UNANSWERED = new Set(["lost", "away", "busy", "foreign"]);
const AGAIN = 5_000;

export class MatterPage {
  #root;
  #htmx;
  #setTimeout;

  constructor({ root, htmx, setTimeout: later = window.setTimeout.bind(window) }) {
    this.#root = root;
    this.#htmx = htmx;
    this.#setTimeout = later;
    root.addEventListener("live:answered", this.#answered);
  }

  apply(delta) {
    const ids = (name) => [...delta.querySelectorAll(`[${name}]`)].map((item) => item.getAttribute(name));
    const [matters, removed] = [ids("data-matter-id"), ids("data-removed-matter")];
    const shown = this.#article?.dataset.matter;
    if (matters.includes(shown) || removed.includes(shown)) this.#renew();
    return { matters, removed };
  }

  refresh = async () => {
    location.reload();
    return null;
  };

  #renew = () => {
    this.#htmx.ajax("GET", location.pathname, { source: this.#root, target: "article[data-matter]", swap: "outerHTML" });
  };

  /** The cursor is past the change already: no delta will tell of it again. */
  #answered = ({ target, detail }) => {
    if (target === this.#root && UNANSWERED.has(detail.kind)) this.#setTimeout(this.#renew, detail.retryAfter ?? AGAIN);
  };

  get #article() {
    return this.#root.querySelector("article[data-matter]");
  }
}
