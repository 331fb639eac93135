/**
 * The page's own signs of life, told to whoever asks: looked at or not, online or not, somebody there, woken up.
 *
 *   visible, focus, back from the cache, slept ──▶ wake
 *   pointer, key, wheel, touch ──────────────────▶ touched, once a second
 *   visibilitychange, online, offline ───────────▶ hidden =, online =
 *
 * The sleep watch: a timer that comes much too late says that the machine slept. A hidden tab's timers come late
 * anyway (once a minute), so it watches only while the page is visible.
 */
import { CLOCK } from "./scheduler.js";

const INPUT = ["pointerdown", "keydown", "wheel", "touchstart"];
const PASSIVE = { capture: true, passive: true };
const TOUCHED_EVERY = 1_000;
const TICK = 5_000;
const SLEPT = 20_000;

export class Lifecycle {
  #target;
  #window;
  #clock;
  #timer = null;
  #tickedAt = 0;
  #touchedAt = -Infinity;
  #isStarted = false;

  /**
   * @param {object} parts
   * @param {{wake: () => void, touched: () => void, hidden: boolean, online: boolean}} parts.target
   * @param {Window} [parts.window]
   * @param {{setTimeout: Function, clearTimeout: Function, now: () => number}} [parts.clock]
   */
  constructor({ target, window: view = window, clock = CLOCK }) {
    this.#target = target;
    this.#window = view;
    this.#clock = clock;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#window.document.addEventListener("visibilitychange", this.#looked);
    this.#window.addEventListener("focus", this.#focused);
    this.#window.addEventListener("pageshow", this.#restored);
    this.#window.addEventListener("online", this.#network);
    this.#window.addEventListener("offline", this.#network);
    for (const type of INPUT) this.#window.addEventListener(type, this.#touch, PASSIVE);
    this.#tell();
  }

  stop() {
    this.#isStarted = false;
    this.#clock.clearTimeout(this.#timer);
    this.#window.document.removeEventListener("visibilitychange", this.#looked);
    this.#window.removeEventListener("focus", this.#focused);
    this.#window.removeEventListener("pageshow", this.#restored);
    this.#window.removeEventListener("online", this.#network);
    this.#window.removeEventListener("offline", this.#network);
    for (const type of INPUT) this.#window.removeEventListener(type, this.#touch, PASSIVE);
  }

  #tell() {
    this.#network();
    this.#target.hidden = this.#window.document.hidden;
    this.#watch();
  }

  #network = () => {
    this.#target.online = this.#window.navigator.onLine;
  };

  /** Whoever comes back to look is there, without a key pressed. */
  #looked = () => {
    this.#tell();
    if (!this.#window.document.hidden) this.#touch();
  };

  #focused = () => {
    this.#touch();
    this.#target.wake();
  };

  /** After a load everything is fresh; out of the back/forward cache it is as old as the visit elsewhere was long. */
  #restored = ({ persisted }) => {
    if (!persisted) return;
    this.#tell();
    this.#focused();
  };

  #touch = () => {
    const now = this.#clock.now();
    if (now - this.#touchedAt < TOUCHED_EVERY) return;
    this.#touchedAt = now;
    this.#target.touched();
  };

  #watch() {
    this.#clock.clearTimeout(this.#timer);
    this.#tickedAt = this.#clock.now();
    this.#timer = this.#window.document.hidden ? null : this.#clock.setTimeout(this.#tick, TICK);
  }

  #tick = () => {
    const slept = this.#clock.now() - this.#tickedAt >= SLEPT;
    this.#watch();
    if (slept) this.#target.wake();
  };
}
