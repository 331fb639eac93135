/** Short messages at the edge of the page, read out by screen readers (`#toasts` is a live region). */
const SHOWN_FOR = 6_000;

/** @typedef {{label: string, run: () => void}} Action a button that does something about it */

export class Toasts {
  #place;

  /** @param {HTMLElement | null} place */
  constructor(place) {
    this.#place = place;
  }

  /**
   * @param {string} text
   * @param {"success" | "info" | "warning" | "error"} kind
   * @param {Action | null} [action]
   */
  show(text, kind = "info", action = null) {
    if (!this.#place || !text) return;
    for (const same of this.#place.children) if (same.firstChild.textContent === text) same.remove();
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.dataset.kind = kind;
    toast.append(text);
    if (action) toast.append(buttonFor(action, toast));
    toast.append(closerOf(toast));
    this.#place.append(toast);
    goLater(toast, action || kind === "error" ? SHOWN_FOR * 2 : SHOWN_FOR);
  }
}

function buttonFor({ label, run }, toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast__action";
  button.textContent = label;
  button.addEventListener("click", () => {
    toast.remove();
    run();
  });
  return button;
}

function closerOf(toast) {
  const button = buttonFor({ label: "×", run: () => {} }, toast);
  button.className = "toast__close";
  button.setAttribute("aria-label", "Dismiss");
  return button;
}

/** Not while somebody is about to use it. */
function goLater(toast, ms) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? goLater(toast, ms) : toast.remove()), ms);
}
