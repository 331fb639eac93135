/** The one-line form under each column: a new matter by its title, and on to the next. */
import { intentOf } from "./form_write.js";
import { kept } from "./kept_words.js";
import { mutationId } from "./mutation_id.js";
import { told } from "./outcomes.js";

export class QuickForms {
  #board;
  #writer;
  #toasts;
  #mutations;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board
   * @param {import("../live/writer.js").Writer} parts.writer
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   */
  constructor({ board, writer, toasts, mutations }) {
    this.#board = board;
    this.#writer = writer;
    this.#toasts = toasts;
    this.#mutations = mutations;
  }

  start() {
    this.#board.addEventListener("submit", this.#submitted);
  }

  stop() {
    this.#board.removeEventListener("submit", this.#submitted);
  }

  #submitted = (event) => {
    const form = event.target.closest("form[data-quick]");
    if (!form) return;
    event.preventDefault();
    const { title } = form.elements;
    if (!title.value.trim()) return;
    if (form.getAttribute("aria-busy") === "true") return void (form.dataset.uiNext = "");
    form.dataset.uiMutation ??= mutationId();
    const intent = intentOf(form, null, form.dataset.uiMutation);
    if (this.#mutations.online) this.#send(form, intent);
    else this.#leaveToQueue(form, intent);
    title.value = ""; // for the next one, which may be typed while this one is on its way
  };

  async #send(form, intent) {
    form.setAttribute("aria-busy", "true");
    form.dataset.uiSent = form.elements.title.value;
    const { id, form: write } = intent;
    const answer = (outcome) => this.#answered(form, outcome);
    await this.#mutations.follow(intent, () => this.#writer.send({ ...write, id }).then(answer), { isTakenBack: true });
  }

  async #leaveToQueue(form, intent) {
    delete form.dataset.uiMutation;
    this.#mutations.propose(intent);
    this.#toasts.show(await kept(this.#mutations, intent.id), "info");
  }

  #answered(form, outcome) {
    form.removeAttribute("aria-busy");
    if (outcome.kind === "applied") {
      delete form.dataset.uiMutation;
      if (!showEnd(form)) this.#toasts.show("The matter is on the board; the filter hides it.", "info");
      this.#toasts.show(outcome.warning, "warning");
    } else {
      putBack(form);
      this.#toasts.show(told(outcome) || outcome.said || "This could not be added. Open the full form to see why.", "error");
    }
    if (outcome.kind === "swapped") delete form.dataset.uiMutation; // refused for good: the next try is another
    if ("uiNext" in form.dataset) next(form);
    const focused = document.activeElement;
    if (focused === document.body || form.contains(focused)) form.elements.title.focus({ preventScroll: true });
    return outcome;
  }
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
