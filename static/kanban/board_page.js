/** What a board has beside what every live page has: the parts of static/kanban/ wired to each other and to the page. */
import { Announcer } from "./announcer.js";
import { Arrangement } from "./arrangement.js";
import { BoardView } from "./board_view.js";
import { CardMenu } from "./card_menu.js";
import { ConflictTray } from "./conflict_tray.js";
import { DrawAhead } from "./draw_ahead.js";
import { DragAndDrop } from "./drag_and_drop.js";
import { FilterBar } from "./filter_bar.js";
import { Holds } from "./holds.js";
import { Moves } from "./moves.js";
import { NewCards } from "./new_cards.js";
import { QuickForms } from "./quick_form.js";
import { Refusals } from "./refusals.js";
import { Shortcuts } from "./shortcuts.js";
import { MoveAnnouncer } from "./told_moves.js";
import { Unsent } from "./unsent.js";
import { WaitingChip } from "./waiting_chip.js";

export class BoardPage {
  #view;
  #parts;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.board `#board`
   * @param {import("../live/writer.js").Writer} parts.writer
   * @param {import("./toasts.js").Toasts} parts.toasts
   * @param {import("../live/mutations.js").Mutations} parts.mutations
   * @param {import("./panel.js").Panel} parts.panel
   * @param {import("./conflict_dialog.js").ConflictDialog} parts.conflicts
   * @param {import("../live/offline_queue.js").OfflineQueue | null} [parts.queue]
   */
  constructor({ board, writer, toasts, mutations, panel, conflicts, queue = null }) {
    const at = (id) => document.getElementById(id);
    const arrangement = new Arrangement({ board });
    const holds = new Holds({ board });
    const moves = new Moves({ board, mutations, holds, arrangement, me: meOn(board) });
    const announcer = new Announcer({ element: at("announcer") });
    const drag = new DragAndDrop({ board, moves, announcer });
    const open = (address) => panel.open(address);
    const actions = {
      open,
      assign: (card) => moves.assign(card),
      archive: (card) => moves.archive(card),
      menu: (card) => menu.open(card),
      newMatter: () => document.querySelector(".board-head a[data-panel]")?.click(),
      filter: () => focusFilter(at("filters")),
      can: moves.can,
    };
    const hold = (what) => moves.hold(what);
    const say = (text, kind) => toasts.show(text, kind);
    const menu = new CardMenu({ menu: at("card-menu"), board, actions, hold, can: moves.can, say });
    this.#view = new BoardView({ board, arrangement, holds, mutations });
    const ahead = new DrawAhead({ board });
    const count = () => {
      this.#view.count();
      ahead.plan();
    };
    const tray = new ConflictTray({ button: at("board-conflicts"), board, mutations, dialog: conflicts, toasts });
    const decide = (mutation) => tray.decide(mutation);
    this.#parts = [
      holds,
      this.#view,
      drag,
      menu,
      new QuickForms({ board, writer, toasts, mutations }),
      new Refusals({ mutations, moves, toasts, cardOf: (id) => this.#view.card(id), decide, open }),
      new Shortcuts({ board, actions, isBusy: () => drag.isLifted, dialog: at("shortcuts") }),
      new MoveAnnouncer({ board, announcer, isMine: (id) => mutations.isMine(id) }),
      new WaitingChip({ chip: at("board-waiting") }),
      new FilterBar({ form: at("filters"), board, arrangement, me: board.dataset.person, count }),
      ahead,
      tray,
      new NewCards({ board, mutations }),
      new Unsent({ button: at("board-unsent"), dialog: at("unsent"), board, mutations, queue, decide, edit: (mutation) => panel.edit(mutation) }),
    ];
  }

  get view() {
    return this.#view;
  }

  /** The version that a person sees. @param {string} subject as `matter:12` */
  versionOf(subject) {
    return this.#view.seenVersionOf(subject.slice("matter:".length));
  }

  start() {
    for (const part of this.#parts) part.start();
  }

  stop() {
    for (const part of this.#parts) part.stop();
  }
}

/** On a phone the bar is folded away. */
function focusFilter(form) {
  const fold = form.querySelector("[data-open][aria-expanded=false]");
  if (fold?.checkVisibility()) fold.click();
  form.elements.q.focus();
}

/** Who looks, as an avatar on a card shows it. */
function meOn(board) {
  const avatar = document.querySelector(".menu .avatar");
  return {
    username: board.dataset.person,
    name: board.dataset.personName,
    initials: avatar?.textContent.trim() ?? "",
    colour: avatar?.dataset.colour ?? "",
  };
}
