/**
 * The board's columns, lists and cards, found by going down from the board. A selector would be tried on everything that
 * is in every card, which costs more than all else that a change of one card does.
 *
 *   #board > section[data-column] > ol, or .lane > ol > li[data-matter-id]
 */

/** @returns {Element[]} */
export function columnsIn(board) {
  return [...board.children].filter((child) => child.matches("section[data-column]"));
}

/** A column's own list, and those of its lanes. @returns {Element[]} */
export function listsIn(column) {
  const lists = [...column.children].map((child) => (child.hasAttribute("data-ui-lane") ? child.lastElementChild : child));
  return lists.filter((list) => list.localName === "ol");
}

/** @returns {Element[]} a list holds nothing but cards */
export function cardsIn(list) {
  return Array.from(list.children);
}

/** How many cards are in a column. */
export function countIn(column) {
  return listsIn(column).reduce((sum, list) => sum + list.childElementCount, 0);
}

/** @returns {Element[]} */
export function cardsOf(column) {
  return listsIn(column).flatMap(cardsIn);
}

/** @returns {Element[]} column by column */
export function cardsOn(board) {
  return columnsIn(board).flatMap(cardsOf);
}
