/** The bar on top of the page that stays until something is done: signed out, or no longer on the board. */
const WORDS = {
  "signed-out": ["You are signed out. This page keeps what it shows and what is not sent yet. ", "Sign in in a new tab"],
  "not-yours": ["You are no longer on this board. ", "Your boards"],
};

export class Notice {
  #bar;

  constructor(bar) {
    this.#bar = bar;
  }

  start() {
    document.addEventListener("live:ended", this.#ended);
  }

  stop() {
    document.removeEventListener("live:ended", this.#ended);
  }

  hide() {
    this.#bar.hidden = true;
  }

  #ended = ({ detail }) => {
    const [text, label] = WORDS[detail.kind];
    const link = document.createElement("a");
    link.href = detail.kind === "signed-out" ? `/accounts/login/?next=${encodeURIComponent(location.pathname)}` : "/";
    link.textContent = label;
    if (detail.kind === "signed-out") Object.assign(link, { target: "_blank", rel: "noopener" }); // this page keeps what waits
    this.#bar.replaceChildren(text, link);
    this.#bar.hidden = false;
    if (detail.kind === "not-yours") hide();
  };
}

/** What is no longer theirs to see does not stay on the screen: neither the board or the matter, nor what is open over it. */
function hide() {
  document.querySelector("[data-stream]")?.replaceChildren();
  document.getElementById("panel-body")?.replaceChildren();
  document.getElementById("panel")?.close();
}
