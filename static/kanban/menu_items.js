/** What the menu of a card offers to a person. */
import { isAssigned } from "./assigned.js";

/**
 * @param {HTMLElement} menu `#card-menu`
 * @param {HTMLElement} card
 * @param {{person: string, canEdit: boolean}} whom
 */
export function offer(menu, card, { person, canEdit }) {
  const name = [".card__number", ".card__title"].map((part) => card.querySelector(part)?.textContent ?? "");
  const useless = isAssigned(card, person) ? "assigned" : "free";
  menu.setAttribute("aria-label", name.join(" "));
  for (const link of menu.querySelectorAll("[data-page]")) link.href = `/matters/${card.dataset.matterId}/${link.dataset.page}`;
  for (const part of menu.querySelectorAll("[data-edits]")) part.hidden = !canEdit || part.dataset.unless === useless;
}
