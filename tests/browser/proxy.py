"""A network that fails on demand: a small HTTP/1.1 proxy on loopback, between the browser and the real server.

    browser ──▶ proxy ── pass, slow, truncated ──▶ server
                  └───── refuse, hang, broken, away, busy, portal: the server hears nothing of it

One request a connection, so that a fault concerns whatever is asked from now on. What was asked before is answered;
what was left hanging never is, not even when the network is back, as behind a router that forgot the connection.
"""

import asyncio
import threading
from contextlib import suppress
from enum import StrEnum
from urllib.parse import urlsplit

LARGEST = 16 * 1024 * 1024
STARTS_WITHIN = 30
SLOWLY = 3.0  # seconds


class Fault(StrEnum):
    PASS = "pass"
    REFUSE = "refuse"
    HANG = "hang"
    BROKEN = "broken"
    AWAY = "away"
    BUSY = "busy"
    PORTAL = "portal"
    SHORTER = "truncated, and the length says so"
    CUT = "truncated, and the connection closed before the length was reached"
    SLOW = "slow"


ANSWERS = {  # status line and headers; 429 is our own server's
    Fault.BROKEN: "500 Internal Server Error\r\nContent-Type: text/html",
    Fault.AWAY: "503 Service Unavailable\r\nContent-Type: text/html\r\nRetry-After: 2",
    Fault.BUSY: "429 Too Many Requests\r\nContent-Type: text/html\r\nRetry-After: 2\r\nLive-Fragment: 1",
    Fault.PORTAL: "200 OK\r\nContent-Type: text/html",
}


class Proxy:
    """`url` once `start()` returned. `fault` may be set at any time; `stranger` is the page of an answer not ours."""

    def __init__(self, upstream: str) -> None:
        self.url = ""
        self.fault = Fault.PASS
        self.stranger = "<!doctype html><title>Something else</title><p>Something else."
        self._upstream = urlsplit(upstream)
        self._talks: set[asyncio.Task[None]] = set()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="fault proxy", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._started.wait(STARTS_WITHIN):
            raise RuntimeError("The proxy did not start.")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(STARTS_WITHIN)

    async def _run(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0, limit=LARGEST)
        self.url = "http://{}:{}".format(*server.sockets[0].getsockname())
        self._started.set()
        await self._ended.wait()
        server.close()
        talks = [*self._talks]
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = self._loop.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.fault != Fault.REFUSE:
                await self._answer(await _message(reader), reader, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()  # the server is not there, or the browser has gone
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self.fault  # one for the whole answer
        if fault in ANSWERS:
            writer.write(_whole(f"HTTP/1.1 {ANSWERS[fault]}".encode(), self.stranger.encode()))
        elif fault == Fault.HANG:
            await reader.read()
        elif fault != Fault.REFUSE:
            if fault == Fault.SLOW:
                await asyncio.sleep(SLOWLY)
            answer = await self._forward(request)
            is_cut = fault in (Fault.SHORTER, Fault.CUT) and _is_live_or_write(request)
            writer.write(_truncated(answer, says_so=fault == Fault.SHORTER) if is_cut else answer)

    async def _forward(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._upstream.hostname, self._upstream.port, limit=LARGEST)
        try:
            writer.write(_closing(request))
            await writer.drain()
            return _closing(await _everything(reader))
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(min(_length(head), LARGEST))


async def _everything(reader: asyncio.StreamReader) -> bytes:
    """An answer ends where the server closes the connection, as it was asked to."""
    parts = []
    while part := await reader.read(65536):
        parts.append(part)
    if not parts:
        raise ConnectionError("no answer")
    return b"".join(parts)


def _length(head: bytes) -> int:
    return next((int(value) for name, value in _headers(head) if name == b"content-length"), 0)


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    pairs = [line.partition(b":") for line in head.split(b"\r\n")[1:] if line]
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def _closing(message: bytes) -> bytes:
    """The message, as the only one of its connection."""
    head, _, body = message.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


def _whole(head: bytes, body: bytes) -> bytes:
    return _closing(head + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def _is_live_or_write(request: bytes) -> bool:
    method, _, rest = request.partition(b" ")
    return method == b"POST" or rest.startswith(b"/live/")


def _truncated(answer: bytes, *, says_so: bool) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    if not says_so or not body:
        return head + b"\r\n\r\n" + half
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length:")]
    return _whole(b"\r\n".join(lines), half)
