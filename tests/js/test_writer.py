"""One write from an element of its own."""

from tests.js.conftest import RunModule

STORY = """
async ({ Writer }, { isAnswered }) => {
  const home = document.createElement("div"), asked = [];
  document.body.append(home);
  const htmx = { ajax: (verb, url, { source, swap, headers }) => {
    asked.push([verb, url, swap, [...new FormData(source)], headers, source.isConnected]);
    const detail = { kind: "applied", status: 200 };
    if (isAnswered) source.dispatchEvent(new CustomEvent("live:answered", { detail }));
  } };
  const writer = new Writer({ htmx, home, setTimeout: (run) => isAnswered || run() });
  const outcome = await writer.send({ url: "/matters/1/move/", values: [["label", "1"], ["label", "2"], ["text", "a\\nb"]], id: "m1" });
  new Writer({ htmx, home });
  return [asked, outcome, home.children.length];
}
"""


def test_it_is_sent_once_under_its_id_and_leaves_nothing_behind(in_module: RunModule) -> None:
    asked, outcome, left = in_module("live/writer.js", STORY, {"isAnswered": True})
    assert asked == [
        [
            "POST",
            "/matters/1/move/",
            "none",
            [["label", "1"], ["label", "2"], ["text", "a\nb"]],
            {"Idempotency-Key": '"m1"'},
            True,
        ]
    ]
    assert (outcome["kind"], left) == ("applied", 0)


def test_what_nobody_answers_at_all_is_lost(in_module: RunModule) -> None:
    _, outcome, left = in_module("live/writer.js", STORY, {"isAnswered": False})
    assert (outcome["kind"], outcome["status"], left) == ("lost", 0, 0)
