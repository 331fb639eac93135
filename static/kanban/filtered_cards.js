/**
 * The board's cards under a filter. What a card is filtered by is read once and kept until the card is drawn anew, so a
 * live change costs one card.
 */
import { cardsOf, cardsOn, columnsIn, countIn } from "./columns_in.js";
import { DUES, factsOf, isOff, matcher, nameOf } from "./filters.js";

const NO_MATCH = "No matching matters.";
const FOUND = ["responsible", "area", "label", "priority"]; // fields whose choices are what occurs on the board

export class FilteredCards {
  #board;
  #me;
  #today;
  #facts = new WeakMap();
  #day = "";

  /** @param {{board: HTMLElement, me: string, today?: () => string}} parts `today` an ISO date */
  constructor({ board, me, today = localDay }) {
    this.#board = board;
    this.#me = me;
    this.#today = today;
  }

  /**
   * Hide the cards that do not match, show those that do.
   * @param {import("./filters.js").Filter} filter
   * @param {string[] | null} [drawn] the ids of cards drawn anew, others being judged already; null: all of them
   * @returns {boolean} are other cards shown than before?
   */
  apply(filter, drawn = null) {
    const today = this.#today();
    const cards = drawn && today === this.#day ? this.#named(drawn) : this.#all();
    const matches = matcher(filter, { me: this.#me, today });
    this.#day = today;
    let isOther = false;
    for (const card of cards) isOther = hide(card, !matches(this.#factsOf(card))) || isOther;
    return isOther;
  }

  /** Cards were drawn anew. @param {string[] | null} ids null: all of them */
  forget(ids) {
    for (const card of ids ? this.#named(ids) : this.#all()) this.#facts.delete(card);
  }

  /** By field, the values that occur on the board. @returns {Object<string, {value: string, name: string, count?: number, colour?: string}[]>} */
  choices() {
    const found = Object.fromEntries(FOUND.map((field) => [field, new Map()]));
    for (const card of this.#all()) {
      const facts = this.#factsOf(card);
      for (const field of FOUND) for (const value of facts[field]) tally(found[field], field, value, facts);
    }
    const choices = Object.fromEntries(FOUND.map((field) => [field, [...found[field].values()]]));
    return { ...choices, due: Object.entries(DUES).map(([value, name]) => ({ value, name })) };
  }

  /** Let the board say that a filter is on, and count. @returns {{all: number, shown: number}} */
  mark(filter) {
    const isOn = !isOff(filter);
    this.#board.toggleAttribute("data-ui-filter", isOn);
    const counts = { all: 0, shown: 0 };
    for (const column of columnsIn(this.#board)) {
      const all = countIn(column);
      const shown = isOn ? cardsOf(column).filter((card) => !card.hasAttribute("data-ui-filtered")).length : all;
      sayEmpty(column, isOn && !shown, all);
      counts.all += all;
      counts.shown += shown;
    }
    return counts;
  }

  #factsOf(card) {
    if (!this.#facts.has(card)) this.#facts.set(card, factsOf(card));
    return this.#facts.get(card);
  }

  #all() {
    return cardsOn(this.#board);
  }

  #named(ids) {
    return ids.map((id) => document.getElementById(`matter-${id}`)).filter((card) => this.#board.contains(card));
  }
}

function hide(card, isHidden) {
  if (card.hasAttribute("data-ui-filtered") === isHidden) return false;
  card.toggleAttribute("data-ui-filtered", isHidden);
  if (isHidden) card.removeAttribute("data-ui-drawn");
  return true;
}

function tally(found, field, value, { names, colours }) {
  if (!found.has(value)) found.set(value, { value, name: "", count: 0, colour: colours[value] });
  const choice = found.get(value);
  choice.name ||= names[value] ?? nameOf(field, value);
  choice.count += 1;
}

/** A column that only seems empty does not say that nothing is there. */
function sayEmpty(column, isBare, all) {
  column.toggleAttribute("data-ui-bare", isBare);
  const place = [...column.children].find((child) => child.matches(".column__empty"));
  if (!place) return;
  place.dataset.uiSaid ??= place.textContent;
  const text = isBare && all ? NO_MATCH : place.dataset.uiSaid;
  if (place.textContent !== text) place.textContent = text;
}

function localDay() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
