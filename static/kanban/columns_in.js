/** @returns {Element[]} the board's columns. A selector would be tried on all that is in every card: most of a change's cost. */
export function columnsIn(board) {
  return [...board.children].filter((child) => child.matches("section[data-column]"));
}
