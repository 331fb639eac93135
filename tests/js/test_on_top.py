"""The regions that speak are where they can be heard."""

from tests.js.conftest import RunModule

STORY = """
async ({ OnTop }) => {
  document.body.innerHTML = `<dialog id="a"></dialog><dialog id="b"></dialog><p id="toasts"></p>`;
  const [a, b, toasts] = ["a", "b", "toasts"].map((id) => document.getElementById(id));
  const onTop = new OnTop({ elements: [toasts, null] });
  const where = async () => (await new Promise((done) => setTimeout(done)), toasts.parentElement.id || "body");
  const seen = [];
  onTop.start();
  seen.push(await where());
  a.showModal();
  seen.push(await where());
  b.showModal();
  seen.push(await where());
  b.close();
  seen.push(await where());
  a.close();
  seen.push(await where());
  onTop.stop();
  a.showModal();
  seen.push(await where());
  return seen;
}
"""


def test_they_move_into_the_dialog_that_is_open_and_out_of_it(in_module: RunModule) -> None:
    assert in_module("kanban/on_top.js", STORY) == ["body", "a", "b", "a", "body", "body"]
