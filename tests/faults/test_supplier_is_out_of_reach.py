"""The line to the supplier cut in every way, the worker killed and paused around the call: bought once, never guessed."""

import json
import signal
import time
from functools import partial
from http.client import HTTPConnection

import pytest

from supply.connectors.secret import Secret
from supply.connectors.signing import Message, Signer
from tests.faults.whole import Tap, Whole, at_once, wait_until
from tests.stress.families import children_of, family, is_stopped, send

pytestmark = pytest.mark.faults
PATH = "/suppliers/sandbox/callback"
GENUINE = Signer("sandbox", Secret("sandbox-secret-for-demonstration"))


def tapped(whole: Whole) -> Tap:
    tap = whole.granted("phone-50")
    assert tap.until_answered().status == 202
    return tap


@pytest.mark.parametrize("point", ["submit.before_attempt_row", "submit.after_attempt_row", "submit.after_send", "submit.before_outcome"])
def test_kill_9_of_the_celery_child_around_the_call_buys_once(whole: Whole, point: str) -> None:
    worker = whole.pid("worker-outside")
    before = set(children_of(worker))
    with whole.armed("workers", f"{point}=kill9"):
        tap = tapped(whole)
        wait_until(lambda: set(children_of(worker)) != before)
    tap.assert_delivered_once()


@pytest.mark.parametrize("mode", ["refuse", "reset", "truncate", "delay", "half_open", "drop", "drip"])
def test_line_that_fails_in_any_way_is_never_taken_for_a_refusal(whole: Whole, mode: str) -> None:
    with whole.line("supplier", mode, 0.3):
        tap = tapped(whole)
        wait_until(lambda: tap.topup()[2] != "submitting" and _was_tried(whole, tap), seconds=30)
        assert tap.topup()[2] in ("created", "unknown", "processing", "succeeded")
    tap.assert_delivered_once()


def test_supplier_that_is_down_was_not_asked_and_is_asked_later(whole: Whole) -> None:
    sandbox = whole.stage.pieces["sandbox"]
    send([sandbox.pid or 0], signal.SIGKILL)
    tap = tapped(whole)
    tap.assert_delivered_once()


def _was_tried(whole: Whole, tap: Tap) -> bool:
    return bool(whole.value("SELECT count(*) FROM supply_attempt WHERE topup_id = %s AND ended_at IS NOT NULL", tap.topup()[0]))


def test_worker_that_was_paused_beyond_its_lease_writes_nothing_late(whole: Whole) -> None:
    worker = whole.pid("worker-outside")
    with whole.armed("workers", "submit.after_send=stop"):
        tap = tapped(whole)
        wait_until(lambda: any(map(is_stopped, family(worker))))
    stopped = [pid for pid in family(worker) if is_stopped(pid)]
    tap.assert_delivered_once()
    trail = "SELECT after FROM common_event WHERE subject_id = %s AND after <> '' ORDER BY id"
    before = whole.read(trail, tap.topup()[0])
    send(stopped, signal.SIGCONT)
    ended = "SELECT count(*) FROM supply_attempt WHERE topup_id = %s AND kind = 'submit' AND ended_at IS NOT NULL"
    wait_until(lambda: whole.value(ended, tap.topup()[0]) == 1)
    assert whole.read(trail, tap.topup()[0]) == before
    assert [row[0] for row in before].count("succeeded") == 1


def _callback(whole: Whole, tap: Tap, event: str, *, status: str = "succeeded") -> Message:
    order = next(order for order in whole.book()["orders"] if order["reference"] == tap.topup()[1])
    shown = {name: order[name] for name in ("reference", "supplier_order_id", "sku", "quantity", "cost_minor", "currency")}
    body = {"event_id": event, "order": {**shown, "status": status, **({"failure": "account_frozen"} if status == "failed" else {})}}
    return Message("POST", PATH, json.dumps(body).encode())


def _post(whole: Whole, message: Message, headers: dict[str, str]) -> int:
    connection = HTTPConnection("127.0.0.1", whole.port, timeout=20)
    connection.request("POST", PATH, body=message.body, headers={**headers, "Content-Type": "application/json"})
    return connection.getresponse().status


def test_callback_acts_once_and_a_false_one_never(whole: Whole) -> None:
    tap = tapped(whole)
    tap.assert_delivered_once()
    genuine = _callback(whole, tap, f"evt-{tap.grant}")
    signed = GENUINE.headers(genuine, at=time.time())
    copies = at_once([partial(_post, whole, genuine, signed) for _ in range(20)])
    assert copies == [204] * 20
    stored = "SELECT count(*), max(seen_count) FROM supply_callback WHERE event_id = %s"
    assert whole.read(stored, f"evt-{tap.grant}") == [(1, 20)]
    altered = Message("POST", PATH, genuine.body.replace(b"succeeded", b"failed"))
    stranger = Signer("sandbox", Secret("a guess"))
    false = [
        (altered, signed),
        (genuine, GENUINE.headers(genuine, at=time.time() - 400)),
        (genuine, GENUINE.headers(genuine, at=time.time() + 400)),
        (genuine, stranger.headers(genuine, at=time.time())),
        (genuine, {}),
    ]
    assert [_post(whole, message, headers) for message, headers in false] == [401] * 5
    contrary = _callback(whole, tap, f"evt-contrary-{tap.grant}", status="failed")
    assert _post(whole, contrary, GENUINE.headers(contrary, at=time.time())) == 204
    assert whole.value("SELECT state FROM supply_callback WHERE event_id = %s", f"evt-contrary-{tap.grant}") == "conflict"
    assert tap.topup()[2] == "succeeded"
