/**
 * What to tell of the writes made on the board itself: that one was refused and why, with what can be done about it; that
 * one waits; that one was done where it can be undone.
 */
import { asks, merged } from "./outcomes.js";
import { numberOf } from "./moves.js";

const MARKED_FOR = 15_000;
const VERBS = { move: "moved", assign: "changed", archive: "archived", restore: "restored", edit: "saved", create: "added", delete: "deleted", form: "saved" };

export class Refusals {
  #mutations;
  #moves;
  #toasts;
  #cardOf;
  #decide;
  #open;
  #setTimeout;

  /**
   * @param {object} parts
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("./moves.js").Moves} parts.moves
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {(id: string) => Element | null} parts.cardOf
   * @param {(mutation: import("../live/mutations.js").Mutation) => void} parts.decide shows what is in conflict
   * @param {(address: string) => void} parts.open a page over the board
   * @param {typeof setTimeout} [parts.setTimeout]
   */
  constructor({ mutations, moves, toasts, cardOf, decide, open, setTimeout: later = window.setTimeout.bind(window) }) {
    this.#mutations = mutations;
    this.#moves = moves;
    this.#toasts = toasts;
    this.#cardOf = cardOf;
    this.#decide = decide;
    this.#open = open;
    this.#setTimeout = later;
  }

  start() {
    document.addEventListener("live:mutation", this.#changed);
  }

  stop() {
    document.removeEventListener("live:mutation", this.#changed);
  }

  #changed = ({ detail: { mutation, was } }) => {
    if (mutation.form && !mutation.isLate) return; // the form tells
    if (mutation.state === "done" && was === "sent" && mutation.outcome) this.#done(mutation);
    else if (mutation.state === "done" && was === "waiting" && mutation.form) this.#heardOf(mutation);
    else if (mutation.state === "failed" && was === "sent") this.#refused(mutation);
    else if (mutation.state === "conflict" && was === "sent") this.#conflict(mutation);
    else if (mutation.state === "waiting" && was === "sent" && mutation.tries === 1 && !mutation.form) this.#waits(mutation);
  };

  #done(mutation) {
    const { outcome, kind, change, subject } = mutation;
    const id = idOf(subject);
    if (mutation.form) this.#toasts.show(outcome.said, "success");
    else if (kind === "archive") {
      this.#toasts.show(outcome.said, "success", { label: "Undo", run: () => this.#moves.restore(id, change.number) });
    }
    if (kind === "restore" && document.activeElement === document.body) this.#cardOf(id)?.querySelector(".card__title")?.focus();
    this.#toasts.show(outcome.warning, "warning");
    this.#toasts.show(merged(outcome.merged), "info");
  }

  /** Its answer was lost, or another window sent it; the board's changes tell that it is done. */
  #heardOf(mutation) {
    this.#toasts.show(`${this.#name(mutation)} is ${VERBS[mutation.kind]}.`, "success");
  }

  #refused(mutation) {
    const { kind, status, said } = mutation.outcome;
    const isGone = kind === "gone" || status === 404;
    const why = said || (isGone ? "It is no longer on this board." : "It was refused.");
    this.#toasts.show(`${this.#name(mutation)} was not ${VERBS[mutation.kind]}. ${why}`, "error", this.#remedy(mutation, isGone));
    if (!mutation.isLate) this.#markFor(mutation); // what had to wait, nobody may be looking at
  }

  #remedy(mutation, isGone) {
    if (asks(mutation.outcome)) return { label: "Restore…", run: () => this.#decide(mutation) };
    if (isGone || mutation.outcome.status === 403) return null;
    if (isColumnGone(mutation)) return { label: "Move…", run: () => this.#open(`/matters/${idOf(mutation.subject)}/move/`) };
    return { label: "Try again", run: () => this.#mutations.retry(mutation) };
  }

  /** The mark on the card stays until it is decided. */
  #conflict(mutation) {
    const decide = { label: "Decide…", run: () => this.#decide(mutation) };
    this.#toasts.show(`${this.#name(mutation)} was not ${VERBS[mutation.kind]}. ${mutation.outcome.said}`, "warning", decide);
  }

  #waits(mutation) {
    if (mutation.outcome.kind === "signed-out") return; // the page says so in a place of its own
    this.#toasts.show(`${this.#name(mutation)}: no answer yet. It is sent again by itself.`, "info");
  }

  /** The mark on the card goes by itself; what was refused was told. */
  #markFor(mutation) {
    this.#setTimeout(() => this.#mutations.dismiss(mutation.id), MARKED_FOR);
  }

  #name({ subject, change }) {
    return numberOf(this.#cardOf(idOf(subject))) || change.number || change.name || "The matter";
  }
}

/** The server's form for another try has every column that is there. */
function isColumnGone({ kind, change, outcome: { status, text } }) {
  const columns = kind === "move" && status === 422 && new DOMParser().parseFromString(text, "text/html").querySelector("[name=column]");
  return Boolean(columns) && !columns.querySelector(`[value="${CSS.escape(change.column)}"]`);
}

function idOf(subject) {
  return subject.slice("matter:".length);
}
