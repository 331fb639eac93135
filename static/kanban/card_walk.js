/**
 * From card to card by the arrow keys, by where they stand on the screen: whatever orders them, whatever hides some.
 *
 * @typedef {{card: HTMLElement, top: number, bottom: number}} Standing
 */

/**
 * @param {HTMLElement} board
 * @param {HTMLElement | null} from null: none yet, so the first
 * @param {string} key ArrowUp, ArrowDown, ArrowLeft, ArrowRight, Home or End
 * @returns {HTMLElement | null} the next card, null where there is none in that direction
 */
export function nextCard(board, from, key) {
  return step(columnsOf(board), from, key)?.card ?? null;
}

export function isWalk(key) {
  return key in WALKS;
}

/** The cards that are shown, from top to bottom, column by column; columns without one are left out. */
export function columnsOf(board) {
  const columns = [...board.querySelectorAll("section[data-column]")].map(standingIn);
  return columns.filter((column) => column.length);
}

/**
 * @param {Standing[][]} columns
 * @returns {Standing | undefined}
 */
export function step(columns, from, key) {
  const at = columns.findIndex((column) => column.some(({ card }) => card === from));
  if (at < 0) return columns[0]?.[0];
  const index = columns[at].findIndex(({ card }) => card === from);
  return WALKS[key](columns, at, index);
}

const WALKS = {
  ArrowUp: (columns, at, index) => columns[at][index - 1],
  ArrowDown: (columns, at, index) => columns[at][index + 1],
  ArrowLeft: (columns, at, index) => beside(columns[at - 1], columns[at][index]),
  ArrowRight: (columns, at, index) => beside(columns[at + 1], columns[at][index]),
  Home: (columns, at) => columns[at][0],
  End: (columns, at) => columns[at].at(-1),
};

/** The one at about the same height; of two as near, the upper. */
function beside(column = [], from) {
  const distance = (other) => Math.abs(middle(other) - middle(from));
  return column.reduce((best, other) => (!best || distance(other) < distance(best) ? other : best), undefined);
}

function middle({ top, bottom }) {
  return (top + bottom) / 2;
}

function standingIn(column) {
  const standing = [];
  for (const card of column.querySelectorAll("[data-matter-id]")) {
    const { top, bottom, height } = card.getBoundingClientRect();
    if (height) standing.push({ card, top, bottom });
  }
  return standing.sort((a, b) => a.top - b.top);
}
