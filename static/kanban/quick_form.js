/** The one-line form under each column: a new matter by its title, and on to the next. */
import { mutationId } from "./mutation_id.js";
import { told } from "./outcomes.js";

export class QuickForms {
  #board;
  #htmx;
  #toasts;

  constructor({ board, htmx, toasts }) {
    this.#board = board;
    this.#htmx = htmx;
    this.#toasts = toasts;
  }

  start() {
    this.#board.addEventListener("submit", this.#submitted);
    this.#board.addEventListener("live:answered", this.#answered);
  }

  stop() {
    this.#board.removeEventListener("submit", this.#submitted);
    this.#board.removeEventListener("live:answered", this.#answered);
  }

  #submitted = (event) => {
    const form = event.target.closest("form[data-quick]");
    if (!form) return;
    event.preventDefault();
    const { title } = form.elements;
    if (!title.value.trim()) return;
    if (form.getAttribute("aria-busy") === "true") return void (form.dataset.uiNext = "");
    form.setAttribute("aria-busy", "true");
    form.dataset.uiMutation ??= mutationId();
    form.dataset.uiSent = title.value;
    const headers = { "Idempotency-Key": `"${form.dataset.uiMutation}"` };
    this.#htmx.ajax("POST", form.action, { source: form, event, target: form, swap: "none", headers });
    title.value = ""; // for the next one, which may be typed while this one is on its way
  };

  #answered = ({ target, detail }) => {
    const form = target.closest("form[data-quick]");
    if (!form) return;
    form.removeAttribute("aria-busy");
    if (detail.kind === "applied") {
      delete form.dataset.uiMutation;
      if (!showEnd(form)) this.#toasts.show("The matter is on the board; the filter hides it.", "info");
      this.#toasts.show(detail.warning, "warning");
    } else {
      putBack(form);
      this.#toasts.show(told(detail) || detail.said || "This could not be added. Open the full form to see why.", "error");
    }
    if (detail.kind === "swapped") delete form.dataset.uiMutation; // refused for good: the next try is another
    if ("uiNext" in form.dataset) next(form);
    const focused = document.activeElement;
    if (focused === document.body || form.contains(focused)) form.elements.title.focus({ preventScroll: true });
  };
}

/** What was not added stands in the field again, before what was typed since; as another text it is another write. */
function putBack(form) {
  const { title } = form.elements;
  if (title.value) delete form.dataset.uiMutation;
  title.value = [form.dataset.uiSent, title.value].filter(Boolean).join(" ");
  delete form.dataset.uiNext;
}

/** Enter was pressed again before the answer came. */
function next(form) {
  delete form.dataset.uiNext;
  form.requestSubmit();
}

/** What was added came last, in a long column out of sight. False where a filter hides it. */
function showEnd(form) {
  const list = form.closest("[data-column]").querySelector("[data-cards]");
  list.scrollTop = list.scrollHeight;
  return !list.lastElementChild?.hasAttribute("data-ui-filtered");
}
