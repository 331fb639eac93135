"""The server dies, stands still or is hidden behind something else: each page says so, and is right again by itself.

OUTAGE_SECONDS is how long each outage lasts, at least until it was said; where it is not given, 30 for a killed server
and 6 for the others. How long it took to be said, and to be right again, is in the report of
`--junitxml=times.xml -o junit_family=xunit1`.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.browser.boards import (
    BOARD,
    assert_not_reloaded,
    card,
    columns_in_store,
    expect_settled,
    looks,
    mark,
    status,
)
from tests.browser.pages import Pages
from tests.browser.proxy import Fault, Proxy
from tests.browser.server import Server
from tests.factories import MatterFactory

GIVEN = os.environ.get("OUTAGE_SECONDS")
KILLED_FOR, LASTS = float(GIVEN or 30), float(GIVEN or 6)
WITHIN = 10  # seconds until a page says so, and until it is right again
IN_A_SECOND = 3  # requests of a page, at most
TROUBLE = {"reconnecting", "stale", "offline"}
STRANGER = "Hotel Gloria"
Act = Callable[[], None]
Record = Callable[[str, object], None]
EXPECTED = ("net::ERR_", "status of (500|503|429)", "htmx:error")

WATCH = """(stranger) => {
  const status = document.getElementById("sync-status");
  const note = () => window.seenStates.push([Date.now(), status.dataset.state]);
  Object.assign(window, { seenStates: [], isInvaded: false });
  note();
  new MutationObserver(note).observe(status, { attributeFilter: ["data-state"] });
  const look = () => (window.isInvaded ||= document.documentElement.textContent.includes(stranger));
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}"""


class Watched:
    """A page, what it says of its connection and when, and when it asks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[tuple[float, str]] = []
        mark(page)
        page.evaluate(WATCH, STRANGER)
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._note)
        session.send("Network.enable")

    def states(self, *, since: float = 0) -> list[tuple[float, str]]:
        seen = self.page.evaluate("() => window.seenStates")
        return [(at / 1000, state) for at, state in seen if at / 1000 >= since]

    def trouble(self, *, since: float) -> float | None:
        """When it first said that something is wrong."""
        return next((at for at, state in self.states(since=since) if state in TROUBLE), None)

    def recovery(self) -> float | None:
        """When it was synced after what was wrong last."""
        states = self.states()
        last = max((number for number, (_, state) in enumerate(states) if state in TROUBLE), default=-1)
        return next((at for at, state in states[last + 1 :] if state == "synced"), None)

    def busiest_second(self) -> list[tuple[float, str]]:
        """When and what it asked in the second in which it asked most."""
        seconds = [[each for each in self.asked if at <= each[0] < at + 1] for at, _ in self.asked]
        return max(seconds, key=len, default=[])

    def _note(self, sent: dict[str, Any]) -> None:
        if "/live/" in sent["request"]["url"] or "/api/ping" in sent["request"]["url"]:
            self.asked.append((sent["wallTime"], sent["request"]["url"]))


