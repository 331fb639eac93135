/** The keys of an open menu (ARIA Authoring Practices, menu pattern). */

/** @param {HTMLElement} menu @returns {HTMLElement[]} its items that are shown */
export function itemsOf(menu) {
  return [...menu.querySelectorAll("[role=menuitem]")].filter((item) => !item.hidden);
}

/**
 * @param {HTMLElement[]} items
 * @param {Element | null} at the item that has the focus
 * @param {string} key
 * @returns {HTMLElement | undefined} the item that gets the focus
 */
export function itemAfter(items, at, key) {
  const index = items.indexOf(at);
  if (key === "ArrowDown") return items[(index + 1) % items.length];
  if (key === "ArrowUp") return items.at(index < 0 ? -1 : index - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  return key.length === 1 ? startingWith(items, index, key.toLowerCase()) : undefined;
}

/** From the one behind the focused on, and round. */
function startingWith(items, index, letter) {
  const turned = [...items.slice(index + 1), ...items.slice(0, index + 1)];
  return turned.find((item) => item.textContent.trim().toLowerCase().startsWith(letter));
}
