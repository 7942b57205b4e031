"""Which addresses a supplier may be at."""

import socket

import pytest

from supply.connectors.addresses import NeverSent, addresses_of, is_loopback
from supply.connectors.base import NotSentKind

INSIDE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"]
NEVER = [
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fe80::1",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "100.64.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::",
]


def is_allowed(address: str, *, allow_private: bool) -> bool:
    try:
        return addresses_of(address, 443, allow_private=allow_private, seconds=1) == (address,)
    except NeverSent as error:
        return error.outcome.kind != NotSentKind.ADDRESS_FORBIDDEN


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed(address, allow_private=False)


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_needs_permission(address: str) -> None:
    assert (is_allowed(address, allow_private=False), is_allowed(address, allow_private=True)) == (False, True)


@pytest.mark.parametrize("address", NEVER)
def test_link_local_and_reserved_addresses_are_never_allowed(address: str) -> None:
    assert (is_allowed(address, allow_private=False), is_allowed(address, allow_private=True)) == (False, False)


def test_one_inside_address_among_public_ones_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: rows)
    with pytest.raises(NeverSent):
        addresses_of("rebinding.test", 443, allow_private=False, seconds=1)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.9.9.9", True), ("::1", True), ("localhost.evil.test", False), ("10.0.0.1", False)],
)
def test_loopback_is_told_without_dns(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected
