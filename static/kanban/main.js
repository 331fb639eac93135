/** The composition root: the only file that does something by being loaded. */
import { Drafts } from "../live/drafts.js";
import { Mutations } from "../live/mutations.js";
import { WriteStore } from "../live/write_store.js";
import { Writer } from "../live/writer.js";
import { BoardPage } from "./board_page.js";
import { ConflictDialog } from "./conflict_dialog.js";
import { ImportProgress } from "./import_progress.js";
import { leftBehind } from "./left_behind.js";
import { csrfToken, LivePage } from "./live_page.js";
import { MatterPage } from "./matter_page.js";
import { writeOf } from "./moves.js";
import { mutationId } from "./mutation_id.js";
import { Notice } from "./notice.js";
import { queueOf, replayOf, sealOf } from "./offline.js";
import { OnTop } from "./on_top.js";
import { explained, UNKNOWN } from "./outcomes.js";
import { Panel } from "./panel.js";
import { PanelDrafts } from "./panel_drafts.js";
import { personIn, SignedInAgain } from "./sign_in.js";
import { SignOut } from "./sign_out.js";
import { Toasts } from "./toasts.js";
import { Undo } from "./undo.js";
import { Visit } from "./visit.js";

const { htmx } = window;
const root = document.querySelector("[data-stream]");
const element = document.getElementById("live");
const store = new WriteStore();
new SignOut({ store, person: personIn(document) }).start();
leaveNoWorker();
const rest = document.getElementById("kept");
if (rest) leftBehind(rest, store).start();
if (htmx && root && element) start();
new ImportProgress({ form: document.querySelector("[data-goes-on]") }).start();

function start() {
  document.documentElement.dataset.js = "";
  const toasts = new Toasts(document.getElementById("toasts"));
  const writer = new Writer({ htmx, home: document.getElementById("writes") });
  const [tab, stream] = [mutationId(), root.dataset.stream];
  const seal = sealOf(element);
  const queue = queueOf({ element, board: stream, tab, store, seal });
  const mutations = new Mutations({
    send: (mutation) => sent(writer, writeOf(mutation)),
    newId: mutationId,
    versionOf: (subject) => board?.versionOf(subject) ?? null,
    events: document,
    queue,
  });
  const page = new LivePage({ element, mutations });
  htmx.registerExtension("live", page.extension.hooks);
  const dialog = document.getElementById("panel");
  const conflicts = new ConflictDialog({ dialog: document.getElementById("conflict"), htmx, toasts });
  const undo = new Undo({ writer, toasts, newId: mutationId });
  const panel = new Panel({ dialog, htmx, toasts, conflicts, undo: (outcome) => undo.actionFor(outcome), mutations });
  const board = root.id === "board" ? new BoardPage({ board: root, writer, toasts, mutations, panel, conflicts, queue }) : null;
  const notice = new Notice(document.getElementById("live-notice"));
  notice.start();
  new OnTop({ elements: ["network-notice", "toasts", "announcer"].map((id) => document.getElementById(id)) }).start();
  panel.start();
  new PanelDrafts({ dialog, drafts: new Drafts({ store, seal, person: element.dataset.person }) }).start();
  conflicts.start();
  undo.start();
  board?.start();
  const away = document.getElementById("away");
  const { person } = root.dataset;
  if (away) new Visit({ place: away, version: () => page.version(stream), token: csrfToken, person }).start();
  page.start(root, board?.view ?? new MatterPage({ root }));
  const goOn = () => {
    notice.hide();
    page.goOn();
  };
  new SignedInAgain({ goOn }).start();
  if (board) replayOf({ element, board: stream, tab, queue, mutations }).start();
}

async function sent(writer, write) {
  return write ? explained(await writer.send(write)) : UNKNOWN;
}

/** Matters are not kept in a browser's caches; an earlier install may have left one that does. */
async function leaveNoWorker() {
  const found = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  for (const registration of found) registration.unregister();
}
