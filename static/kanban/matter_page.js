/** A matter's own page: what it shows is fetched anew when its matter changed. Its forms have pages of their own. */
export class MatterPage {
  #root;
  #htmx;

  constructor({ root, htmx }) {
    this.#root = root;
    this.#htmx = htmx;
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

  #renew() {
    this.#htmx.ajax("GET", location.pathname, { source: this.#root, target: "article[data-matter]", swap: "outerHTML" });
  }

  get #article() {
    return this.#root.querySelector("article[data-matter]");
  }
}
