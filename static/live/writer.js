/** One write: an htmx request from an element of its own, so that several may be under way and each gets its answer. */
const PATIENCE = 20_000; // htmx gives up after 10 s, and fetching a board anew may take as long

export class Writer {
  #htmx;
  #home;
  #setTimeout;

  /**
   * @param {object} parts
   * @param {{ajax: Function}} parts.htmx
   * @param {HTMLElement} parts.home where the elements stand meanwhile
   * @param {typeof setTimeout} [parts.setTimeout]
   */
  constructor({ htmx, home, setTimeout: later = window.setTimeout.bind(window) }) {
    this.#htmx = htmx;
    this.#home = home;
    this.#setTimeout = later;
  }

  /**
   * @param {{url: string, values: [string, string][], id: string}} write `id` names the mutation; a name may come twice
   * @returns {Promise<import("./extension.js").Outcome>}
   */
  async send({ url, values, id }) {
    const source = formOf(values);
    source.dataset.mutation = id;
    this.#home.append(source);
    const answered = new Promise((resolve) => {
      source.addEventListener("live:answered", ({ detail }) => resolve(detail));
      this.#setTimeout(() => resolve({ kind: "lost", status: 0, retryAfter: null }), PATIENCE);
    });
    const headers = { "Idempotency-Key": `"${id}"` };
    this.#htmx.ajax("POST", url, { source, target: source, swap: "none", headers });
    const outcome = await answered;
    source.remove();
    return outcome;
  }
}

function formOf(values) {
  const form = document.createElement("form");
  form.hidden = true;
  for (const [name, value] of values) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  return form;
}
