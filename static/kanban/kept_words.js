/** What to tell of a write that could not be sent: where it is, and that nothing has been saved yet. */
const LOOKS = 50; // times 60 ms: as long as the queue may take to say whether it keeps it
const PAUSE = 60;

/** @param {import("../live/mutations.js").Mutations} mutations @param {string} id @returns {Promise<string>} */
export async function kept(mutations, id) {
  const mutation = mutations.find(id);
  for (let round = 0; mutation?.isStored === null && round < LOOKS; round += 1) await new Promise((later) => setTimeout(later, PAUSE));
  return `Not saved yet: ${mutation?.change.name || "it"} ${where(mutation?.isStored)} ${when()}`;
}

function where(isStored) {
  if (isStored) return "is kept in this browser, also if this page is closed.";
  return "waits in this page only: this browser cannot keep it, so leave the page open.";
}

function when() {
  const isSignedOut = document.getElementById("sync-status")?.dataset.state === "signed-out";
  return isSignedOut ? "Sign in in another tab, and it is sent." : "It is sent by itself.";
}
