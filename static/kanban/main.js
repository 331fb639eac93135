/** The composition root: the only file that does something by being loaded. */
import { LiveExtension } from "../live/extension.js";
import { Poller } from "../live/poller.js";
import { Scheduler } from "../live/scheduler.js";
import { SyncStatus } from "../live/status.js";
import { Sync } from "../live/sync.js";
import { BoardView } from "./board_view.js";
import { MatterPage } from "./matter_page.js";
import { Notice } from "./notice.js";
import { Panel } from "./panel.js";
import { QuickForms } from "./quick_form.js";
import { SignedInAgain } from "./sign_in.js";
import { Toasts } from "./toasts.js";

const { htmx } = window;
const root = document.querySelector("[data-stream]");
const element = document.getElementById("live");
if (htmx && root && element) start();

function start() {
  document.documentElement.dataset.js = "";
  const toasts = new Toasts(document.getElementById("toasts"));
  const sync = new Sync(document);
  const token = () => document.querySelector("#csrf [name=csrfmiddlewaretoken]")?.value ?? "";
  const extension = new LiveExtension({ sync, poller: element, token });
  htmx.registerExtension("live", extension.hooks);
  const isBoard = root.id === "board";
  const view = isBoard ? new BoardView({ board: root }) : new MatterPage({ root, htmx });
  sync.attach(root.dataset.stream, root.dataset.cursor, view);
  if (isBoard) new QuickForms({ board: root, htmx, toasts }).start();
  const notice = new Notice(document.getElementById("live-notice"));
  notice.start();
  const dialog = document.getElementById("panel");
  if (dialog) new Panel({ dialog, htmx, toasts }).start();
  let poller = poll();
  const goOn = () => {
    notice.hide();
    poller.stop();
    poller = poll();
    poller.ask();
  };
  new SignedInAgain({ goOn }).start();
}

function poll() {
  const status = new SyncStatus({ element: document.getElementById("sync-status") });
  const interval = Number(element.dataset.seconds) * 1000;
  const scheduler = new Scheduler({ ask: () => poller.ask(), interval });
  const poller = new Poller({ element, scheduler, status });
  poller.start();
  return poller;
}
