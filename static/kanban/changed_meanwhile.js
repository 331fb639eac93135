/**
 * Above an open form: who changed what of the matter since the form was opened, and an offer to take that into the fields
 * that nobody has touched. The form goes on naming the version it was opened on: what was touched is merged, or asked about.
 */
import { controlsOf, isUntouched, labelOf } from "./fields.js";

const FAILED = "It cannot be fetched just now. Your text is untouched.";

export class ChangedMeanwhile {
  #body;
  #fetch;
  #changed = new Set();

  /** @param {{body: HTMLElement, fetch?: typeof fetch}} parts `body` holds one form, and is emptied with it */
  constructor({ body, fetch: get = window.fetch.bind(window) }) {
    this.#body = body;
    this.#fetch = get;
  }

  /** @param {import("../live/sync.js").Change | undefined} change none where the board was made anew */
  tell(change) {
    const note = this.#body.querySelector("[data-changed-meanwhile]") ?? this.#add();
    const at = new Date(change?.at ?? Date.now()).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const fields = (change?.fields ?? []).filter((name) => this.#fieldOf(name));
    const what = fields.map((name) => labelOf(this.#fieldOf(name))).join(", ") || "this matter";
    for (const name of fields) this.#changed.add(name);
    note.firstElementChild.textContent = `${change?.by || "Somebody"} changed ${what}, ${at}. Your text is untouched; what you save is merged with it.`;
    note.lastElementChild.hidden = !this.#free().length;
  }

  #add() {
    const note = document.createElement("div");
    const [words, take] = [document.createElement("p"), document.createElement("button")];
    this.#changed.clear();
    note.className = "notice";
    note.dataset.changedMeanwhile = "";
    note.setAttribute("role", "status");
    Object.assign(take, { type: "button", className: "button", textContent: "Show it in the fields I have not touched" });
    take.addEventListener("click", () => this.#take(note));
    note.append(words, take);
    this.#body.prepend(note);
    return note;
  }

  async #take(note) {
    const [words, take] = note.children;
    take.disabled = true;
    const page = await this.#page();
    take.disabled = false;
    if (!page) return void (words.textContent = FAILED);
    const taken = this.#free().filter((name) => copy(page.querySelector(`[data-field="${name}"]`), this.#fieldOf(name)));
    words.textContent = `Taken over: ${taken.map((name) => labelOf(this.#fieldOf(name))).join(", ")}. What you wrote is untouched.`;
    take.hidden = true;
  }

  async #page() {
    const address = this.#body.querySelector("form[data-matter]").getAttribute("action");
    const answer = await this.#fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  /** The changed fields that nobody has touched here. */
  #free() {
    return [...this.#changed].filter((name) => controlsOf(this.#fieldOf(name)).every(isUntouched));
  }

  #fieldOf(name) {
    return this.#body.querySelector(`form [data-field="${CSS.escape(name)}"]`);
  }
}

/** Put into `to` what stands in the same field of a newer page. */
function copy(from, to) {
  if (!from) return false;
  to.replaceChildren(...from.childNodes);
  return true;
}

/** What the form in the panel wrote (`sent`) is shown when it is answered; that may bring what others did as well. */
export function isOwn(id, { isOwn: isOwnDelta, changes }, sent) {
  const change = changes.find(({ subject }) => subject === `matter:${id}`);
  return change?.mutations.length ? change.mutations.every((key) => key === sent) : isOwnDelta;
}
