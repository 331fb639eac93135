/** What to tell a person about a write that was not simply done. */

/** @param {import("../live/extension.js").Outcome} outcome @returns {string} "" where there is nothing to say */
export function told({ kind, retryAfter }) {
  const later = retryAfter ? ` Try again in ${Math.ceil(retryAfter / 1000)} s.` : " Try again.";
  const words = {
    "signed-out": "You are signed out. Sign in in another tab and save again: your text stays here.",
    gone: "This matter was archived or deleted meanwhile. Nothing was written; your text stays here, to copy it.",
    busy: `That was too fast.${later}`,
    away: `The server cannot write just now. Nothing was changed.${later}`,
    foreign: "Something else answered instead of the server. Your text stays here; try again.",
    lost: "No answer came. Your text stays here; try again.",
  };
  return words[kind] ?? "";
}

/** The answer is a form that decides: a conflict, or an archived matter that could be restored with the change. */
export function asks({ kind, text }) {
  return kind === "conflict" || (kind === "gone" && Boolean(text?.includes("data-restore")));
}

/** What to tell of a page that could not be opened over the board. */
export function unopened({ kind }) {
  if (kind === "gone") return "This matter was archived or deleted meanwhile.";
  if (kind === "signed-out") return "You are signed out. Sign in in another tab and open it again.";
  return "It cannot be opened just now: there is no connection to the server. Try again in a moment.";
}

/** The fields in which others' changes were kept, in words; "" where none. */
export function merged(names) {
  return names ? `Others changed ${names.replaceAll("_", " ").replaceAll(";", ",")} meanwhile: kept.` : "";
}

/** The outcome with a reason in words: the one that came with it, else what its form says of its fields. */
export function explained(outcome) {
  if (outcome.said || outcome.status !== 422) return outcome;
  const page = new DOMParser().parseFromString(outcome.text, "text/html");
  return { ...outcome, said: [...page.querySelectorAll(".summary li")].map((each) => each.textContent.trim()).join(" ") };
}

/** Of what was kept by a page of another version. */
export const UNKNOWN = { kind: "swapped", status: 422, text: "", retryAfter: null, said: "It was kept by another version of this page, which this one cannot read.", merged: "", warning: "", version: null, undo: "" };
