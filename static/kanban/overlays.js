/** How a card looks with a person's own writes over it that have not been answered yet. */

import { isAssigned } from "./assigned.js";

/**
 * @param {Element} card a copy of what is known; it is changed
 * @param {import("../live/mutations.js").Mutation[]} mutations oldest first
 * @returns {{card: Element | null, anchor: string | null}} null: it is off the board; the id of the card above ("" at the
 *   top, "end" at the end) where its place is not by rank
 */
export function overlaid(card, mutations) {
  let anchor = null;
  let isThere = true;
  for (const { kind, change } of mutations) {
    if (kind === "move") anchor = moved(card, change);
    else if (kind === "archive") isThere = false;
    else LOOKS[kind]?.(card, change);
  }
  return { card: isThere ? card : null, anchor };
}

function moved(card, { column, after, atEnd }) {
  card.dataset.column = column;
  return atEnd ? "end" : (after ?? "");
}

const LOOKS = {
  assign(card, { username, name, initials, colour, assigned }) {
    if (isAssigned(card, username) === assigned) return;
    const people = card.dataset.people.split(" ").filter(Boolean);
    if (assigned) people.push(username);
    else people.splice(people.lastIndexOf(username), 1);
    card.dataset.people = people.join(" ");
    const label = `Assigned: ${name}`;
    const avatar = [...card.querySelectorAll(".people .avatar")].find((each) => each.getAttribute("aria-label") === label);
    if (!assigned) avatar?.remove();
    else if (!avatar && card.dataset.responsible !== username) card.querySelector(".people")?.prepend(avatarOf({ label, name, initials, colour }));
  },

  edit(card, { title }) {
    const place = card.querySelector(".card__title");
    if (title && place) place.textContent = title;
  },
};

function avatarOf({ label, name, initials, colour }) {
  const avatar = document.createElement("span");
  avatar.className = "avatar is-small";
  avatar.dataset.colour = colour;
  avatar.setAttribute("role", "img");
  avatar.setAttribute("aria-label", label);
  avatar.title = name;
  avatar.textContent = initials;
  return avatar;
}
