/**
 * What must be seen and heard whatever is open: around a modal dialog all is covered and not read out, so the regions that
 * speak move into it, and out of it when it closes.
 */
export class OnTop {
  #elements;
  #document;
  #watch = new MutationObserver(() => this.#surface());

  /** @param {{elements: (HTMLElement | null)[], document?: Document}} parts */
  constructor({ elements, document: page = document }) {
    this.#elements = elements.filter(Boolean);
    this.#document = page;
  }

  start() {
    this.#watch.observe(this.#document.body, { subtree: true, attributes: true, attributeFilter: ["open"] });
    this.#surface();
  }

  stop() {
    this.#watch.disconnect();
  }

  #surface() {
    const host = [...this.#document.querySelectorAll("dialog:modal")].at(-1) ?? this.#document.body;
    for (const element of this.#elements) if (element.parentElement !== host) host.append(element);
  }
}
