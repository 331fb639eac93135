/** How a card's element is renewed and put in its place, touching nothing that is right already. */
import { cardsIn } from "./columns_in.js";

/** Give `card` what is in `fresh`, which loses it. The element and its parts that are the same stay, and the focus on a link. */
export function renew(card, fresh) {
  const focused = [...card.querySelectorAll("a, button")].indexOf(document.activeElement);
  copyAttributes(fresh, card);
  const wanted = [...fresh.childNodes];
  const parts = [...card.childNodes];
  if (parts.length !== wanted.length) card.replaceChildren(...wanted);
  else for (const [at, part] of parts.entries()) if (!part.isEqualNode(wanted[at])) part.replaceWith(wanted[at]);
  if (focused >= 0) card.querySelectorAll("a, button")[focused]?.focus({ preventScroll: true });
}

/** What scripts keep on an element, `data-ui-*`, stays. */
export function copyAttributes(from, to) {
  for (const { name } of [...to.attributes]) {
    if (!from.hasAttribute(name) && !name.startsWith("data-ui-")) to.removeAttribute(name);
  }
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

/** Put `item` among its siblings in the order of `compare`; those that stand at an anchor of their own do not count. */
export function putInOrder(item, parent, siblings, compare) {
  const others = siblings.filter((other) => other !== item);
  const next = others.find((other) => !("uiAnchor" in other.dataset) && compare(other, item) > 0) ?? null;
  putBefore(item, parent, next ?? others.at(-1)?.nextElementSibling ?? null);
}

/** Put `card` behind the card with the id `anchor`, or on top (""); at the end where that one is not in the list. */
export function putAtAnchor(card, list, anchor) {
  const cards = cardsIn(list).filter((other) => other !== card);
  const above = cards.find((other) => other.dataset.matterId === anchor) ?? cards.at(-1);
  putBefore(card, list, anchor === "" ? (cards[0] ?? null) : (above?.nextElementSibling ?? null));
}

/** Whoever was on the card goes on beside it, not at the top of the page. */
export function takeAway(card) {
  const beside = card.nextElementSibling ?? card.previousElementSibling;
  const isFocused = card.contains(document.activeElement);
  card.remove();
  if (isFocused) (beside?.querySelector(".card__title") ?? document.getElementById("main"))?.focus({ preventScroll: true });
}

function putBefore(item, parent, next) {
  const before = next === item ? item.nextElementSibling : next;
  if (item.parentElement === parent && item.nextElementSibling === before) return;
  const focused = item.contains(document.activeElement) ? document.activeElement : null;
  if (item.isConnected && "moveBefore" in parent) parent.moveBefore(item, before);
  else parent.insertBefore(item, before);
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}
