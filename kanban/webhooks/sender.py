"""One request to a receiver: to the address that was judged, no redirect followed, over within seconds in any case."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from kanban.webhooks.address import resolve
from kanban.webhooks.message import signature

CONNECT_WITHIN = 5.0  # seconds
OVER_WITHIN = 10.0
TAKEN = range(200, 300)
BUSY = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent where."""

    url: str
    secret: str
    body: bytes
    id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Was it taken, and in words what the receiver said. `is_away`: it takes nothing else now either."""

    is_taken: bool
    said: str
    is_away: bool = False


def send(parcel: Parcel) -> Answer:
    """Never raises for what a receiver, its name or its network does."""
    parts = urlsplit(parcel.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = None
    try:
        connection = _Pinned(host, port, address=resolve(host, port), is_secure=parts.scheme == "https")
        with _over_within(connection, OVER_WITHIN):
            status = _post(connection, parts.path or "/", parts.query, parcel)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(False, _words(error), is_away=True)
    finally:
        if connection is not None:
            connection.close()
    said = f"{status} {http.client.responses.get(status, '')}".strip()
    return Answer(status in TAKEN, said, is_away=status in BUSY)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that is known, whatever its name resolves to by now."""

    def __init__(self, host: str, port: int, *, address: str, is_secure: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_WITHIN)
        self.default_port = 443 if is_secure else 80
        self._address = address
        self._is_secure = is_secure
        self.was_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        self.was_cut = True
        with suppress(OSError):  # closed already
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _over_within(connection: _Pinned, seconds: float) -> Iterator[None]:
    """A receiver that sends a byte now and then never times out by itself."""
    timer = threading.Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if connection.was_cut:  # an answer that was cut off can look whole
        raise TimeoutError


def _post(connection: _Pinned, path: str, query: str, parcel: Parcel) -> int:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Aster-Webhook/1",
        "Aster-Event": parcel.id,
        "Aster-Signature": signature(parcel.secret, parcel.body, at=int(time.time())),
        "Connection": "close",
    }
    connection.request("POST", f"{path}?{query}" if query else path, body=parcel.body, headers=headers)
    return connection.getresponse().status


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate is not valid: {error.verify_message}"[:200]
    if isinstance(error, TimeoutError):
        return "No answer in time"
    return (str(error) or type(error).__name__)[:200]
