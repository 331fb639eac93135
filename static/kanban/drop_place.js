/**
 * Where a card would land: in which list, after which card. Everything is measured when it is asked for, and no more than
 * the answer needs, because cards come, go and move while one is carried.
 *
 * A filtered card has no place on the screen, so it is nobody's neighbour.
 */
import { cardsIn, cardsOf } from "./columns_in.js";
import { byRank } from "./order.js";

/**
 * @typedef {object} Place
 * @property {Element} list
 * @property {Element | null} above the card it would follow; null at the top
 */

const REACH = 12; // px: the gap between two columns belongs to both
const GAP = 4; // px, half of what is between two cards

/**
 * The list under a point: a column's head, foot and empty space count for the nearest of its lists. A card stays in its lane
 * whatever lane it is held over, because a lane is what the card says of itself.
 */
export function listAt(board, x, y, card) {
  for (const reach of [0, -REACH, REACH]) {
    const found = document.elementFromPoint(x + reach, y);
    const column = found?.closest("section[data-column]");
    if (column && board.contains(column)) {
      return laneIn(column, card) ?? found.closest("[data-cards]") ?? nearestList(column, y);
    }
  }
  return null;
}

function laneIn(column, card) {
  const lane = card.closest("[data-cards]")?.dataset.lane;
  return lane === undefined ? null : column.querySelector(`[data-cards][data-lane="${CSS.escape(lane)}"]`);
}

function nearestList(column, y) {
  const away = (list) => {
    const { top, bottom } = list.getBoundingClientRect();
    return Math.max(top - y, y - bottom, 0);
  };
  const lists = [...column.querySelectorAll("[data-cards]")];
  return lists.length > 1 ? lists.sort((a, b) => away(a) - away(b))[0] : (lists[0] ?? null);
}

/**
 * Before the first card whose middle lies below `y`.
 * @returns {Place}
 */
export function placeAt(list, y, lifted) {
  const cards = shownCards(list, lifted);
  return { list, above: cards[firstBelow(cards, y) - 1] ?? null };
}

/** How many cards have their middle at or above `y`; a search that measures about ten cards of a thousand. */
function firstBelow(cards, y) {
  let from = 0;
  let to = cards.length;
  while (from < to) {
    const half = (from + to) >> 1;
    const { top, height } = cards[half].getBoundingClientRect();
    if (top + height / 2 > y) to = half;
    else from = half + 1;
  }
  return from;
}

/** The cards of a list that are to be seen, without the lifted one. */
export function shownCards(list, lifted) {
  return cardsIn(list).filter((card) => card !== lifted && !card.hasAttribute("data-ui-filtered"));
}

/** Where a card is now. */
export function placeOf(card) {
  return { list: card.closest("[data-cards]"), above: nextShown(card.previousElementSibling, "previousElementSibling", card) };
}

/** The card that would come after it, or null. */
export function below({ list, above }, lifted) {
  return nextShown(above ? above.nextElementSibling : list.firstElementChild, "nextElementSibling", lifted);
}

function nextShown(from, onwards, lifted) {
  let card = from;
  while (card && (card === lifted || !card.matches("[data-matter-id]:not([data-ui-filtered])"))) card = card[onwards];
  return card ?? null;
}

export function isWhereItIs(place, card) {
  const own = placeOf(card);
  return own.list === place.list && own.above === place.above;
}

/** Its number in the list and how many there would be, counted from one. */
export function numberOf({ list, above }, lifted) {
  const cards = shownCards(list, lifted);
  return { number: cards.indexOf(above) + 2, of: cards.length + 1 };
}

/** The last card of the column by rank, filtered or not: where a list is sorted otherwise, its last card is another one. */
export function lastOf(list, lifted) {
  const cards = cardsOf(columnOf(list)).filter((card) => card !== lifted);
  return cards.sort(byRank).at(-1) ?? null;
}

/** @param {Element} place a list or a card */
export function columnOf(place) {
  return place.closest("section[data-column]");
}

/** The list one column further (-1: to the left) in the lane of the card; null at the board's end. */
export function listBeside(board, list, step, card) {
  const columns = [...board.querySelectorAll("section[data-column]")].filter((column) => column.getClientRects().length);
  const column = columns[columns.indexOf(columnOf(list)) + step];
  return column ? (laneIn(column, card) ?? column.querySelector("[data-cards]")) : null;
}

/** The line to draw where the card would come to lie, in the window's px, inside what is to be seen of the list. */
export function lineOf(place, lifted) {
  const frame = place.list.getBoundingClientRect();
  const above = place.above?.getBoundingClientRect();
  const under = below(place, lifted)?.getBoundingClientRect();
  const { left, width } = above ?? under ?? { left: frame.left + 2 * GAP, width: frame.width - 4 * GAP };
  const seen = seenOf(place.list, frame);
  return { left, width, top: Math.max(Math.min(between(above, under, frame), seen.bottom), seen.top) };
}

function between(above, under, frame) {
  if (above && under) return (above.bottom + under.top) / 2;
  if (above) return above.bottom + GAP;
  return under ? under.top - GAP : frame.top + GAP;
}

/** Between the column's head and foot, under which lanes scroll. */
function seenOf(list, frame) {
  const head = columnOf(list).querySelector("[data-column-head]")?.getBoundingClientRect().bottom ?? frame.top;
  const foot = columnOf(list).querySelector(".column__foot")?.getBoundingClientRect().top ?? frame.bottom;
  return { top: Math.max(frame.top, head) + 1, bottom: Math.min(frame.bottom, foot) - 1 };
}
