/**
 * The one place where answers come in, whoever asked: a poll, a form in the panel, a move. An htmx extension.
 *
 * Nothing without the proof header is ever put into the page: a captive portal, a proxy's page or a sign-in page that
 * was redirected to is not ours. Deltas are applied by key, other fragments are swapped by htmx, and whatever is
 * neither leaves the page and what was typed as they are. A delta that was cut off on its way is as good as none.
 */
import { retryAfter } from "./scheduler.js";

const TIMEOUT = 10_000;
const KEEPS_THE_PAGE = { 401: "signed-out", 409: "conflict", 410: "gone", 429: "busy" };
const WHOLE = /<\/live-(delta|reset)>\s*$/;
const NO_ANSWER = { status: 0, text: "", retryAfter: null, said: "", merged: "", warning: "", version: null, undo: "" };

/**
 * @typedef {object} Outcome what became of a request; the detail of `live:answered`
 * @property {"nothing" | "applied" | "swapped" | "signed-out" | "not-yours" | "conflict" | "gone" | "busy" | "away" | "foreign" | "lost"} kind
 * @property {number} status 0 where no answer came
 * @property {string} text the body
 * @property {number} ms from the question to the answer
 * @property {number | null} retryAfter ms
 * @property {string} said what was done, or why not @property {string} merged @property {string} warning what else to know
 * @property {number | null} version the subject's version after a write
 * @property {string} undo the address that takes the write back, "" where there is none
 */
export class LiveExtension {
  #questions;
  #cursor;
  #take;
  #poller;
  #token;
  #person;
  #wrote;
  #now;
  #since = new WeakMap();

  /**
   * @param {object} parts
   * @param {() => string[]} parts.questions `<stream>@<cursor>` for each stream to ask about
   * @param {(stream: string) => string | null} parts.cursor
   * @param {(text: string, isOwn: boolean) => Promise<boolean>} parts.take shows an answer's deltas; false where it could not
   * @param {Element | null} parts.poller the element whose request asks /live/
   * @param {() => string} parts.token the CSRF token, for same-origin writes only
   * @param {string} parts.person whose page this is: the server answers 401 where somebody else has signed in meanwhile
   * @param {(id: string) => void} [parts.wrote] is told the mutation id of each write that leaves
   * @param {() => number} [parts.now]
   */
  constructor({ questions, cursor, take, poller, token, person, wrote = () => {}, now = Date.now }) {
    this.#questions = questions;
    this.#cursor = cursor;
    this.#take = take;
    this.#poller = poller;
    this.#token = token;
    this.#person = encodeURIComponent(person);
    this.#wrote = wrote;
    this.#now = now;
  }

  /** The object that htmx.registerExtension takes. */
  get hooks() {
    return {
      htmx_config_request: (element, { ctx }) => this.#prepare(element, ctx),
      htmx_after_request: (element, { ctx }) => this.#receive(element, ctx),
      htmx_error: (element, { ctx }) => this.#lose(element, ctx),
    };
  }

  #prepare(element, ctx) {
    const request = ctx.request;
    request.timeout = TIMEOUT;
    this.#since.set(ctx, this.#now());
    if (new URL(request.action, document.baseURI).origin !== location.origin) return;
    request.headers["Live-Person"] = this.#person;
    if (element === this.#poller) {
      for (const question of this.#questions()) request.body.append("s", question);
      return;
    }
    if (request.method === "GET") return;
    request.headers["X-CSRFToken"] = this.#token();
    this.#wrote(request.headers["Idempotency-Key"]?.replaceAll('"', "") ?? request.body.get("mutation_id"));
    const stream = document.querySelector("[data-stream]")?.dataset.stream;
    const cursor = stream && this.#cursor(stream);
    if (cursor) request.headers["Live-Cursor"] = cursor;
  }

  /** False keeps htmx from swapping. */
  #receive(element, ctx) {
    const { status, headers } = ctx.response;
    const kind = this.#kindOf(element, ctx);
    const outcome = {
      kind,
      status,
      text: ctx.text,
      ms: this.#took(ctx),
      retryAfter: retryAfter(headers.get("Retry-After"), this.#now()),
      said: words(headers, "Live-Said"),
      merged: words(headers, "Live-Merged"),
      warning: words(headers, "Live-Warning"),
      version: Number(headers.get("Live-Version")) || null,
      undo: headers.get("Live-Undo") ?? "",
    };
    if (kind === "applied") {
      this.#show(element, outcome);
      return false;
    }
    this.#tell(element, outcome);
    return kind === "swapped";
  }

  /** A poll whose answer could not be shown is asked again, later and later; a write is done, whatever is shown of it. */
  async #show(element, outcome) {
    const isPoll = element === this.#poller;
    const isShown = await this.#take(outcome.text, !isPoll).catch((error) => void reportError(error));
    this.#tell(element, isPoll && !isShown ? { ...outcome, kind: "lost" } : outcome);
  }

  #kindOf(element, { text, request, response: { status, headers } }) {
    const isPoll = element === this.#poller;
    if (status >= 500) return "away";
    if (status === 204 && headers.has("Live-Fragment")) return "nothing";
    if (!headers.has("Live-Fragment")) return "foreign";
    if (status in KEEPS_THE_PAGE && !(status === 410 && request?.method === "GET")) return KEEPS_THE_PAGE[status];
    if (/<live-(delta|reset)\b/.test(text) || (isPoll && status === 200)) return WHOLE.test(text) ? "applied" : "lost";
    if (status === 200 && text === "") return "applied";
    return isPoll ? "not-yours" : "swapped";
  }

  #lose(element, ctx) {
    if (ctx) this.#tell(element, { ...NO_ANSWER, kind: "lost", ms: this.#took(ctx) });
  }

  #took(ctx) {
    return this.#now() - (this.#since.get(ctx) ?? this.#now());
  }

  #tell(element, outcome) {
    element.dispatchEvent(new CustomEvent("live:answered", { bubbles: true, detail: outcome }));
  }
}

/** Headers are Latin-1 at best, so words come percent-encoded. */
function words(headers, name) {
  return decodeURIComponent(headers.get(name) ?? "");
}
