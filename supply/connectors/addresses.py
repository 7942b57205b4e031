"""Which address a supplier's host may have. Resolved once and connected to as resolved, so that DNS cannot change its mind."""

import ipaddress
import socket
import threading

from .outcomes import NotSent, NotSentKind

_PRIVATE = tuple(
    ipaddress.ip_network(block)
    for block in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NeverSent(Exception):
    """The request ended before its first byte."""

    def __init__(self, kind: NotSentKind, detail: str) -> None:
        super().__init__(detail)
        self.outcome = NotSent(kind, detail)


def is_loopback(host: str) -> bool:
    """Whether a host names this machine, without asking DNS."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def addresses_of(host: str, port: int, *, allow_private: bool, seconds: float) -> tuple[str, ...]:
    """
    The addresses of a host, in the resolver's order.

    :raises NeverSent: no address in time, or one among them that we may not speak to: one is enough to refuse the host.
    """
    found = _resolved(host, port, seconds)
    for address in found:
        if not _is_allowed(ipaddress.ip_address(address), allow_private=allow_private):
            raise NeverSent(NotSentKind.ADDRESS_FORBIDDEN, f"{host} is at {address}")
    return found


def _resolved(host: str, port: int, seconds: float) -> tuple[str, ...]:
    # The resolver takes no timeout of ours, so it waits in a thread that we can leave behind.
    answer: list[tuple[str, ...]] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        # A scope id (fe80::1%eth0) is dropped: link-local addresses are refused in any case.
        answer.append(tuple(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows)))

    asking = threading.Thread(target=ask, name="resolve-supplier", daemon=True)
    asking.start()
    asking.join(seconds)
    if not answer or not answer[0]:
        raise NeverSent(NotSentKind.NAME_UNRESOLVED, host)
    return answer[0]


def _is_allowed(address: IPAddress, *, allow_private: bool) -> bool:
    inner = _embedded_v4(address)
    if inner is not None:
        return _is_allowed(inner, allow_private=allow_private)
    if address.is_global and not address.is_multicast:
        return True
    # Even inside, never link-local: that is where clouds hand out credentials.
    return allow_private and any(address in block for block in _PRIVATE)


def _embedded_v4(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
