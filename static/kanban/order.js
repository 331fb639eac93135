/** The order of cards and columns: by rank, byte by byte, then by id; as the server sorts them. */

/** @returns {number} below zero where `a` comes first */
export function byRank(a, b) {
  if (a.dataset.rank !== b.dataset.rank) return a.dataset.rank < b.dataset.rank ? -1 : 1;
  return Number(a.dataset.matterId ?? 0) - Number(b.dataset.matterId ?? 0);
}

const NEVER = "9999-99-99"; // after every date

/** The nearest deadline first, cards without one last; by rank among those of a day. */
export function byDeadline(a, b) {
  const [first, second] = [a.dataset.due ?? NEVER, b.dataset.due ?? NEVER];
  if (first !== second) return first < second ? -1 : 1;
  return byRank(a, b);
}
