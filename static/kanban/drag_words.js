/** What is said of a card that is being moved. */
import { columnOf, numberOf } from "./drop_place.js";

export const UNSORTED = "The board is sorted by deadline, so a place within a column means nothing.";

export function lifted(card, place, isManual) {
  const name = [numberIn(card), card.querySelector(".card__title")?.textContent.trim()].filter(Boolean).join(" ");
  if (!isManual) return `Lifted ${name} in ${nameOf(place.list)}. Left and right arrows move it, Space drops it, Escape cancels.`;
  return `Lifted ${name}. ${position(card, place)}. Arrows move it, Space drops it, Escape cancels.`;
}

export function aimed(card, place, isManual) {
  return isManual ? `${position(card, place)}.` : `${nameOf(place.list)}.`;
}

export function dropped(card, place, isManual) {
  const { number, of } = numberOf(place, card);
  return isManual ? `Dropped: ${nameOf(place.list)}, position ${number} of ${of}.` : `Dropped: ${nameOf(place.list)}.`;
}

export function notSorted(card) {
  return `${UNSORTED} ${stays(card)}`;
}

export function cancelled(card) {
  return `Cancelled. ${stays(card)}`;
}

export function lost(number) {
  return `${number} was archived or moved away meanwhile. The move is cancelled.`;
}

/** @returns {string} the matter's number as it is read */
export function numberIn(card) {
  return card.querySelector(".card__number")?.textContent.trim() ?? "";
}

function position(card, place) {
  const { number, of } = numberOf(place, card);
  return `Position ${number} of ${of} in ${nameOf(place.list)}`;
}

function stays(card) {
  return `It stays in ${nameOf(card)}.`;
}

function nameOf(place) {
  const column = columnOf(place);
  return column.querySelector("h2")?.textContent.trim() ?? column.dataset.column;
}
