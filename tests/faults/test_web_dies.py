"""The web server killed, restarted and cut off in the middle of claims: nothing or all, and the same key finds it."""

import signal
import time
from functools import partial

import psycopg
import pytest

from config.embedded.access import USER
from tests.faults.whole import Tap, Whole, at_once, until_answered, wait_until
from tests.stress.families import send
from tests.stress.wire import Answer, Program, Wire

pytestmark = pytest.mark.faults
POINTS = (
    "replay.after_key",
    "claim.after_lock",
    "claim.after_decision",
    "claim.after_code",
    "claim.after_delivery",
    "claim.before_commit",
    "replay.before_answer",
    "claim.after_commit",
)


@pytest.mark.parametrize("point", POINTS)
def test_kill_9_at_a_point_of_a_claim_does_nothing_or_all_of_it(whole: Whole, point: str) -> None:
    tap = whole.granted()
    with whole.armed("web", f"{point}=kill9"):
        assert tap.once().is_lost
        is_done = bool(tap.redemptions())
        assert is_done == (point == "claim.after_commit")
    first, again = tap.until_answered(), tap.until_answered()
    assert (first.status, first.body) == (again.status, again.body)
    assert tap.redemptions() == [first.json()["id"]]


def test_kill_9_within_a_transfer_leaves_neither_grant_nor_reservation(whole: Whole) -> None:
    program, note = whole.program(), f"killed {time.time_ns()}"
    body = {"member": {"staff_no": whole.enterprise["members"][0]["staff_no"]}, "benefit": "thanks-badge", "note": note}
    before = whole.read("SELECT name, balance FROM common_account WHERE owner_type = 'budget' ORDER BY owner_id, name")
    body["benefit"] = "ecard-100"
    with whole.armed("web", "ledger.between_balance_and_postings=kill9"):
        assert program.send("POST", "grants", body, note).is_lost
        assert whole.read("SELECT name, balance FROM common_account WHERE owner_type = 'budget' ORDER BY owner_id, name") == before
    assert until_answered(lambda: program.send("POST", "grants", body, note)).status == 201
    assert whole.value("SELECT count(*) FROM benefits_grant WHERE note = %s", note) == 1


def test_sigterm_of_the_web_under_load_fails_no_claim(whole: Whole) -> None:
    taps = [whole.granted() for _ in range(40)]
    acts = [partial(_in_a_row, taps[start::4]) for start in range(4)]

    def deploy() -> list[int]:
        time.sleep(0.3)
        send([whole.pid("web")], signal.SIGTERM)
        return []

    *claimed, _deployed = at_once([*acts, deploy])
    assert [status for row in claimed for status in row] == [201] * 40


def _in_a_row(taps: list[Tap]) -> list[int]:
    statuses = []
    for tap in taps:
        statuses.append(tap.until_answered().status)
        time.sleep(0.05)
    return statuses


def test_lock_held_by_another_is_a_friendly_later_after_three_seconds(whole: Whole) -> None:
    tap = whole.granted()
    with psycopg.connect(whole.stage.owner_url) as holder:
        holder.execute("SELECT 1 FROM benefits_grant WHERE id = %s FOR UPDATE", [tap.grant])
        refused = tap.once()
        assert (refused.status, refused.json()["code"], refused.headers["retry-after"]) == (503, "busy", "2")
    assert tap.until_answered().status == 201


def test_exhausted_connections_are_a_later_within_seconds_and_nobody_piles_up(whole: Whole) -> None:
    member = whole.enterprise["members"][0]
    asked = [partial(_timed, Program(Wire(whole.port), "/api/v1/", member["token"])) for _ in range(200)]
    whole.read(f"ALTER ROLE {USER} CONNECTION LIMIT 0")
    try:
        _cut_all(whole)
        answers = at_once(asked)
        time.sleep(3)  # They come again, as they were told.
        again = at_once(asked)
    finally:
        whole.read(f"ALTER ROLE {USER} CONNECTION LIMIT -1")
    assert {(answer.status, answer.headers.get("retry-after")) for answer, _seconds in [*answers, *again]} == {(503, "2")}
    seconds = sorted(seconds for _answer, seconds in answers)
    later = sorted(seconds for _answer, seconds in again)
    print(f"told after {seconds[100]:.1f} s, the last after {seconds[-1]:.1f} s; later after {later[100]:.1f} s and {later[-1]:.1f} s")
    assert seconds[-1] < 5  # Two for those who wait in the pool; the others share their threads.
    assert later[100] < 2
    assert until_answered(lambda: asked[0]()[0]).status == 200


def _timed(program: Program) -> tuple[Answer, float]:
    began_at = time.monotonic()
    answer = program.get("me")
    return answer, time.monotonic() - began_at


def test_answer_to_commit_that_never_comes_is_found_again_by_its_key(whole: Whole) -> None:
    tap = whole.granted()
    wait_until(lambda: tap.whole.program().get("budgets").status == 200)
    held = whole.stage.proxies.count("web")["held"]
    with whole.line("web", "hold_commit"):
        sent = at_once([tap.once, partial(_let_go_when_held, whole, held)])[0]
    assert sent.is_to_retry
    first, again = tap.until_answered(), tap.until_answered()
    assert (first.status, first.body) == (201, again.body)
    assert tap.redemptions() == [first.json()["id"]]


def _let_go_when_held(whole: Whole, before: int) -> None:
    wait_until(lambda: whole.stage.proxies.count("web")["held"] > before)
    time.sleep(0.5)
    whole.stage.proxies.set("web", "pass")


def _cut_all(whole: Whole) -> None:
    whole.read("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()", USER)
