"""ADDR:PORT as people type it, and whether we may listen there."""

import re
import socket
from dataclasses import dataclass

from django.core.management.base import CommandError

_FORM = re.compile(r"(?:(?P<host>\[[0-9a-fA-F:]+\]|[^:\s]+):)?(?P<port>[0-9]{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        return self.host in ("localhost", "::1") or self.host.startswith("127.")


def address_from(text: str) -> Address:
    """Raises CommandError where `text` is no address."""
    match = _FORM.fullmatch(text)
    if match is None or int(match["port"]) > 65535:
        raise CommandError(f'"{text}" is no address: use ADDR:PORT, as 127.0.0.1:8000.')
    return Address((match["host"] or "127.0.0.1").strip("[]"), int(match["port"]))


def free(address: Address) -> Address:
    """The address, if nobody listens there; port 0 becomes a free one. Raises CommandError."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does, after a restart
            probe.bind((address.host, address.port))
            probe.listen(1)
            return Address(address.host, probe.getsockname()[1])
    except OSError as error:
        hint = " Name another, as 127.0.0.1:8123." if address.port else ""
        raise CommandError(f"Cannot serve on {address}: {(error.strerror or str(error)).lower()}.{hint}") from None
