"""A small board in the page of a unit test, with what stands around it."""

CARD = """
  const card = (id, { column = "a", rank = "5", version = 1, title = `T${id}`, restricted = "" } = {}) =>
    `<li class="card" id="matter-${id}" data-matter-id="${id}" data-column="${column}" data-rank="${rank}" data-version="${version}" data-people=""${restricted}>
    <span class="card__number">2026-${id}</span><a class="card__title" href="/matters/${id}/">${title}</a><span class="people"></span></li>`;
  const column = (slug, rank, cards = "", more = "") =>
    `<section data-column="${slug}" data-rank="${rank}"${more}><header data-column-head><h2>${slug}</h2><b data-count></b><b data-counted></b></header>
    <ol data-cards>${cards}</ol></section>`;
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const delta = (inner, to = "9.bbbbbbbb") => parse(`<live-delta from="5.aaaaaaaa" to="${to}">${inner}</live-delta>`).querySelector("live-delta");
"""

BOARD = f"""
  {CARD}
  document.body.innerHTML = `<h1 data-board-name>Trials</h1><div id="board" data-stream="board:7" data-cursor="5.aaaaaaaa" data-role="editor">` +
    column("a", "1", card(1, {{ rank: "1" }}) + card(2, {{ rank: "2" }}) + card(3, {{ rank: "3" }}), ' data-limit="3"') + column("b", "2", card(4, {{ column: "b", rank: "1" }})) + `</div>`;
  const board = document.getElementById("board");
  const [{{ BoardView }}, {{ Holds }}, {{ Mutations }}, {{ Arrangement }}] = await Promise.all(
    ["kanban/board_view.js", "kanban/holds.js", "live/mutations.js", "kanban/arrangement.js"].map((path) => import(`https://unit.test/${{path}}`)));
  const answers = [];
  let ids = 0;
  const mutations = new Mutations({{
    send: () => new Promise((resolve) => answers.push((answer) => (resolve({{ retryAfter: null, version: null, status: 200, ...answer }}), new Promise((done) => setTimeout(done))))),
    newId: () => `m${{++ids}}`, versionOf: (subject) => view.seenVersionOf(subject.slice(7)), events: document,
  }});
  const holds = new Holds({{ board }});
  const arrangement = new Arrangement({{ board }});
  const view = new BoardView({{ board, arrangement, holds, mutations, fetch: (...given) => get(...given) }});
  let get = null, waiting = 0;
  document.addEventListener("board:waiting", ({{ detail }}) => (waiting = detail.count));
  holds.start();
  view.start();
  const order = (slug) => [...board.querySelectorAll(`section[data-column="${{slug}}"] [data-matter-id]`)].map((each) => each.dataset.matterId).join("");
  const both = () => `${{order("a")}}/${{order("b")}}`;
  const at = (id) => document.getElementById(`matter-${{id}}`);
  const move = (id, column, after) => mutations.propose({{ subject: `matter:${{id}}`, kind: "move", change: {{ column, after }} }});
  const log = [];
"""


def on_board(script: str) -> str:
    """A function for `in_module` that runs `script` on the board and returns `log`."""
    return f"async (_, given) => {{ {BOARD} {script}; return log; }}"
