/**
 * The bar over the board: hides the cards that do not match, in this browser only.
 *
 *   form changed ──────▶ filter ──▶ all cards, address
 *   address went back ──▶ filter ──▶ all cards, form
 *   board:shown ─────────────────▶ those cards, choices
 */
import { FilterForm } from "./filter_form.js";
import { FilteredCards } from "./filtered_cards.js";
import { FIELDS, isOff, parse, parseView, query } from "./filters.js";

const PAUSE_IN_TYPING = 250; // before the address follows: browsers refuse more than 100 changes of it in 30 s
const PAUSE_BEFORE_SAYING = 500;
const PAUSE_BEFORE_OFFERING = 100; // of a live change with many cards most would be spent on counting choices

export class FilterBar {
  #form;
  #view;
  #cards;
  #arrangement;
  #location;
  #history;
  #count;
  #clock;
  #filter = parse("");
  #timers = { address: null, offering: null, saying: null };
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLElement} parts.board `#board`
   * @param {import("./arrangement.js").Arrangement} parts.arrangement
   * @param {string} parts.me my user name
   * @param {() => void} [parts.count] called when other cards are shown than before, to count the columns anew
   * @param {Location} [parts.location]
   * @param {History} [parts.history]
   * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
   * @param {() => string} [parts.today] an ISO date
   */
  constructor({ form, board, arrangement, me, count = () => {}, location = window.location, history = window.history, ...rest }) {
    this.#form = form;
    this.#view = new FilterForm(form);
    this.#cards = new FilteredCards({ board, me, today: rest.today });
    this.#arrangement = arrangement;
    this.#count = count;
    this.#location = location;
    this.#history = history;
    this.#clock = rest.clock ?? window;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const [target, type, listener] of this.#listeners) target.addEventListener(type, listener);
    this.#readAddress();
  }

  /** Shows all cards again. */
  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener);
    for (const timer of Object.values(this.#timers)) this.#clock.clearTimeout(timer);
    this.#filter = parse("");
    this.#refilter();
  }

  /** Show all cards. Order and lanes stay. */
  clear() {
    this.#view.write(parse(""));
    this.#read();
    this.#writeAddress();
  }

  get #listeners() {
    return [
      [document, "board:shown", this.#shown],
      [document, "pointerdown", this.#pressedElsewhere],
      [window, "popstate", this.#readAddress],
      [this.#form, "submit", this.#submitted],
      [this.#form, "input", this.#typed],
      [this.#form, "change", this.#changed],
      [this.#form, "click", this.#clicked],
      [this.#form, "keydown", this.#pressed],
      [this.#form, "focusout", this.#left],
    ];
  }

  #shown = ({ detail }) => {
    const drawn = detail?.matters ?? null;
    this.#cards.forget(drawn);
    this.#refilter(drawn);
  };

  #submitted = (event) => {
    event.preventDefault();
    this.#writeAddress();
  };

  #typed = ({ target }) => {
    if (target !== this.#view.text) return;
    this.#read();
    this.#later("address", PAUSE_IN_TYPING, this.#writeAddress);
  };

  #changed = () => {
    this.#arrangement.set(this.#view.readView());
    this.#view.writeView(this.#arrangement);
    this.#read();
    this.#writeAddress();
  };

  #clicked = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { removeField, removeValue } = button.dataset;
    if ("open" in button.dataset) button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    else if ("clear" in button.dataset) this.#clearAll();
    else if ("mine" in button.dataset) this.#change("mine", !this.#filter.mine);
    else if (removeField in FIELDS) this.#change(removeField, this.#filter[removeField].filter((value) => value !== removeValue));
    else if (removeField) this.#change(removeField, removeField === "q" ? "" : false);
  };

  #pressed = (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.target === this.#view.text && this.#view.text.value) {
      this.#change("q", "");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The keyboard went on to something else; a press on nothing, as on a scroll bar, leaves a menu open. */
  #left = ({ target, relatedTarget }) => {
    const menu = target.closest("details[open]");
    if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  };

  #pressedElsewhere = ({ target }) => {
    for (const menu of this.#form.querySelectorAll("details[open]")) if (!menu.contains(target)) menu.open = false;
  };

  /** The button that was pressed goes with what it cleared. */
  #clearAll() {
    this.clear();
    const open = this.#form.querySelector("[data-open]");
    (this.#view.text.checkVisibility() ? this.#view.text : open)?.focus({ preventScroll: true });
  }

  #change(field, value) {
    this.#view.write({ ...this.#filter, [field]: value });
    this.#read();
    this.#writeAddress();
  }

  #read() {
    this.#filter = this.#view.read();
    this.#refilter();
  }

  #readAddress = () => {
    this.#clock.clearTimeout(this.#timers.address);
    this.#filter = parse(this.#location.search);
    this.#arrangement.set(parseView(this.#location.search));
    this.#view.write(this.#filter);
    this.#view.writeView(this.#arrangement);
    this.#offer();
    this.#refilter();
  };

  #writeAddress = () => {
    this.#clock.clearTimeout(this.#timers.address);
    const { pathname, search, hash } = this.#location;
    const wanted = query(search, this.#filter, this.#arrangement);
    if (wanted !== search) this.#history.replaceState(this.#history.state, "", pathname + wanted + hash);
  };

  #refilter(drawn = null) {
    const isOther = this.#cards.apply(this.#filter, drawn);
    if (isOther) this.#arrangement.tidy();
    this.#view.chips(this.#filter);
    this.#say(this.#cards.mark(this.#filter));
    if (isOther) this.#count();
    this.#later("offering", PAUSE_BEFORE_OFFERING, this.#offer);
  }

  #offer = () => {
    const choices = this.#cards.choices();
    for (const field of Object.keys(FIELDS)) this.#view.offer(field, choices[field]);
    this.#view.chips(this.#filter);
  };

  #say({ all, shown }) {
    const text = isOff(this.#filter) ? "" : `${shown} of ${all} shown`;
    this.#form.toggleAttribute("data-ui-active", text !== "");
    this.#form.querySelector("[data-no-match]").hidden = !text || shown > 0 || all === 0;
    this.#form.querySelector("[data-shown]").textContent = text;
    const status = this.#form.querySelector("[role=status]");
    this.#later("saying", PAUSE_BEFORE_SAYING, () => {
      if (status.textContent !== text) status.textContent = text;
    });
  }

  #later(name, ms, call) {
    this.#clock.clearTimeout(this.#timers[name]);
    this.#timers[name] = this.#isStarted ? this.#clock.setTimeout(call, ms) : null;
  }
}
