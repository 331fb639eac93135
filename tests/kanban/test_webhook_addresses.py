"""Webhooks reach nobody in our own network (SSRF), follow nobody elsewhere, and trust no invalid certificate."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings

from kanban.webhooks import sender
from kanban.webhooks.address import is_public
from kanban.webhooks.sender import Answer, Parcel, send
from tests.kanban.receiver import Receiver, receiver


@pytest.fixture
def inside() -> Iterator[Receiver]:
    """A receiver in our own network."""
    with receiver() as known:
        yield known


@pytest.fixture
def allowed(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


def sent(url: str) -> Answer:
    return send(Parcel(url, "secret", b"{}", "board:1@2.00000000"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.1", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_never_connected_to(
    inside: Receiver, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args: connected.append(args))
    answer = sent(f"http://{host}:{inside.port}/")
    assert not answer.is_taken
    assert "is not a public address" in answer.said
    assert (connected, inside.got) == ([], [])


@pytest.mark.parametrize("text", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_a_public_address_is_one(text: str) -> None:
    assert is_public(text)


def test_a_name_is_resolved_once_and_what_was_judged_is_connected_to(
    inside: Receiver, allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def names(host: str, *args: Any, **kwargs: Any) -> Any:
        """A name server that would give another address the second time."""
        if host != "hooks.test":
            return resolve(host, *args, **kwargs)
        asked.append(host)
        return resolve("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    assert sent(f"http://hooks.test:{inside.port}/").is_taken
    assert asked == ["hooks.test"]
    assert inside.got[0][0]["Host"] == f"hooks.test:{inside.port}"


def test_one_private_address_among_a_name_s_is_enough_to_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    assert "is not a public address" in sent("https://hooks.test/").said


def test_no_redirect_is_followed(inside: Receiver, allowed: None) -> None:
    inside.answers, inside.headers = [302], {"Location": f"http://127.0.0.1:{inside.port}/elsewhere"}
    assert sent(inside.url) == Answer(False, "302 Found")
    assert len(inside.got) == 1


def test_a_receiver_that_says_nothing_is_left_in_time(allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "CONNECT_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = sent(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert answer == Answer(False, "No answer in time", is_away=True)


def test_a_receiver_that_drips_is_left_in_time(allowed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte in time, and no end."""
    monkeypatch.setattr(sender, "OVER_WITHIN", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as dripping, Dripping(dripping):
        answer = sent(f"http://127.0.0.1:{dripping.getsockname()[1]}/")
    assert (answer.is_taken, answer.is_away) == (False, True)


def test_nobody_there_is_told_so(allowed: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert "refused" in sent(f"http://127.0.0.1:{port}/").said


def test_a_certificate_must_be_valid(allowed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = certificate_for("localhost", tmp_path)
    with receiver(certificate=certificate) as known:
        answer = sent(f"https://localhost:{known.port}/")
        assert answer.said.startswith("The certificate is not valid: self")
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        assert sent(f"https://localhost:{known.port}/").is_taken
        assert "The certificate is not valid" in sent(f"https://127.0.0.1:{known.port}/").said
    assert len(known.got) == 1


class Dripping:
    """Answers one header byte every 50 ms."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._thread = threading.Thread(target=self._drip)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._thread.join()

    def _drip(self) -> None:
        connection, _ = self._server.accept()
        with connection:
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.05)
            except OSError:
                return


def certificate_for(host: str, folder: Path) -> str:
    """A PEM file with a key and a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "receiver.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + built.public_bytes(pem))
    return str(path)
