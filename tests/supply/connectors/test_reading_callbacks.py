"""Nine kinds of callback, of which the genuine ones are read."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from supply.connectors.base import CallbackFault, CallbackNotice, CallbackRefused, Secret
from supply.connectors.order_reading import order_from
from supply.connectors.quanyi_http import QuanyiHttp
from supply.connectors.signing import Message, Signer
from tests.supply.connectors import samples

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
PATH = "/suppliers/demo/callback"
ORDER = samples.order(samples.topup())
BODY = samples.raw({"event_id": "e-1", "order": ORDER})
OURS = Signer("k1", samples.SECRET)
CONNECTOR = QuanyiHttp(samples.settings("https://supplier.test"))


def signed(body: bytes = BODY, *, signer: Signer = OURS, path: str = PATH) -> dict[str, str]:
    return signer.headers(Message("POST", path, body), at=NOW.timestamp())


def fault(headers: dict[str, str], body: bytes = BODY, *, path: str = PATH, at: datetime = NOW) -> CallbackFault | None:
    outcome = CONNECTOR.read_callback(headers, body, path, at)
    return outcome.fault if isinstance(outcome, CallbackRefused) else None


def test_a_genuine_callback_is_read() -> None:
    assert CONNECTOR.read_callback(signed(), BODY, PATH, NOW) == CallbackNotice("e-1", order_from(ORDER))


def test_a_replay_within_the_window_reads_the_same_so_that_its_id_can_be_counted() -> None:
    first = CONNECTOR.read_callback(signed(), BODY, PATH, NOW)
    assert CONNECTOR.read_callback(signed(), BODY, PATH, NOW + timedelta(minutes=5)) == first


@pytest.mark.parametrize("seconds", [-301, 301, 7 * 86400])
def test_a_callback_out_of_its_time_is_refused(seconds: int) -> None:
    assert fault(signed(), at=NOW + timedelta(seconds=seconds)) == CallbackFault.STALE


def test_a_forged_callback_is_refused() -> None:
    assert fault(signed(signer=Signer("k1", Secret("a guess")))) == CallbackFault.WRONG_SIGNATURE


def test_an_altered_body_is_refused() -> None:
    assert fault(signed(), BODY.replace(b"4900", b"4800")) == CallbackFault.WRONG_SIGNATURE


def test_the_right_key_of_another_supplier_is_refused() -> None:
    assert fault(signed(signer=Signer("k2", Secret("theirs")))) == CallbackFault.WRONG_KEY


def test_a_signature_over_reserialised_json_is_refused() -> None:
    compact = json.dumps(json.loads(BODY), separators=(",", ":")).encode()
    assert fault(signed(compact)) == CallbackFault.WRONG_SIGNATURE


def test_a_signature_for_another_suppliers_address_is_refused() -> None:
    assert fault(signed(path="/suppliers/other/callback")) == CallbackFault.WRONG_SIGNATURE


def test_an_unsigned_callback_is_refused() -> None:
    assert fault({}) == CallbackFault.UNSIGNED


def test_an_oversize_callback_is_refused_before_it_is_hashed() -> None:
    assert fault({}, b" " * 1_000_001) == CallbackFault.TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"event_id": "e-1"}', samples.raw({"event_id": 7, "order": ORDER}), BODY[:-1], BODY + BODY],
)
def test_a_signed_body_that_is_no_callback_is_unreadable(body: bytes) -> None:
    assert fault(signed(body), body) == CallbackFault.UNREADABLE


@pytest.mark.parametrize(
    ("why", "status"),
    [(CallbackFault.TOO_LARGE, 413), (CallbackFault.UNREADABLE, 400), (CallbackFault.STALE, 401), (CallbackFault.UNSIGNED, 401)],
)
def test_a_refused_callback_knows_its_http_status(why: CallbackFault, status: int) -> None:
    assert CallbackRefused(why).status == status
