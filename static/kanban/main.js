/** The composition root: the only file that does something by being loaded. */
import { Mutations } from "../live/mutations.js";
import { Writer } from "../live/writer.js";
import { BoardPage } from "./board_page.js";
import { ConflictDialog } from "./conflict_dialog.js";
import { ImportProgress } from "./import_progress.js";
import { LivePage } from "./live_page.js";
import { MatterPage } from "./matter_page.js";
import { writeOf } from "./moves.js";
import { mutationId } from "./mutation_id.js";
import { Notice } from "./notice.js";
import { OnTop } from "./on_top.js";
import { Panel } from "./panel.js";
import { SignedInAgain } from "./sign_in.js";
import { Toasts } from "./toasts.js";
import { Undo } from "./undo.js";

const { htmx } = window;
const root = document.querySelector("[data-stream]");
const element = document.getElementById("live");
if (htmx && root && element) start();
new ImportProgress({ form: document.querySelector("[data-goes-on]") }).start();

function start() {
  document.documentElement.dataset.js = "";
  const toasts = new Toasts(document.getElementById("toasts"));
  const writer = new Writer({ htmx, home: document.getElementById("writes") });
  const mutations = new Mutations({
    send: (mutation) => writer.send(writeOf(mutation)),
    newId: mutationId,
    versionOf: (subject) => board?.versionOf(subject) ?? null,
    events: document,
  });
  const page = new LivePage({ element, mutations });
  htmx.registerExtension("live", page.extension.hooks);
  const dialog = document.getElementById("panel");
  const conflicts = new ConflictDialog({ dialog: document.getElementById("conflict"), htmx, toasts });
  const undo = new Undo({ writer, toasts, newId: mutationId });
  const panel = new Panel({ dialog, htmx, toasts, conflicts, undo: (outcome) => undo.actionFor(outcome), mutations });
  const board = root.id === "board" ? new BoardPage({ board: root, htmx, toasts, mutations, panel, conflicts }) : null;
  const notice = new Notice(document.getElementById("live-notice"));
  notice.start();
  new OnTop({ elements: ["network-notice", "toasts", "announcer"].map((id) => document.getElementById(id)) }).start();
  panel.start();
  conflicts.start();
  undo.start();
  board?.start();
  page.start(root, board?.view ?? new MatterPage({ root }));
  const goOn = () => {
    notice.hide();
    page.goOn();
  };
  new SignedInAgain({ goOn }).start();
}
