/** One write that a person intended, and what can be said of it without asking anybody. */

/**
 * @typedef {object} Form a write that carries what was typed
 * @property {string} url
 * @property {[string, string][]} values as a form sends them, without token and mutation id
 * @property {[string, string][]} typed what a person typed, label and text, to be shown
 *
 * @typedef {object} Mutation
 * @property {string} id a UUID, the same in every try
 * @property {string} subject as `matter:12`
 * @property {string} kind as `move`
 * @property {object} change what to show meanwhile
 * @property {Form | null} form
 * @property {number | null} base the version it was made on
 * @property {number} at when it was intended, ms since the epoch
 * @property {"waiting" | "sent" | "done" | "failed" | "conflict"} state
 * @property {number} tries
 * @property {number} notBefore ms since the epoch
 * @property {number} strikes how often it failed while others were answered well
 * @property {number} heard how many good answers others had got when it was last tried
 * @property {boolean} isSeen a delta has told that it is done
 * @property {boolean} isLate it had to wait: for the network, an answer, or a page to send it
 * @property {boolean | null} isStored kept in this browser; null while it is being written
 * @property {number} edition grows each time it is written down
 * @property {import("./extension.js").Outcome | null} outcome the last answer
 */

const BEGINNING = { state: "waiting", tries: 0, notBefore: 0, strikes: 0, heard: Infinity, isSeen: false, isLate: false, isStored: false, edition: 0, outcome: null };

/** @returns {Mutation} */
export function begun({ id, subject, kind, change, form = null, base, at }) {
  return { ...BEGINNING, id, subject, kind, change, form, base, at };
}

/** Answered for good, and not as it was meant. */
export function isOver({ state }) {
  return state === "failed" || state === "conflict";
}

/** May be replaced or thrown away unasked: nobody typed anything, and nobody can have heard of it. */
export function isUnheard({ state, tries }) {
  return state === "waiting" && !tries;
}

/** Closing the page would lose it. */
export function isUnsafe(mutation) {
  if (mutation.isStored || mutation.isSeen) return false;
  return mutation.state !== "failed" || mutation.form !== null;
}
