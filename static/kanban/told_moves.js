/**
 * What others did to the matters on the board, said in words: "Bob Baker moved 2026-0007 Lindqvist v. Apex to Trial".
 * One's own changes are said by what made them.
 *
 * A change names a matter by its id only. What it is called stands on its card; of a card that has left, what stood there
 * last is remembered.
 */
import { cardsOn, columnsIn } from "./columns_in.js";

const MOST = 3; // sentences for one delta; beyond that they are summed up
const PLACE = ["column", "rank"];
const ENDED = { "matter.archived": "archived", "matter.deleted": "deleted" };

export class MoveAnnouncer {
  #board;
  #announcer;
  #isMine;
  #events;
  #known = new Map();

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {import("./announcer.js").Announcer} parts.announcer
   * @param {(mutation: string) => boolean} [parts.isMine] was this mutation made in this page?
   * @param {EventTarget} [parts.events] where `live:applied` is dispatched
   */
  constructor({ board, announcer, isMine = () => false, events = document }) {
    this.#board = board;
    this.#announcer = announcer;
    this.#isMine = isMine;
    this.#events = events;
  }

  start() {
    this.#remember(cardsOn(this.#board));
    this.#events.addEventListener("live:applied", this.#applied);
  }

  stop() {
    this.#events.removeEventListener("live:applied", this.#applied);
    this.#known.clear();
  }

  #applied = ({ detail }) => {
    if (detail.stream !== this.#board.dataset.stream) return;
    const told = this.#told(detail).filter(Boolean);
    if (told.length > MOST) this.#announcer.say(summary(told));
    else for (const { text } of told) this.#announcer.say(text);
    if (detail.isReset) this.#known.clear();
    this.#remember(detail.isReset ? cardsOn(this.#board) : detail.matters.map((id) => this.#card(id)));
    for (const id of detail.removed) this.#known.delete(id);
  };

  /** A sentence for each matter that somebody else changed, and by whom. */
  #told({ changes, removed, isOwn }) {
    const byMatter = new Map(changes.map((change) => [matterOf(change), change]));
    const changed = [...byMatter].map(([id, change]) => id && !change.mutations.some(this.#isMine) && this.#change(id, change, removed));
    const left = removed.filter((id) => !isOwn && !byMatter.has(id));
    return [...changed, ...left.map((id) => this.#departure(id))];
  }

  #change(id, change, removed) {
    if (removed.includes(id)) return this.#departure(id, change);
    const was = this.#known.get(id);
    const is = describe(this.#card(id), this.#board);
    const name = (is ?? was)?.name;
    const by = change.by || "The system";
    return name && { by, text: `${by} ${was ? changeIn(name, change.fields, was, is ?? was) : arrivalOf(name, change.fields, is)}` };
  }

  #departure(id, { kind = "", by = "" } = {}) {
    const name = this.#known.get(id)?.name;
    const verb = ENDED[kind];
    return name && (by && verb ? { by, text: `${by} ${verb} ${name}` } : { by: "", text: `${name} left the board` });
  }

  #remember(cards) {
    for (const card of cards) if (card) this.#known.set(card.dataset.matterId, describe(card, this.#board));
  }

  #card(id) {
    const card = document.getElementById(`matter-${id}`);
    return this.#board.contains(card) ? card : null;
  }
}

/** What is said of a matter that was on the board before. A card that is held back has not moved yet: then without where to. */
function changeIn(name, fields, was, is) {
  const others = fields.filter((field) => !PLACE.includes(field)).map((field) => field.replaceAll("_", " "));
  const isMoved = fields.some((field) => PLACE.includes(field));
  if (!isMoved) return `changed ${name}${others.length ? `: ${others.join(", ")}` : ""}`;
  const isElsewhere = was.column !== is.column;
  const where = isElsewhere ? ` to ${is.column}` : fields.includes("column") ? "" : ` within ${is.column}`;
  return `moved ${name}${where}${others.length ? ` and changed ${others.join(", ")}` : ""}`;
}

function arrivalOf(name, fields, is) {
  if (fields.includes("number")) return `opened ${name} in ${is.column}`;
  return fields.includes("archived") ? `restored ${name} to ${is.column}` : `changed ${name}; it is now on your board`;
}

/** "5 matters changed: 3 by Bob Baker, 1 by Vera Vane, 1 left the board." */
function summary(told) {
  const counts = new Map();
  for (const { by } of told) counts.set(by, (counts.get(by) ?? 0) + 1);
  const parts = [...counts].map(([by, count]) => (by ? `${count} by ${by}` : `${count} left the board`));
  return `${told.length} matters changed: ${parts.join(", ")}.`;
}

function describe(card, board) {
  if (!card) return null;
  const name = [".card__number", ".card__title"].map((part) => card.querySelector(part)?.textContent.trim()).filter(Boolean);
  const heading = columnsIn(board).find((column) => column.dataset.column === card.dataset.column)?.querySelector("h2");
  return { name: name.join(" "), column: heading?.textContent.trim() ?? "" };
}

function matterOf({ subject }) {
  return /^matter:(\d+)$/.exec(subject)?.[1] ?? "";
}
