"""The signature, against values computed with OpenSSL, and what makes one unacceptable."""

import pytest

from supply.connectors.outcomes import CallbackFault
from supply.connectors.secret import Secret
from supply.connectors.signing import KEY, SIGNATURE, TIMESTAMP, Message, Signer

SIGNER = Signer("k1", Secret("sandbox-secret"))
NOW = 1_700_000_000
MESSAGE = Message("POST", "/v1/orders", b'{"reference":"r-1"}')


@pytest.mark.parametrize(
    ("secret", "message", "expected"),
    [
        ("sandbox-secret", MESSAGE, "362e98e0da27c6f4019bafcf496bd05c882034d6eb28dd1c49b217f16498b861"),
        (
            "sandbox-secret",
            Message("GET", "/v1/orders/r-1?verbose=1"),
            "3a20590a26724c4a92a4c13dbf01e7c9a4a7198ed7ffd8780715051627976c08",
        ),
        (
            "密钥-secret",
            Message("POST", "/suppliers/demo/callback", '{"event_id":"e-1","note":"视频"}'.encode()),
            "f0b23b64b82d65a8ad759d469d9fa7d701c60bf35061157cdaae6586cd71820b",
        ),
    ],
)
def test_signature_is_the_hmac_of_time_method_path_and_body(secret: str, message: Message, expected: str) -> None:
    assert Signer("k1", Secret(secret)).signature(message, str(NOW)) == expected


def test_headers_carry_key_time_and_signature() -> None:
    assert SIGNER.headers(MESSAGE, at=NOW + 0.9) == {
        KEY: "k1",
        TIMESTAMP: str(NOW),
        SIGNATURE: "362e98e0da27c6f4019bafcf496bd05c882034d6eb28dd1c49b217f16498b861",
    }


@pytest.mark.parametrize("seconds_off", [-300, 0, 300])
def test_a_signature_is_accepted_within_five_minutes(seconds_off: int) -> None:
    assert SIGNER.fault(SIGNER.headers(MESSAGE, at=NOW), MESSAGE, now=NOW + seconds_off) is None


@pytest.mark.parametrize("seconds_off", [-360, -301, 301, 360])
def test_a_signature_is_stale_beyond_five_minutes(seconds_off: int) -> None:
    assert SIGNER.fault(SIGNER.headers(MESSAGE, at=NOW), MESSAGE, now=NOW + seconds_off) == CallbackFault.STALE


@pytest.mark.parametrize(
    "other",
    [
        Message("PUT", MESSAGE.path, MESSAGE.body),
        Message("POST", "/v1/orders?x=1", MESSAGE.body),
        Message("POST", MESSAGE.path, MESSAGE.body + b" "),
    ],
)
def test_a_signature_fits_one_message_only(other: Message) -> None:
    assert SIGNER.fault(SIGNER.headers(MESSAGE, at=NOW), other, now=NOW) == CallbackFault.WRONG_SIGNATURE


@pytest.mark.parametrize("missing", [KEY, TIMESTAMP, SIGNATURE])
def test_every_header_is_needed(missing: str) -> None:
    headers = SIGNER.headers(MESSAGE, at=NOW)
    del headers[missing]
    assert SIGNER.fault(headers, MESSAGE, now=NOW) == CallbackFault.UNSIGNED


@pytest.mark.parametrize("timestamp", ["", "now", "1700000000.0", " 1700000000", "-1", "１７", "9" * 13])
def test_a_time_that_is_not_unix_seconds_counts_as_unsigned(timestamp: str) -> None:
    headers = SIGNER.headers(MESSAGE, at=NOW) | {TIMESTAMP: timestamp}
    assert SIGNER.fault(headers, MESSAGE, now=NOW) == CallbackFault.UNSIGNED


def test_header_names_and_hex_may_be_in_any_case() -> None:
    headers = {name.upper(): value for name, value in SIGNER.headers(MESSAGE, at=NOW).items()}
    headers[SIGNATURE.upper()] = headers[SIGNATURE.upper()].upper()
    assert SIGNER.fault(headers, MESSAGE, now=NOW) is None


@pytest.mark.parametrize("proof", ["é" * 64, "\ud800", "0" * 64, "0"])
def test_a_signature_that_is_no_hex_is_just_wrong(proof: str) -> None:
    headers = SIGNER.headers(MESSAGE, at=NOW) | {SIGNATURE: proof}
    assert SIGNER.fault(headers, MESSAGE, now=NOW) == CallbackFault.WRONG_SIGNATURE
