"""The rig itself: what it must be able to see, it sees."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from common.failpoints import NAMES, read_traps
from tests.stress.acks import Acks
from tests.stress.canary import cards, disguises, marker, pattern
from tests.stress.judges.supplier import _is_blind
from tests.stress.plan import FAULTS, make_plan
from tests.stress.points import names
from tests.stress.proxies import Proxies
from tests.stress.pulse import Recovery, judge_recoveries
from tests.stress.rings import rings_among


def test_the_same_seed_plays_the_same_plan_and_another_another() -> None:
    assert make_plan(7, seconds=300) == make_plan(7, seconds=300)
    assert make_plan(7, seconds=300).digest != make_plan(8, seconds=300).digest


def test_longer_run_begins_as_the_shorter_one() -> None:
    short, long = make_plan(7, seconds=60).faults, make_plan(7, seconds=600).faults
    assert long[: len(short)] == short


def test_each_kind_of_fault_comes_before_any_comes_again() -> None:
    first = make_plan(3, seconds=3600).faults[: len(FAULTS)]
    assert sorted(fault.kind for fault in first) == sorted(FAULTS)


def test_every_planned_trap_is_one_that_the_platform_knows() -> None:
    traps = [trap for fault in make_plan(5, seconds=36_000).faults for trap in fault.how.get("traps", ())]
    assert len(traps) > 1000
    assert set(read_traps(traps)) <= NAMES


def test_points_are_read_from_the_source_as_they_are() -> None:
    assert names() == sorted(NAMES)


def test_cards_of_a_run_differ_and_carry_its_marker() -> None:
    made = cards(7, 0, 20_000)
    assert len(set(made)) == 20_000
    assert {card[:9] for card in made} == {marker(7)}


@pytest.mark.parametrize("offset", range(3))
def test_canary_is_found_in_base64_at_every_offset(offset: int) -> None:
    lies = base64.b64encode(b"x" * (3 + offset) + cards(7, 5, 1)[0].encode() + b"yz")
    assert pattern([marker(7)]).search(lies)


def test_canary_is_found_in_every_other_disguise_and_not_where_there_is_none() -> None:
    seen = pattern([marker(7)])
    assert [name for name, form in disguises(marker(7)).items() if not seen.search(f"…{form}…".encode())] == []
    assert seen.search(cards(8, 0, 1)[0].encode()) is None


def test_second_code_of_a_redemption_and_second_owner_of_a_code_are_found() -> None:
    acks = Acks()
    acks.code_shown("r1", "digest", "CODE")
    acks.code_shown("r1", "digest", "CODE")
    assert acks.findings == []
    acks.code_shown("r1", "other", "CODE-2")
    acks.code_shown("r2", "digest", "CODE")
    assert [finding.promise for finding in acks.findings] == ["I01 one redemption, one code", "I01 one code, one redemption"]


def test_internal_error_and_another_answer_to_the_same_key_are_found() -> None:
    acks = Acks()
    acks.count("claim", "500")
    acks.same_answer("claim", "k", 1)
    acks.same_answer("claim", "k", 2)
    assert [finding.promise for finding in acks.findings] == ["internal error", "I21 same key, same answer"]


def test_what_never_came_back_and_what_took_a_minute_are_found() -> None:
    waited = [Recovery("web killed", 0.0, 2.0), Recovery("work killed", 1.0, 61.0), Recovery("web killed", 2.0)]
    assert [finding.detail for finding in judge_recoveries(waited)] == ["work killed: after 61 s", "web killed: never"]


def test_order_that_was_sent_again_without_asking_is_found() -> None:
    assert not _is_blind([("POST", 503), ("GET", 404), ("POST", 200), ("GET", 200)])
    assert _is_blind([("POST", None), ("GET", 200), ("POST", 200)])
    assert _is_blind([("POST", None), ("POST", 200)])


@contextmanager
def echo() -> Iterator[int]:
    """A server that says everything twice."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _address = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(client,), daemon=True).start()

        def answer(client: socket.socket) -> None:
            with client, suppress(ConnectionError):
                while piece := client.recv(1000):
                    client.sendall(piece * 2)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def said(port: int, words: bytes = b"hello COMMIT") -> bytes:
    """What comes back within half a second. A line may be cut before whoever opened it has noticed that it is open."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as line:
            line.sendall(words)
            return line.recv(1000)
    except TimeoutError:
        return b"(nothing)"
    except OSError:
        return b"(cut)"


@pytest.mark.parametrize(
    ("mode", "heard"),
    [
        ("pass", b"hello COMMIT" * 2),
        ("delay", b"hello COMMIT" * 2),
        ("refuse", b"(cut)"),
        ("reset", b"(cut)"),
        ("drop", b"(nothing)"),
        ("half_open", b"(nothing)"),
        ("truncate", b"hello COMMIT"),
        ("drip", b"h"),
        ("hold_commit", b"(nothing)"),
    ],
)
def test_proxy_misbehaves_as_it_is_told_and_then_no_longer(mode: str, heard: bytes) -> None:
    with echo() as target:
        proxies = Proxies.start({"line": target})
        try:
            proxies.set("line", mode, seconds=0.05)
            assert said(proxies.ports["line"]) == heard
            proxies.set("line", "pass")
            assert said(proxies.ports["line"], b"again") == b"againagain"
        finally:
            proxies.stop()


def test_a_ring_is_told_from_a_queue() -> None:
    queue = {1: ([9], "a"), 2: ([1], "b"), 3: ([2, 1], "c")}
    assert rings_among(queue) == set()
    assert rings_among({**queue, 9: ([3], "d")}) == {("a", "b", "c", "d")}
