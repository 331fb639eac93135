/** What to tell of a write that could not be sent: where it is, and that nothing has been saved yet. */
const LOOKS = 50; // times 60 ms: as long as the queue may take to say whether it keeps it
const PAUSE = 60;

/** @param {import("../live/mutations.js").Mutations} mutations @param {string} id @returns {Promise<string>} */
export async function kept(mutations, id) {
  const mutation = mutations.find(id);
  for (let round = 0; mutation?.isStored === null && round < LOOKS; round += 1) await new Promise((later) => setTimeout(later, PAUSE));
  const name = mutation?.change.name || "It";
  return mutation?.isStored
    ? `Not saved yet: ${name} is kept in this browser and sent by itself, also if this page is closed meanwhile.`
    : `Not saved yet: ${name} waits in this page and is sent by itself. This browser cannot keep it, so leave the page open.`;
}
