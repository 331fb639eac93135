"""An import under way asks for its next rows by itself."""

from tests.js.conftest import RunModule

GO = """
({ ImportProgress }, { hasForm, isStopped }) => {
  const due = new Map(), pressed = [];
  const clock = { setTimeout: (act) => (due.set(7, act), 7), clearTimeout: (id) => due.delete(id) };
  const form = hasForm ? { requestSubmit: () => pressed.push("go on") } : null;
  const progress = new ImportProgress({ form, clock });
  progress.start();
  if (isStopped) progress.stop();
  for (const act of due.values()) act();
  return pressed;
}
"""


def test_it_presses_the_button_once_a_page(in_module: RunModule) -> None:
    pressed = in_module("kanban/import_progress.js", GO, {"hasForm": True, "isStopped": False})
    assert pressed == ["go on"]


def test_stopped_and_without_a_form_it_does_nothing(in_module: RunModule) -> None:
    for case in ({"hasForm": True, "isStopped": True}, {"hasForm": False, "isStopped": False}):
        assert in_module("kanban/import_progress.js", GO, case) == []
