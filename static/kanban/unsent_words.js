/** A write that is not on the server yet, in words: what, on which matter, when, and how it stands. */
import { columnsIn } from "./columns_in.js";
import { numberOf } from "./moves.js";

const WHAT = {
  move: ({ column }, board) => `Move to ${columnName(board, column)}`,
  assign: ({ assigned }) => (assigned ? "Assign me" : "Take me off"),
  archive: () => "Archive",
  restore: () => "Restore",
  delete: () => "Delete",
  edit: () => "Edit",
  create: ({ column }, board) => `New matter in ${columnName(board, column)}`,
  form: () => "Change",
};
const STATES = {
  waiting: ({ isStored }) => (isStored ? "Waits to be sent" : "Waits to be sent, in this page only: this browser cannot keep it"),
  sent: () => "Is being sent",
  conflict: () => "Needs your decision: somebody else changed the same",
  failed: ({ outcome }) => `Not accepted: ${outcome?.said || (outcome?.status === 410 || outcome?.status === 404 ? "it is no longer on this board." : "it was refused.")}`,
};

/** @param {object} mutation one of this page's, or one that the queue keeps @param {HTMLElement} board */
export function titleOf(mutation, board) {
  const what = WHAT[mutation.kind]?.(mutation.change, board) ?? "Change";
  const name = matterOf(mutation, board);
  return name ? `${what} · ${name}` : what;
}

/** What was typed, field by field. @returns {[string, string][]} */
export function typedIn({ form }) {
  return form?.typed ?? [];
}

export function stateOf(mutation, { isHere }) {
  if (mutation.isReadable === false) return "Cannot be read any more: it is not whole, or the key that sealed it has been replaced";
  if (!isHere && mutation.state !== "failed") return "Waits for its board: in another window, or until it is opened";
  return STATES[mutation.state](mutation);
}

/** @param {{at: number}} mutation */
export function whenOf({ at }) {
  return new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/** All of them, to be kept outside of the browser. */
export function asText(items, board) {
  return items.map(({ mutation, isHere }) => paragraphOf(mutation, isHere, board)).join("\n\n");
}

function paragraphOf(mutation, isHere, board) {
  const lines = [`${titleOf(mutation, board)} (${new Date(mutation.at).toISOString()})`, stateOf(mutation, { isHere })];
  return [...lines, ...typedIn(mutation).map(([label, text]) => `${label}: ${text}`)].join("\n");
}

function matterOf({ subject, change }, board) {
  const card = document.getElementById(subject.replace(":", "-"));
  if (!card || !board.contains(card)) return change.name ?? change.number ?? "";
  return `${numberOf(card)} ${card.querySelector(".card__title")?.textContent.trim() ?? ""}`;
}

function columnName(board, slug) {
  const column = columnsIn(board).find((each) => each.dataset.column === slug);
  return column?.querySelector("h2").textContent.trim() ?? slug;
}
