/**
 * The board in the page. Changes come by key: a card is found by its id, renewed where it is, and moved only when its
 * column or place says so; so scroll, focus and what is being typed elsewhere stay as they are.
 *
 *   shown = what is known + the person's own writes that are on their way
 *
 * Both are told apart only where they differ: `known` holds a card as the server last told it (null: off the board)
 * while a write lies over it, or while a hold keeps the card as it is. Taking a write away is showing what is known.
 */
import { copyAttributes, putAtAnchor, putInOrder, renew, takeAway } from "./card_element.js";
import { versionOf } from "../live/sync.js";
import { Columns } from "./columns.js";
import { cardsIn, cardsOn } from "./columns_in.js";
import { overlaid } from "./overlays.js";

const CHANGED_FOR = 2_000;
const TIMEOUT = 10_000; // nobody asks for changes while the board is being fetched

export class BoardView {
  #board;
  #columns;
  #arrangement;
  #holds;
  #mutations;
  #fetch;
  #known = new Map();
  #waiting = new Set();
  #marked = new Set();

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {import("./arrangement.js").Arrangement} parts.arrangement
   * @param {import("./holds.js").Holds} parts.holds
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {typeof fetch} [parts.fetch]
   */
  constructor({ board, arrangement, holds, mutations, fetch: get = window.fetch.bind(window) }) {
    this.#board = board;
    this.#columns = new Columns({ board, arrangement });
    this.#arrangement = arrangement;
    this.#holds = holds;
    this.#mutations = mutations;
    this.#fetch = get;
  }

