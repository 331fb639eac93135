"""What a browser keeps of writes that are not answered: real IndexedDB, real encryption, nothing of the typed text on the disk."""

from typing import Any

import pytest

from tests.js.conftest import RunModule

KEY, OTHER = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
STORY = """
async ({ OfflineQueue }, { mode = "encrypted", keys = [], others = keys, steps }) => {
  const { WriteStore } = await import("https://unit.test/live/write_store.js");
  const { Seal } = await import("https://unit.test/live/seal.js");
  const store = new WriteStore(), told = [];
  const queueOf = (person, board, tab, keys) => {
    const queue = new OfflineQueue({ store, seal: new Seal({ keys }), mode, person, board, tab });
    queue.addEventListener("change", () => told.push(tab));
    return queue;
  };
  const queues = {
    hers: queueOf("alice", "board:1", "t1", keys), again: queueOf("alice", "board:1", "t2", others),
    elsewhere: queueOf("alice", "board:2", "t3", keys), his: queueOf("bob", "board:1", "t4", keys),
  };
  const log = [];
  let at = 100;
  for (const [name, step, ...given] of steps) {
    if (step === "keep") {
      const [id, more] = given;
      log.push(await queues[name].keep({ id, subject: "matter:1", kind: "move", base: 3, change: { column: "b" }, form: null, state: "waiting", outcome: null, at: at++, ...more }));
    } else if (step === "kept") log.push(await queues[name].kept());
    else if (step === "wipe") await store.wipe(name);
    else if (step === "raw") log.push(JSON.stringify(await store.of(name), (key, value) => (ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)));
    else log.push(await queues[name][step](...given));
  }
  store.close();
  return { log, told };
}
"""
FORM = {"url": "/matters/1/edit/", "values": [["title", "Sealed v. Secret"], ["labels", "1"], ["labels", "2"]]}
EDIT = {"kind": "edit", "form": FORM, "change": {"title": "Sealed v. Secret"}}


@pytest.fixture
def story(in_module: RunModule) -> Any:
    return lambda *steps, **more: in_module("live/offline_queue.js", STORY, {"steps": steps, "keys": [KEY], **more})


def ids(kept: list[Any]) -> list[str]:
    return [each["id"] for each in kept]


def test_it_keeps_in_order_what_is_not_answered_and_for_nobody_else(story: Any) -> None:
    heard = story(
        ["hers", "keep", "m1", {}],
        ["hers", "keep", "m2", {}],
        ["elsewhere", "keep", "m3", {}],
        ["his", "keep", "m4", {}],
        ["hers", "keep", "m1", {"change": {"column": "c"}, "at": 100}],
        ["again", "kept"],
        ["again", "drop", "m1"],
        ["hers", "kept"],
        ["his", "kept"],
    )
    assert heard["log"][:5] == [True] * 5
    assert [(each["id"], each["change"]["column"]) for each in heard["log"][5]] == [("m1", "c"), ("m2", "b")]
    assert (
        heard["log"][5][0] | {"subject": "matter:1", "kind": "move", "base": 3, "tab": "t1", "at": 100}
        == heard["log"][5][0]
    )
    assert [ids(kept) for kept in heard["log"][7:]] == [["m2"], ["m4"]]
    assert heard["told"] == ["t1", "t1", "t3", "t4", "t1", "t2"]


def test_what_was_typed_comes_back_whole_and_lies_sealed(story: Any) -> None:
    refused = {"state": "failed", "outcome": {"kind": "swapped", "status": 422, "said": "Secret reason", "text": "<p>"}}
    heard = story(["hers", "keep", "m1", EDIT], ["hers", "keep", "m2", refused], ["again", "kept"], ["alice", "raw"])
    typed, moved = heard["log"][2]
    assert (typed["form"], typed["change"], typed["isReadable"]) == (FORM, EDIT["change"], True)
    assert (moved["state"], moved["outcome"]) == ("failed", {"kind": "swapped", "status": 422, "said": "Secret reason"})
    assert "ecret" not in heard["log"][3]
    assert '"sealed":{"key":"66687aad"' in heard["log"][3]


def test_under_another_key_or_for_another_write_it_does_not_open_and_is_not_thrown_away(story: Any) -> None:
    heard = story(["hers", "keep", "m1", EDIT], ["again", "kept"], ["hers", "kept"], others=[OTHER])
    assert [heard["log"][1][0][name] for name in ("isReadable", "form", "change")] == [False, None, {}]
    assert heard["log"][2][0]["isReadable"] is True
    replaced = story(["hers", "keep", "m2", EDIT], ["again", "kept"], others=[OTHER, KEY])
    assert replaced["log"][1][-1]["form"] == FORM


