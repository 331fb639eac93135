/** What an answer means for the write that it is about. */
const LATER = new Set(["lost", "foreign", "away", "busy", "signed-out"]);
const DONE = new Set(["applied", "nothing"]);

/** @typedef {import("./extension.js").Outcome} Outcome */

/** @param {Outcome} outcome */
export function isDone({ kind }) {
  return DONE.has(kind);
}

/** It may yet succeed, under the same id. @param {Outcome} outcome */
export function isForLater({ kind }) {
  return LATER.has(kind);
}

/** It may be answered so for ever: a crash, or a refusal that is not ours. @param {Outcome} outcome */
export function isBroken({ kind, status }) {
  return status === 500 || (kind === "foreign" && status >= 400);
}
