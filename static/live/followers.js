/**
 * What the leading tab knows of the others: which streams each follows, and how far it has got.
 *
 * Their union names each stream with the lowest cursor: a delta may start anywhere before a page's own. So a tab that goes no
 * further would hold everybody back: one that was silent for long, or did not get further by several deltas of its own
 * streams, is forgotten, and comes back when it speaks again. Equal versions with different tags are of two lives of the
 * server's data: both are asked about, and whose life is over hears of it.
 */
import { versionOf } from "./sync.js";

const SILENT = 90_000;
const BEHIND = 3;
const DELTAS = /<live-(?:delta|reset)\b[^>]*?\sstream="([^"]*)"/g;

export class Followers {
  #all = new Map();

  get tabs() {
    return [...this.#all.keys()];
  }

  /**
   * A tab says what it wants: `<stream>@<cursor>` for each stream.
   * @returns {boolean} was it unknown?
   */
  note(tab, questions, now) {
    const known = this.#all.get(tab);
    const isFurther = !known || known.questions.join() !== questions.join();
    this.#all.set(tab, { questions, heard: now, behind: isFurther ? 0 : known.behind });
    return !known;
  }

  drop(tab) {
    this.#all.delete(tab);
  }

  clear() {
    this.#all.clear();
  }

  forgetSilent(now) {
    this.#forget((other) => other.heard < now - SILENT);
  }

  /** An answer with these deltas went out to all. */
  countBehind(text) {
    const changed = new Set([...text.matchAll(DELTAS)].map(([, stream]) => stream));
    for (const other of this.#all.values()) {
      if (other.questions.some((question) => changed.has(partsOf(question)[0]))) other.behind += 1;
    }
    this.#forget((other) => other.behind >= BEHIND);
  }

  /** @param {string[]} own the leading tab's questions @returns {string[]} those that serve all */
  union(own) {
    const lowest = new Map();
    for (const question of [...own, ...[...this.#all.values()].flatMap(({ questions }) => questions)]) {
      const [stream, cursor] = partsOf(question);
      const known = lowest.get(stream) ?? [];
      const step = known.length ? versionOf(cursor) - versionOf(known[0]) : -1;
      if (step < 0) lowest.set(stream, [cursor]);
      else if (step === 0 && !known.includes(cursor)) known.push(cursor);
    }
    return [...lowest].flatMap(([stream, cursors]) => cursors.map((cursor) => `${stream}@${cursor}`));
  }

  #forget(isGone) {
    for (const [tab, other] of this.#all) if (isGone(other)) this.drop(tab);
  }
}

/** Would answers to the questions `before` leave one of those `after` without an answer? */
export function asksMore(before, after) {
  return after.some((question) => {
    const [stream, cursor] = partsOf(question);
    const known = before.map(partsOf).filter(([name]) => name === stream);
    return !known.some(([, other]) => other === cursor || versionOf(other) < versionOf(cursor));
  });
}

function partsOf(question) {
  return question.split("@");
}
