/**
 * The filter bar's form: what is chosen in it, the choices it offers, and the chips of what is active.
 *
 * Choices come and go with the board's cards, by key: a choice that stays is not touched, one that is chosen stays, and in
 * an open menu nothing is taken away under the pointer.
 */
import { FIELDS, inOrder, nameOf } from "./filters.js";

export class FilterForm {
  #form;
  #names = {}; // field → value → name

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
  }

  /** @returns {import("./filters.js").Filter} */
  read() {
    const filter = { q: this.text.value, mine: this.#mine.getAttribute("aria-pressed") === "true" };
    for (const field of Object.keys(FIELDS)) {
      filter[field] = [...this.#choices(field).querySelectorAll(":checked")].map((box) => box.value);
    }
    return filter;
  }

  /** @param {import("./filters.js").Filter} filter what is not among the choices is added to them */
  write(filter) {
    this.text.value = filter.q;
    this.#mine.setAttribute("aria-pressed", String(filter.mine));
    for (const field of Object.keys(FIELDS)) {
      for (const value of filter[field]) if (!this.#box(field, value)) this.#add(field, { value, name: nameOf(field, value) });
      for (const box of this.#choices(field).querySelectorAll("input")) box.checked = filter[field].includes(box.value);
    }
    this.#badge(filter);
  }

  /** @returns {import("./filters.js").View} */
  readView() {
    const { sort, lanes } = this.#form.elements;
    return { sort: sort.value, lanes: lanes.value };
  }

  /** @param {import("./filters.js").View} view */
  writeView(view) {
    for (const name of ["sort", "lanes"]) {
      const select = this.#form.elements[name];
      select.value = view[name];
      select.toggleAttribute("data-ui-chosen", select.selectedIndex > 0);
    }
  }

  /** @param {string} field @param {{value: string, name: string, count?: number, colour?: string}[]} choices in no order */
  offer(field, choices) {
    const menu = this.#choices(field);
    const isOpen = menu.closest("details").open;
    const offered = new Set(choices.map((choice) => choice.value));
    this.#names[field] = new Map(choices.map((choice) => [choice.value, choice.name]));
    for (const box of menu.querySelectorAll("input")) {
      if (offered.has(box.value)) continue;
      if (box.checked || isOpen) count(box.closest("label"), 0);
      else box.closest("label").remove();
    }
    for (const choice of choices) {
      const label = this.#box(field, choice.value)?.closest("label") ?? this.#add(field, choice);
      say(label.querySelector(".filters__name"), choice.name);
      tint(label.querySelector(".filters__dot"), choice.colour);
      count(label, choice.count);
    }
  }

  /** Show what is active, each with a button that takes it away. */
  chips(filter) {
    this.#badge(filter);
    const active = this.#active(filter);
    const list = this.#form.querySelector("[data-chips]");
    const shown = [...list.children].map((item) => item.textContent).join("\n");
    if (shown === active.map((each) => each.text).join("\n")) return;
    const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
    list.replaceChildren(...active.map((each) => chip(each)));
    if (at >= 0) this.#focusNear(list, at);
  }

  /** @returns {HTMLInputElement} */
  get text() {
    return this.#form.elements.q;
  }

  get #mine() {
    return this.#form.querySelector("[data-mine]");
  }

  #choices(field) {
    return this.#form.querySelector(`[data-field="${field}"] [data-choices]`);
  }

  #box(field, value) {
    return this.#choices(field).querySelector(`input[value="${CSS.escape(value)}"]`);
  }

  #add(field, choice) {
    const menu = this.#choices(field);
    const made = choiceElement(field, choice);
    const after = inOrder(field);
    const next = [...menu.children].find((label) => after(described(label), choice) > 0);
    menu.insertBefore(made, next ?? null);
    return made;
  }

  #badge(filter) {
    let all = filter.mine + (filter.q.trim() !== "");
    for (const field of Object.keys(FIELDS)) {
      const menu = this.#form.querySelector(`[data-field="${field}"]`);
      say(menu.querySelector("[data-badge]"), String(filter[field].length || ""));
      menu.toggleAttribute("data-ui-chosen", filter[field].length > 0);
      all += filter[field].length;
    }
    say(this.#form.querySelector("[data-open] [data-badge]"), String(all || ""));
  }

  #active(filter) {
    const active = [];
    if (filter.q.trim()) active.push({ field: "q", value: "", text: `“${filter.q.trim()}”` });
    if (filter.mine) active.push({ field: "mine", value: "", text: "Only mine" });
    for (const field of Object.keys(FIELDS)) {
      for (const value of filter[field]) {
        const name = this.#names[field]?.get(value) ?? nameOf(field, value);
        active.push({ field, value, text: field === "due" ? `Due: ${name}` : name });
      }
    }
    return active;
  }

  #focusNear(list, at) {
    const button = list.children[Math.min(at, list.children.length - 1)]?.querySelector("button");
    const places = [button, this.text, this.#form.querySelector("[data-open]")];
    places.find((place) => place?.checkVisibility())?.focus({ preventScroll: true });
  }
}

function choiceElement(field, { value, name }) {
  const label = document.createElement("label");
  label.className = "filters__choice";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: field, value });
  const number = span("filters__number", "");
  number.setAttribute("aria-hidden", "true");
  label.append(box, span("filters__dot", ""), span("filters__name", name), number);
  return label;
}

function described(label) {
  return { value: label.querySelector("input").value, name: label.querySelector(".filters__name").textContent };
}

function chip({ field, value, text }) {
  const item = document.createElement("li");
  item.className = "filters__chip";
  item.dataset.chip = field;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "filters__remove" });
  button.dataset.removeField = field;
  button.dataset.removeValue = value;
  button.setAttribute("aria-label", `Remove ${text}`);
  item.append(span("filters__active", text), button);
  return item;
}

function count(label, number) {
  say(label.querySelector(".filters__number"), String(number ?? ""));
}

function tint(dot, colour) {
  if (colour && dot.dataset.colour !== colour) dot.dataset.colour = colour;
}

function span(className, text) {
  return Object.assign(document.createElement("span"), { className, textContent: text });
}

function say(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}
