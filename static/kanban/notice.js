/** The bar on top of the page that stays until something is done: signed out, or no longer on the board. */
const WORDS = {
  "signed-out": ["You are signed out. What you typed is still here. ", "Sign in"],
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

  #ended = ({ detail }) => {
    const [text, label] = WORDS[detail.kind];
    const link = document.createElement("a");
    link.href = detail.kind === "signed-out" ? `/accounts/login/?next=${encodeURIComponent(location.pathname)}` : "/";
    link.textContent = label;
    this.#bar.replaceChildren(text, link);
    this.#bar.hidden = false;
    if (detail.kind === "not-yours") document.getElementById("board")?.replaceChildren();
  };
}
