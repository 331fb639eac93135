/** Short messages at the edge of the page, read out by screen readers (`#toasts` is a live region). */
const SHOWN_FOR = 6_000;

export class Toasts {
  #place;

  /** @param {HTMLElement | null} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {string} text @param {"success" | "info" | "warning" | "error"} kind */
  show(text, kind = "info") {
    if (!this.#place || !text) return;
    this.surface();
    for (const same of this.#place.children) if (same.textContent === text) same.remove();
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.dataset.kind = kind;
    toast.textContent = text;
    this.#place.append(toast);
    setTimeout(() => toast.remove(), kind === "error" ? SHOWN_FOR * 2 : SHOWN_FOR);
  }

  /** Move into the dialog that is open, out of one that is closed: around a modal one all is covered and not read out. */
  surface() {
    const host = document.querySelector("dialog:modal") ?? document.body;
    if (this.#place && this.#place.parentElement !== host) host.append(this.#place);
  }
}
