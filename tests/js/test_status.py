"""The words about freshness."""

from tests.js.conftest import RunModule

STORY = """
({ SyncStatus }, { steps, hasText }) => {
  document.body.innerHTML = "";
  const element = document.createElement("div");
  const text = document.createElement("span");
  if (hasText) { text.dataset.syncText = ""; element.append(text); }
  let now = Date.UTC(2026, 0, 1, 12, 0, 0);
  const status = new SyncStatus({ element, now: () => now });
  const seen = [];
  for (const [name, value] of steps) {
    if (name === "pass") now += value;
    else status[name](value);
    seen.push([element.dataset.state ?? "", element.textContent, element.dataset.lastSync ?? ""]);
  }
  return seen;
}
"""


def story(in_module: RunModule, *steps: list[object], has_text: bool = True) -> list[list[str]]:
    return in_module("live/status.js", STORY, {"steps": steps, "hasText": has_text})


def test_an_answer_makes_the_page_synced_as_of_now(in_module: RunModule) -> None:
    ((state, words, at),) = story(in_module, ["fresh"])
    assert (state, at) == ("synced", "2026-01-01T12:00:00.000Z")
    assert words.startswith("Up to date as of ")


def test_trouble_is_reconnecting_first_and_stale_after_a_minute(in_module: RunModule) -> None:
    seen = story(in_module, ["fresh"], ["troubled", "reconnecting"], ["pass", 60_001], ["troubled", "reconnecting"])
    assert [state for state, _, _ in seen] == ["synced", "reconnecting", "reconnecting", "stale"]
    assert seen[3][1].startswith("Not up to date")


def test_offline_and_signed_out_say_so(in_module: RunModule) -> None:
    seen = story(
        in_module,
        ["troubled", "offline"],
        ["show", "syncing"],
        ["show", "signed-out"],
        ["show", "signed-out"],
        has_text=False,
    )
    assert [state for state, _, _ in seen] == ["offline", "syncing", "signed-out", "signed-out"]
    assert seen[3][1] == "Signed out"