def test_a_sealed_text_that_was_put_elsewhere_does_not_open(in_module: RunModule) -> None:
    script = """
    async ({ Seal }, key) => {
      const seal = new Seal({ keys: [key] });
      const sealed = await seal.seal({ a: 1 }, "m1 alice board:1");
      const broken = { ...sealed, data: sealed.data.slice(1) };
      return [await seal.open(sealed, "m1 alice board:1"), await seal.open(sealed, "m1 bob board:1"), await seal.open(broken, "m1 alice board:1")];
    }
    """
    assert in_module("live/seal.js", script, KEY) == [{"a": 1}, None, None]


@pytest.mark.parametrize(
    ("given", "moves", "text"),
    [({"mode": "moves"}, True, False), ({"mode": "off"}, False, False), ({"keys": []}, True, False)],
)
def test_the_switch_and_a_missing_key_leave_the_text_out(
    story: Any, given: dict[str, Any], moves: bool, text: bool
) -> None:
    heard = story(["hers", "keep", "m1", {}], ["hers", "keep", "m2", EDIT], ["alice", "raw"], **given)
    assert heard["log"][:2] == [moves, text]
    assert "Sealed" not in heard["log"][2]


def test_what_is_wiped_is_gone_and_only_that_persons(story: Any) -> None:
    keep = (["hers", "keep", "m1", EDIT], ["elsewhere", "keep", "m2", {}], ["his", "keep", "m3", {}])
    heard = story(*keep, ["alice", "wipe"], ["hers", "kept"], ["elsewhere", "kept"], ["his", "kept"])
    assert [ids(kept) for kept in heard["log"][3:]] == [[], [], ["m3"]]


BROKEN = """
async ({ OfflineQueue }, { how }) => {
  const { WriteStore } = await import("https://unit.test/live/write_store.js");
  const { Seal } = await import("https://unit.test/live/seal.js");
  const fails = () => {
    const request = { error: new DOMException("no", "UnknownError") };
    setTimeout(() => request.onerror());
    return request;
  };
  const factories = {
    none: null, refused: { open: fails }, silent: { open: () => ({}) }, throws: { open: () => { throw new DOMException("no", "SecurityError"); } },
    full: { open: (name) => {
      const request = indexedDB.open(name, 1), put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (record) { const asked = put.call(this, record); asked.transaction.abort(); return asked; };
      return request;
    } },
  };
  const clock = { setTimeout: (call) => setTimeout(call, 20), clearTimeout: (id) => clearTimeout(id) };
  const store = new WriteStore({ factory: factories[how] });
  const queue = new OfflineQueue({ store, seal: new Seal({ keys: [] }), mode: "moves", person: "alice", board: "board:1", tab: "t1", clock });
  const move = { id: "m1", subject: "matter:1", kind: "move", base: 3, change: {}, form: null, state: "waiting", outcome: null, at: 1 };
  const heard = [await queue.keep(move), await queue.drop("m1"), await queue.kept()];
  store.close();
  return heard;
}
"""


@pytest.mark.parametrize("how", ["none", "refused", "silent", "throws"])
def test_a_browser_that_cannot_keep_is_told_and_nothing_breaks(in_module: RunModule, how: str) -> None:
    """Private windows, no right, no answer."""
    assert in_module("live/offline_queue.js", BROKEN, {"how": how}) == [False, False, []]


def test_a_disk_that_is_full_is_told(in_module: RunModule, unit_page: Any) -> None:
    assert in_module("live/offline_queue.js", BROKEN, {"how": "full"})[0] is False


def test_a_browser_without_storage_or_encryption_is_asked_only_once(in_module: RunModule, unit_page: Any) -> None:
    script = """
    async ({ WriteStore }) => {
      Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
      const { Seal } = await import("https://unit.test/live/seal.js");
      const refused = await new WriteStore().of("alice").catch((error) => error.name);
      return [refused, new Seal({ keys: ["AAAA"], subtle: null }).canSeal];
    }
    """
    assert in_module("live/write_store.js", script) == ["NotSupportedError", False]


def test_a_newer_page_or_the_browser_may_take_the_database_away(in_module: RunModule, unit_page: Any) -> None:
    script = """
    async ({ WriteStore }) => {
      const store = new WriteStore();
      await store.put({ id: "m1", person: "alice", at: 1 });
      const newer = indexedDB.open("aster", 2);
      await new Promise((resolve, reject) => { newer.onsuccess = resolve; newer.onblocked = reject; });
      newer.result.close();
      return store.of("alice").catch((error) => error.name);
    }
    """
    assert in_module("live/write_store.js", script) == "VersionError"