@dataclass
class Room:
    """Alice and Bob before the same board, and what becomes of it."""

    board: Board
    people: tuple[User, User]
    open_page: Pages
    url: str
    record: Record
    others: list[Matter] = field(init=False)
    hers: Watched = field(init=False)
    his: Watched = field(init=False)

    def __post_init__(self) -> None:
        self.open_page.complaints.allow(*EXPECTED)
        self.others = [MatterFactory(board=self.board) for _ in range(3)]
        self.hers, self.his = (Watched(self.open_page(person, self.url)) for person in self.people)

    def both(self, seen: Callable[[Watched], Any]) -> list[Any]:
        return [seen(self.hers), seen(self.his)]

    def until(self, is_so: Callable[[], bool], at: float, what: str) -> None:
        while not is_so():
            assert time.time() < at, f"{what}: {self.both(Watched.states)}"
            self.wait(0.1)

    def wait(self, seconds: float) -> None:
        self.hers.page.wait_for_timeout(max(seconds, 0) * 1000)

    def go_on_elsewhere(self) -> None:
        """What others do meanwhile, whose connection is well."""
        by_script = Intent(self.board)
        matters.move(by_script, self.others[0].pk, to="done")
        matters.edit(by_script, self.others[1].pk, {"title": "Changed v. Meanwhile"})
        matters.archive(by_script, self.others[2].pk)

    def suffer(self, begin: Act, end: Act, *, seconds: float, then: Act | None = None) -> None:
        """From `begin` to `end`; `then` is what is done as soon as it has begun."""
        begun = time.time()
        begin()
        self.go_on_elsewhere()
        if then:
            then()
        self.until(lambda: None not in self.both(lambda page: page.trouble(since=begun)), begun + WITHIN, "not said")
        said = self.both(lambda page: page.trouble(since=begun))
        self.wait(begun + seconds - time.time())
        assert set(self.both(lambda page: page.states()[-1][1])) <= TROUBLE
        end()
        ended = time.time()
        self.until(lambda: None not in self.both(Watched.recovery), ended + WITHIN, "not synced")
        recovered = self.both(Watched.recovery)
        self.record("said after", [round(at - begun, 1) for at in said])
        self.record("synced after", [round(at - ended, 1) for at in recovered])

    def assert_unharmed(self) -> None:
        """Both pages show what a fresh one shows, and are the pages that they were; nobody asked all at once."""
        expect_settled(self.hers.page)
        fresh = looks(self.open_page(self.people[1], self.url))
        self.until(lambda: self.both(lambda it: looks(it.page)) == [fresh, fresh], time.time() + WITHIN, "differs")
        for watched in (self.hers, self.his):
            assert_not_reloaded(watched.page)
            assert not watched.page.evaluate("() => window.isInvaded")
        busiest = self.both(Watched.busiest_second)
        self.record("requests in a second", [len(second) for second in busiest])
        for second in busiest:
            assert len(second) <= IN_A_SECOND, second


