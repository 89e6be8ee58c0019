"""Addresses that a list from a stranger must not make this machine ask."""

from __future__ import annotations

import errno
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

PRIVATE = "private address"
# IPv6 addresses behind which an IPv4 one stands, for networks that translate.
_TRANSLATED = ip_network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """A name leads into this machine's own network."""


def is_private(address: str) -> bool:
    """Return whether an IP address is anything but a public one: private, loopback, link-local."""
    ip = ip_address(address.partition("%")[0])
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None and is_private(str(inner)):
        return True
    # What is public says so; so an address of a kind not thought of here is refused.
    return not ip.is_global or ip.is_multicast


def public_socket(address: tuple[Any, ...]) -> socket.socket:
    """Return the socket for a connection; for aiohttp, which asks for each just before it connects.

    That is after the name was looked up, and for each address of a redirect too: a name that leads
    elsewhere the second time that it is looked up brings nobody in.

    Raises:
        PrivateAddressError: the address is private.
    """
    family, kind, protocol, _, where = address
    if is_private(where[0]):
        raise PrivateAddressError(errno.EACCES, PRIVATE)
    return socket.socket(family, kind, protocol)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
