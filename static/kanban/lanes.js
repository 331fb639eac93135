/** Swimlanes: which one a card is in, and the cell of a lane in a column. */
import { inOrder, nameOf, NONE } from "./filters.js";

/** @param {HTMLElement} card @param {string} by responsible, area or priority @returns {string} the lane's key */
export function laneOf(card, by) {
  return card.dataset[by] || NONE;
}

/**
 * The lanes that have cards, in their order.
 * @param {Iterable<HTMLElement>} cards
 * @returns {{value: string, name: string, shown: number}[]} `shown` counts the cards that no filter hides
 */
export function lanesOf(cards, by) {
  const lanes = new Map();
  for (const card of cards) {
    const value = laneOf(card, by);
    if (!lanes.has(value)) lanes.set(value, { value, name: nameIn(card, by, value), shown: 0 });
    if (isShown(card)) lanes.get(value).shown += 1;
  }
  return [...lanes.values()].sort(inOrder(by));
}

/** A lane's part of a column: a heading that folds the lane, and a list. */
export function cell(key, fold) {
  const lane = element("div", "lane", { "data-ui-lane": "" });
  const heading = element("h3", "lane__head");
  const button = element("button", "lane__fold", { type: "button", "aria-expanded": "true" });
  button.addEventListener("click", fold);
  button.append(element("span", "lane__name"), element("span", "lane__count"));
  heading.append(button);
  lane.append(heading, element("ol", "column__cards lane__cards", { "data-cards": "", "data-lane": key }));
  return lane;
}

/** Let a cell say what is so; what is the same already is not touched. */
export function label(place, lane, isFolded) {
  const list = place.querySelector("[data-lane]");
  const count = [...list.children].filter((card) => isShown(card)).length;
  place.hidden = !lane.shown;
  list.hidden = isFolded;
  say(place.querySelector(".lane__name"), lane.name);
  say(place.querySelector(".lane__count"), String(count));
  place.toggleAttribute("data-ui-bare", count === 0);
  place.querySelector("button").setAttribute("aria-expanded", String(!isFolded));
}

function nameIn(card, by, value) {
  if (by === "responsible" && value !== NONE) return card.dataset.responsibleName || value;
  return nameOf(by, value);
}

function isShown(card) {
  return !card.hasAttribute("data-ui-filtered");
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function element(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