@pytest.fixture(scope="session")
def running_server(static_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that may be killed, and is asked as often as it is shipped to be."""
    server = Server(tmp_path_factory.mktemp("mortal"), static_files, poll_seconds=4)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board, title="Doe v. Roe")


@pytest.fixture
def proxy(board: Board, running_server: Server) -> Iterator[Proxy]:
    proxy = Proxy(running_server.url)
    proxy.stranger = f"""<!doctype html><title>{STRANGER}</title><h1>{STRANGER}</h1>
      <live-delta stream="board:{board.pk}" from="0.0" to="999999.0"><h2 data-board-name>{STRANGER}</h2></live-delta>"""
    proxy.start()
    yield proxy
    proxy.stop()


@pytest.fixture
def room(board: Board, matter: Matter, alice: User, bob: User, open_page: Pages, record_property: Record) -> Room:
    return Room(board, (alice, bob), open_page, BOARD, record_property)


@pytest.fixture
def room_behind(
    board: Board,
    matter: Matter,
    alice: User,
    bob: User,
    proxy: Proxy,
    open_page: Pages,
    record_property: Record,
) -> Room:
    return Room(board, (alice, bob), open_page, f"{proxy.url}{BOARD}", record_property)


def drag(page: Page, matter: Matter) -> None:
    page.drag_and_drop(f'[data-matter-id="{matter.pk}"]', 'section[data-column="waiting"]')
    expect(card(page, matter)).to_have_attribute("data-column", "waiting")
    expect(card(page, matter)).to_have_attribute("data-sync", "pending")


def assert_moved_once(room: Room, matter: Matter) -> None:
    expect_settled(room.hers.page)
    expect(card(room.his.page, matter)).to_have_attribute("data-column", "waiting")
    matter.refresh_from_db()
    assert (matter.column.slug, matter.version) == ("waiting", 2)


def test_a_server_that_is_killed_and_started_again(room: Room, matter: Matter, running_server: Server) -> None:
    room.suffer(
        running_server.kill, running_server.start_again, seconds=KILLED_FOR, then=lambda: drag(room.hers.page, matter)
    )
    assert_moved_once(room, matter)
    room.assert_unharmed()


def test_a_server_that_stands_still_and_goes_on(room: Room, running_server: Server) -> None:
    room.suffer(running_server.pause, running_server.resume, seconds=LASTS)
    room.assert_unharmed()


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.HANG, Fault.AWAY, Fault.BUSY], ids=lambda fault: fault.name)
def test_a_server_that_cannot_be_reached(room_behind: Room, proxy: Proxy, fault: Fault) -> None:
    room_behind.suffer(switch(proxy, fault), switch(proxy, Fault.PASS), seconds=LASTS)
    room_behind.assert_unharmed()


def test_a_question_that_was_lost_on_its_way_is_asked_again(room_behind: Room, proxy: Proxy) -> None:
    """The network is well again at once, but what had been asked is never answered: a connection that was forgotten."""
    proxy.fault = Fault.HANG
    asked = len(room_behind.his.asked)
    room_behind.go_on_elsewhere()
    room_behind.until(lambda: len(room_behind.his.asked) > asked, time.time() + WITHIN, "not asked")
    room_behind.wait(0.5)
    proxy.fault = Fault.PASS
    ended = time.time()
    shown = card(room_behind.his.page, room_behind.others[0])
    expect(shown).to_have_attribute("data-column", "done", timeout=WITHIN * 1000)
    room_behind.record("shown after", round(time.time() - ended, 1))
    room_behind.assert_unharmed()


def test_a_write_that_is_answered_ends_the_waiting(room_behind: Room, proxy: Proxy, matter: Matter) -> None:
    """Once the server has answered somebody, nothing is left of how long asking had been put off."""
    page = room_behind.hers.page
    page.add_init_script("Math.random = () => 0.99")
    page.goto(room_behind.url)
    proxy.fault = Fault.REFUSE
    expect(status(page)).to_have_attribute("data-state", "reconnecting", timeout=WITHIN * 1000)
    proxy.fault = Fault.PASS
    page.drag_and_drop(f'[data-matter-id="{matter.pk}"]', 'section[data-column="waiting"]')
    expect(status(page)).to_have_attribute("data-state", "synced", timeout=3000)


@pytest.mark.parametrize("fault", [Fault.BROKEN, Fault.PORTAL, Fault.SHORTER, Fault.CUT], ids=lambda fault: fault.name)
def test_answers_that_are_not_ours_or_not_whole(room_behind: Room, proxy: Proxy, matter: Matter, fault: Fault) -> None:
    """What is moved meanwhile waits; where only the answer was cut on its way it is done, and not done again."""

    def move() -> None:
        drag(room_behind.hers.page, matter)
        if fault in (Fault.BROKEN, Fault.PORTAL):
            assert columns_in_store(room_behind.board)[matter.pk] == "intake"

    room_behind.suffer(switch(proxy, fault), switch(proxy, Fault.PASS), seconds=LASTS, then=move)
    assert_moved_once(room_behind, matter)
    room_behind.assert_unharmed()


def test_a_slow_network_is_no_error(room_behind: Room, proxy: Proxy, matter: Matter) -> None:
    proxy.fault = Fault.SLOW
    begun = time.time()
    room_behind.go_on_elsewhere()
    drag(room_behind.hers.page, matter)
    for watched in (room_behind.hers, room_behind.his):
        expect(card(watched.page, room_behind.others[0])).to_have_attribute("data-column", "done")
        expect(card(watched.page, room_behind.others[1])).to_contain_text("Changed v. Meanwhile")
    assert_moved_once(room_behind, matter)
    room_behind.record("shown after", round(time.time() - begun, 1))
    room_behind.wait(begun + LASTS - time.time())
    proxy.fault = Fault.PASS
    room_behind.assert_unharmed()
    for states in room_behind.both(Watched.states):
        assert {state for _, state in states} <= {"synced", "syncing"}


def switch(proxy: Proxy, fault: Fault) -> Act:
    return lambda: setattr(proxy, "fault", fault)
