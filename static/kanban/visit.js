/**
 * Tells the server up to where this person has seen the board, when they look away from it: what comes after that is what
 * they are told when they come back (`#away`).
 */
const AGAIN_AFTER = 5 * 60_000;

export class Visit {
  #place;
  #address;
  #version;
  #token;
  #person;
  #fetch;
  #now;
  #told = { version: 0, at: 0 };

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.place `#away`, whose `hx-get` is the address that is told as well
   * @param {() => number} parts.version the board's version that this page shows
   * @param {() => string} parts.token the CSRF token
   * @param {string} parts.person user name: a page of somebody who has signed out since tells nothing
   * @param {typeof window.fetch} [parts.fetch]
   * @param {() => number} [parts.now]
   */
  constructor({ place, version, token, person, fetch = window.fetch.bind(window), now = Date.now }) {
    this.#place = place;
    this.#address = place.getAttribute("hx-get");
    this.#version = version;
    this.#token = token;
    this.#person = person;
    this.#fetch = fetch;
    this.#now = now;
  }

  start() {
    document.addEventListener("visibilitychange", this.#looked);
    this.#place.addEventListener("submit", this.#seen);
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#looked);
    this.#place.removeEventListener("submit", this.#seen);
  }

  #looked = () => {
    const isNew = this.#version() > this.#told.version || this.#now() - this.#told.at > AGAIN_AFTER;
    if (document.visibilityState === "hidden" && navigator.onLine && isNew) this.#tell();
  };

  #seen = (event) => {
    event.preventDefault();
    this.#tell();
    this.#place.replaceChildren();
    document.getElementById("main")?.focus({ preventScroll: true });
  };

  /** Outlives the page that it is sent from. Lost, the next summary is longer, and nothing else. */
  #tell() {
    this.#told = { version: this.#version(), at: this.#now() };
    const body = new URLSearchParams({ version: this.#told.version, csrfmiddlewaretoken: this.#token() });
    const headers = { "HX-Request": "true", "Live-Person": encodeURIComponent(this.#person) };
    this.#fetch(this.#address, { method: "POST", body, headers, keepalive: true }).catch(() => {});
  }
}