  start() {
    document.addEventListener("live:mutation", this.#mutated);
    this.#holds.addEventListener("release", this.#released);
    this.#arrangement.addEventListener("change", this.#arranged);
  }

  stop() {
    document.removeEventListener("live:mutation", this.#mutated);
    this.#holds.removeEventListener("release", this.#released);
    this.#arrangement.removeEventListener("change", this.#arranged);
  }

  /** Show a `<live-delta>`. Returns the ids of the matters that it showed and removed. */
  apply(delta, { isOwn = false, changes = [] } = {}) {
    for (const name of delta.querySelectorAll("[data-board-name]")) rename(name.textContent);
    for (const column of delta.querySelectorAll("section[data-column]")) this.#columns.place(column);
    const cards = [...delta.querySelectorAll("[data-matter-id]")];
    const removed = [...delta.querySelectorAll("[data-removed-matter]")].map((item) => item.dataset.removedMatter);
    for (const card of cards) this.#learn(card, isOwn || this.#isOwn(card, changes));
    for (const id of removed) this.#known.set(id, null);
    const matters = cards.map((card) => card.dataset.matterId);
    this.#mutations.recognise(changes.flatMap((change) => change.mutations));
    for (const gone of delta.querySelectorAll("[data-removed-column]")) this.#columns.drop(gone.dataset.removedColumn);
    this.#draw([...matters, ...removed]);
    this.#board.dataset.cursor = delta.getAttribute("to");
    return { matters, removed };
  }

  /** Fetch the whole board and become it, card by card: the one way back from anything that was missed. */
  refresh = async () => {
    const began = this.#board.dataset.cursor;
    const text = await this.#whole().catch(() => null);
    if (text === null) return null;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("board");
    const isTheSame = ["stream", "person"].every((name) => fresh?.dataset[name] === this.#board.dataset[name]);
    if (!isTheSame) return null;
    const now = this.#board.dataset.cursor;
    if (now !== began && versionOf(fresh.dataset.cursor) < versionOf(now)) return now; // overtaken while it was on its way
    this.#become(fresh);
    return fresh.dataset.cursor;
  };

  /** The version that a person sees. A held card is not drawn anew, so what came meanwhile was not seen. */
  seenVersionOf(id) {
    const card = this.card(id);
    return card ? Number(card.dataset.version) : this.#versionOf(id);
  }

  #versionOf(id) {
    const known = this.#known.has(id) ? this.#known.get(id) : this.card(id);
    return known ? Number(known.dataset.version) : null;
  }

  /** Other cards are shown than before: the columns say so. */
  count() {
    this.#columns.count();
  }

  card(id) {
    const card = document.getElementById(`matter-${id}`);
    return card && this.#board.contains(card) ? card : null;
  }

  async #whole() {
    const headers = { Accept: "text/html" };
    const response = await this.#fetch(location.href, { headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
    return response.ok ? response.text() : null;
  }

  #become(fresh) {
    for (const place of [this.#board, this.#board.parentElement]) place.dataset.role = fresh.dataset.role;
    this.#board.dataset.cursor = fresh.dataset.cursor;
    rename(fresh.ownerDocument.querySelector("[data-board-name]").textContent);
    const columns = [...fresh.querySelectorAll("section[data-column]")];
    for (const column of columns) this.#columns.place(column);
    const cards = new Map([...fresh.querySelectorAll("[data-matter-id]")].map((card) => [card.dataset.matterId, card]));
    const shown = cardsOn(this.#board).map((card) => card.dataset.matterId);
    const ids = new Set([...cards.keys(), ...shown, ...this.#known.keys()]);
    for (const id of ids) this.#known.set(id, cards.get(id) ?? null); // after a restored backup the older version is the true one
    this.#columns.keepOnly(new Set(columns.map((column) => column.dataset.column)));
    this.#draw([...ids], null);
  }

  #learn(fresh, isOwn) {
    const id = fresh.dataset.matterId;
    const known = this.#versionOf(id) ?? 0;
    const version = Number(fresh.dataset.version);
    if (version < known) return;
    if (version > known && !isOwn) this.#marked.add(id);
    this.#known.set(id, fresh);
  }

  /** All that became of the card was this person's doing. */
  #isOwn(card, changes) {
    const change = changes.find(({ subject }) => subject === `matter:${card.dataset.matterId}`);
    return Boolean(change?.mutations.length) && change.mutations.every((id) => this.#mutations.isMine(id));
  }

  /** Show these matters, and last those that stand where a pending write put them: they may have got other neighbours. */
  #draw(ids, told = ids) {
    const touched = new Set();
    const anchored = new Set(this.#mutations.subjects.filter((subject) => subject.startsWith("matter:")).map((subject) => subject.slice("matter:".length)));
    for (const id of [...ids.filter((id) => !anchored.has(id)), ...anchored]) this.#show(id, touched);
    this.#columns.tidy(touched);
    this.#tellWaiting();
    document.dispatchEvent(new CustomEvent("board:shown", { detail: { matters: told } }));
  }

  #show(id, touched, isForced = false) {
    const subject = `matter:${id}`;
    const card = this.card(id);
    const known = this.#known.has(id) ? this.#known.get(id) : card;
    const writes = this.#mutations.shown(subject);
    const wanted = known ? overlaid(copyOf(known), writes) : { card: null, anchor: null };
    const list = wanted.card && this.#columns.listOf(wanted.card);
    if (!isForced && this.#isHeld(id, card, wanted, list)) return void this.#waiting.add(id);
    this.#waiting.delete(id);
    for (const place of [card, list]) touched.add(place?.closest("section[data-column]") ?? null);
    const sync = this.#syncOf(subject, writes);
    if (writes.length || (known && !list)) this.#known.set(id, known && known === card ? copyOf(card) : known);
    else this.#known.delete(id);
    if (!list) return void (card && takeAway(card));
    if (sync) wanted.card.dataset.sync = sync;
    this.#put(card, wanted, list, known === card && !writes.length);
  }

  #put(card, { card: wanted, anchor }, list, isAsKnown) {
    const item = card ?? document.importNode(wanted, true);
    if (isAsKnown) copyAttributes(wanted, card);
    else if (card) renew(card, wanted);
    if (anchor === null) delete item.dataset.uiAnchor;
    else item.dataset.uiAnchor = anchor;
    if (anchor === null) putInOrder(item, list, cardsIn(list), this.#arrangement.compare);
    else putAtAnchor(item, list, anchor);
    if (this.#marked.delete(item.dataset.matterId)) mark(item);
  }

  /** A held card stays as it is; nothing enters or leaves a held list, but what stands in it may be renewed. */
  #isHeld(id, card, wanted, list) {
    if (this.#holds.holdsCard(id)) return true;
    const from = card?.parentElement ?? null;
    const stays = card && list === from && wanted.anchor === null && card.dataset.rank === wanted.card.dataset.rank;
    return !stays && [from, list].some((each) => each && this.#holds.holdsList(each));
  }

  #syncOf(subject, writes) {
    if (writes.length) return "pending";
    return this.#mutations.refused(subject)?.state ?? "";
  }

  /** What a person has just done is shown at once, whatever is held. */
  #mutated = ({ detail: { mutation } }) => {
    if (!mutation.subject.startsWith("matter:")) return;
    const touched = new Set();
    const id = mutation.subject.slice("matter:".length);
    this.#show(id, touched, true);
    this.#columns.tidy(touched);
    this.#tellWaiting();
    document.dispatchEvent(new CustomEvent("board:shown", { detail: { matters: [id] } }));
  };

  #released = () => {
    if (this.#waiting.size) this.#draw([...this.#waiting]);
  };

  #arranged = () => {
    const ids = cardsOn(this.#board).map((card) => card.dataset.matterId);
    this.#draw(ids, null);
    this.#columns.tidy(null);
    document.dispatchEvent(new CustomEvent("board:arranged", { detail: {} }));
  };

  #tellWaiting() {
    document.dispatchEvent(new CustomEvent("board:waiting", { detail: { count: this.#waiting.size } }));
  }
}

/** What is known of a card, without what the page says beside it. */
function copyOf(card) {
  const copy = document.importNode(card, true);
  for (const { name } of [...copy.attributes]) if (name.startsWith("data-ui-") || name === "data-sync") copy.removeAttribute(name);
  return copy;
}

function rename(name) {
  for (const place of document.querySelectorAll("[data-board-name]")) place.textContent = name;
}

/** Let a card that somebody else changed be seen for a moment. */
function mark(card) {
  card.setAttribute("data-ui-arrived", "");
  setTimeout(() => card.removeAttribute("data-ui-arrived"), CHANGED_FOR);
}
