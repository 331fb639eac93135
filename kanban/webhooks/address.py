"""Where a webhook may lead: public addresses only, or a board's manager could reach into our own network (SSRF).

A name is resolved once, and the address that was judged is the one that is connected to: asked twice, a name server
could give a public address to be judged and a private one to be used.
"""

import ipaddress
import socket

from django.conf import settings

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(OSError):
    """The name leads to an address that is not public."""


def resolve(host: str, port: int) -> str:
    """The address to connect to. Raises NotAllowed where any of the name's is not public, OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not all(map(is_public, addresses)):
        raise NotAllowed(f"{host} is not a public address")
    return addresses[0]


def is_public(text: str) -> bool:
    """Of an IP address in text: could anybody on the internet be meant by it, also where one is wrapped in another?"""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inside(address)):
        address = inner
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
