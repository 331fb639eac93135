/**
 * The one place where answers come in, whoever asked: a poll, a form in the panel, a quick form. An htmx extension.
 *
 * Nothing without the proof header is ever put into the page: a captive portal, a proxy's page or a sign-in page that
 * was redirected to is not ours. Deltas are applied by key, other fragments are swapped by htmx, and whatever is
 * neither leaves the page and what was typed as they are.
 */
import { retryAfter } from "./scheduler.js";

const TIMEOUT = 10_000;
const KEEPS_THE_PAGE = { 401: "signed-out", 410: "gone", 429: "busy" };

/**
 * @typedef {object} Outcome what became of a request; the detail of `live:answered`
 * @property {"nothing" | "applied" | "swapped" | "signed-out" | "not-yours" | "gone" | "busy" | "away" | "foreign" | "lost"} kind
 * @property {number} status 0 where no answer came
 * @property {number | null} retryAfter ms
 * @property {string} said what was done @property {string} merged @property {string} warning and what else to know
 */
export class LiveExtension {
  #sync;
  #poller;
  #token;
  #now;

  /**
   * @param {object} parts
   * @param {import("./sync.js").Sync} parts.sync
   * @param {Element | null} parts.poller the element whose request asks /live/
   * @param {() => string} parts.token the CSRF token, for same-origin writes only
   * @param {() => number} [parts.now]
   */
  constructor({ sync, poller, token, now = Date.now }) {
    this.#sync = sync;
    this.#poller = poller;
    this.#token = token;
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
    if (element === this.#poller) {
      for (const question of this.#sync.questions()) request.body.append("s", question);
      return;
    }
    if (request.method === "GET" || new URL(request.action, document.baseURI).origin !== location.origin) return;
    request.headers["X-CSRFToken"] = this.#token();
    const stream = document.querySelector("[data-stream]")?.dataset.stream;
    const cursor = stream && this.#sync.cursor(stream);
    if (cursor) request.headers["Live-Cursor"] = cursor;
  }

  /** False keeps htmx from swapping. */
  #receive(element, ctx) {
    const { status, headers } = ctx.response;
    const kind = this.#kindOf(element, ctx);
    const outcome = {
      kind,
      status,
      retryAfter: retryAfter(headers.get("Retry-After"), this.#now()),
      said: words(headers, "Live-Said"),
      merged: words(headers, "Live-Merged"),
      warning: words(headers, "Live-Warning"),
    };
    if (kind === "applied") {
      this.#take(element, ctx.text, outcome);
      return false;
    }
    this.#tell(element, outcome);
    return kind === "swapped";
  }

  /** A poll whose answer could not be shown is asked again, later and later; a write is done, whatever is shown of it. */
  async #take(element, text, outcome) {
    const isPoll = element === this.#poller;
    const isShown = await this.#sync.take(text, !isPoll).catch(() => false);
    this.#tell(element, isPoll && isShown === false ? { ...outcome, kind: "lost" } : outcome);
  }

  #kindOf(element, { text, request, response: { status, headers } }) {
    if (status >= 500) return "away";
    if (status === 204 && headers.has("Live-Fragment")) return "nothing";
    if (!headers.has("Live-Fragment")) return "foreign";
    if (status in KEEPS_THE_PAGE && !(status === 410 && request?.method === "GET")) return KEEPS_THE_PAGE[status];
    if (/<live-(delta|reset)\b/.test(text) || (status === 200 && text === "")) return "applied";
    return element === this.#poller ? "not-yours" : "swapped";
  }

  #lose(element, ctx) {
    if (!ctx) return;
    this.#tell(element, { kind: "lost", status: 0, retryAfter: null, said: "", merged: "", warning: "" });
  }

  #tell(element, outcome) {
    element.dispatchEvent(new CustomEvent("live:answered", { bubbles: true, detail: outcome }));
  }
}

/** Headers are Latin-1 at best, so words come percent-encoded. */
function words(headers, name) {
  return decodeURIComponent(headers.get(name) ?? "");
}
