"""Each row of the table of outcomes, over a real socket."""

import time
from typing import Any

import pytest

from supply.connectors.base import NotFound, OrderRequest, Refused, SupplierUnavailable, Unknown, UnknownKind
from supply.connectors.quanyi_http import QuanyiHttp
from supply.connectors.transport import MAX_BODY_BYTES
from tests.supply.connectors import samples
from tests.supply.connectors.canned import answer, canned

TOPUP = samples.topup()
GOOD = samples.raw(samples.order(TOPUP))


def submit(said: bytes, *, hold: bool = False, request: OrderRequest = TOPUP) -> Any:
    with canned(said, hold=hold) as base_url:
        return QuanyiHttp(samples.settings(base_url)).submit(request)


def query(said: bytes) -> Any:
    with canned(said) as base_url:
        return QuanyiHttp(samples.settings(base_url)).query(TOPUP.reference, expected=TOPUP)


@pytest.mark.parametrize(
    ("status", "word"),
    [("402 No", "insufficient_balance"), ("409 No", "price_above_max"), ("409 No", "out_of_stock"), ("422 No", "bad_account")],
)
@pytest.mark.parametrize("form", ['{{"code": "{}"}}', '{{"error": "{}", "detail": "x"}}', '{{"error": {{"code": "{}"}}}}'])
def test_a_listed_refusal_is_definite_wherever_its_word_stands(form: str, status: str, word: str) -> None:
    assert submit(answer(form.format(word).encode(), status=status)) == Refused(word)


@pytest.mark.parametrize(
    "said",
    [
        answer(b'{"code": "bad_account"}', status="402 No"),
        answer(b'{"code": "reference_reused"}', status="409 No"),
        answer(b'{"code": "out_of_stock", "hint": "price_above_max"}', status="409 No"),
        answer(b'{"code": "out_of_stock", "status": "succeeded"}', status="409 No"),
        answer(b"<h1>Payment required</h1>", status="402 No"),
        answer(b'{"code": "not_found"}', status="404 No"),
        answer(b'{"code": "wrong_signature"}', status="401 No"),
        answer(b'{"code": "bad_request"}', status="400 No"),
        answer(GOOD, status="201 Created"),
        answer(b"", status="204 No Content"),
    ],
)
def test_any_other_answer_to_an_order_is_unknown(said: bytes) -> None:
    outcome = submit(said)
    assert (type(outcome), outcome.kind) == (Unknown, UnknownKind.UNLISTED_ANSWER)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"", UnknownKind.DISCONNECTED),
        (b"HTTP/1.1 200 OK\r\nContent-Le", UnknownKind.UNREADABLE),
        (answer(GOOD)[:-10], UnknownKind.DISCONNECTED),
        (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"re', UnknownKind.DISCONNECTED),
        (b"SSH-2.0-OpenSSH\r\n", UnknownKind.UNREADABLE),
        (b"HTTP/1.1 banana OK\r\n\r\n", UnknownKind.UNREADABLE),
        (answer(b"<html>sign in</html>"), UnknownKind.UNREADABLE),
        (answer(b'{"code": "insufficient_balance"}'), UnknownKind.UNREADABLE),
        (answer(GOOD.replace(b"{", b'{"status": "failed", ', 1)), UnknownKind.UNREADABLE),
        (answer(b"x" * (MAX_BODY_BYTES + 1)), UnknownKind.TOO_LARGE),
        (answer(GOOD, status="429 Slow down"), UnknownKind.RATE_LIMITED),
        (answer(GOOD, status="500 Oops"), UnknownKind.SERVER_ERROR),
        (answer(b'{"code": "bad_account"}', status="503 Oops"), UnknownKind.SERVER_ERROR),
        (answer(samples.raw(samples.order(TOPUP, cost_minor=9999))), UnknownKind.WRONG_AMOUNT),
        (answer(samples.raw(samples.order(samples.topup()))), UnknownKind.WRONG_ORDER),
        (answer(samples.raw(samples.order(TOPUP, failure="x"))), UnknownKind.CONTRADICTION),
    ],
)
def test_an_answer_that_proves_nothing_is_unknown_and_says_why(said: bytes, kind: UnknownKind) -> None:
    outcome = submit(said)
    assert (type(outcome), outcome.kind) == (Unknown, kind)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Elsewhere", "308 Elsewhere"])
def test_a_redirect_is_not_followed(status: str) -> None:
    with canned(answer(GOOD)) as elsewhere:
        outcome = submit(answer(b"", status=status, extra=f"Location: {elsewhere}/v1/orders\r\n"))
    assert (type(outcome), outcome.kind) == (Unknown, UnknownKind.REDIRECTED)


def test_silence_is_unknown_at_the_deadline() -> None:
    started = time.monotonic()
    outcome = submit(b"", hold=True)
    assert outcome == Unknown(UnknownKind.TIMEOUT)
    assert 0.3 < time.monotonic() - started < 3.0


def test_no_part_of_an_unreadable_answer_is_repeated() -> None:
    outcome = submit(answer(b'{"codes": [{"code": "ABCD-EFGH-JKLM"}], "status": "ABCD-EFGH-JKLM"}'))
    assert "ABCD" not in repr(outcome)


def test_only_a_404_that_says_so_is_not_found() -> None:
    assert query(answer(b'{"code": "not_found"}', status="404 No")) == NotFound()


@pytest.mark.parametrize(
    "said",
    [
        answer(b"<h1>Not found</h1>", status="404 No"),
        answer(b"", status="404 No"),
        answer(b'{"code": "no_such_address"}', status="404 No"),
        answer(b'{"code": "not_found"}', status="410 Gone"),
        answer(b'{"code": "not_found"}'),
        answer(b'{"code": "not_found"}', status="500 Oops"),
        answer(b'{"code": "out_of_stock"}', status="409 No"),
    ],
)
def test_any_other_failed_query_leaves_the_order_unknown(said: bytes) -> None:
    assert isinstance(query(said), Unknown)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"products": [{"sku": "a"}]}', b'{"products": {}}', b"<html>"])
def test_a_catalogue_that_cannot_be_read_whole_is_unavailable(body: bytes) -> None:
    with canned(answer(body)) as base_url, pytest.raises(SupplierUnavailable) as caught:
        QuanyiHttp(samples.settings(base_url)).products()
    assert caught.value.outcome.kind == UnknownKind.UNREADABLE


def test_a_balance_behind_an_error_is_unavailable() -> None:
    with canned(answer(b"{}", status="500 Oops")) as base_url, pytest.raises(SupplierUnavailable) as caught:
        QuanyiHttp(samples.settings(base_url)).balance()
    assert caught.value.outcome == Unknown(UnknownKind.SERVER_ERROR, "HTTP 500")
