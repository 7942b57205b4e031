"""Trouble comes when it was asked for, and the same way again."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from supply.connectors.base import Connector, NotFound, Processing, Refused, Succeeded, Unknown, UnknownKind
from supply.sandbox import judge
from supply.sandbox.chaos import ACCOUNT_BLOCK, ACCOUNT_TROUBLES, KINDS, Chaos, odds_from
from supply.sandbox.server import Sandbox
from tests.supply.connectors import samples


def steer(sandbox: Sandbox, method: str, path: str, fields: dict[str, Any] | None = None) -> tuple[int, Any]:
    body = None if fields is None else samples.raw(fields)
    request = urllib.request.Request(sandbox.base_url + path, data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_odds_are_read_as_written() -> None:
    assert odds_from(("slow", "html=0.25", "query:error_done=1")) == {"slow": 1.0, "html": 0.25, "query:error_done": 1.0}


@pytest.mark.parametrize("word", ["sloow", "query:sold_out", "elsewhere:slow", "slow=x", "", "products:late_callback"])
def test_a_trouble_that_does_not_exist_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        odds_from((word,))


@pytest.mark.parametrize("odd", [-0.1, 1.1, float("nan"), True, "1", None])
def test_odds_go_from_none_to_all(odd: Any) -> None:
    with pytest.raises(ValueError, match="odds go from 0 to 1"):
        Chaos(0, {"slow": odd})


def test_the_same_seed_draws_the_same_trouble() -> None:
    def draws(seed: int) -> list[frozenset[str]]:
        chaos = Chaos(seed, dict.fromkeys(KINDS, 0.3))
        return [chaos.draw("orders", f"r{number}") for number in range(50)]

    assert (draws(1) == draws(1), draws(1) == draws(2)) == (True, False)


def test_odds_are_kept_in_the_long_run() -> None:
    chaos = Chaos(3, {"slow": 0.2})
    drawn = sum(bool(chaos.draw("orders", f"r{number}")) for number in range(5000))
    assert 900 < drawn < 1100


def test_a_second_try_is_drawn_anew() -> None:
    chaos = Chaos(3, {"slow": 0.5})
    assert {bool(chaos.draw("orders", "r", turn)) for turn in range(20)} == {True, False}


def test_chaos_is_steered_while_it_runs(sandbox: Sandbox) -> None:
    assert steer(sandbox, "POST", "/chaos", {"html": 1, "slow": 0}) == (200, {"seed": 7, "odds": {"html": 1}})
    assert steer(sandbox, "GET", "/chaos") == (200, {"seed": 7, "odds": {"html": 1}})
    assert steer(sandbox, "DELETE", "/chaos") == (200, {"seed": 7, "odds": {}})


@pytest.mark.parametrize("fields", [{"html": 2}, {"nothing": 1}, {"html": "1"}])
def test_chaos_that_makes_no_sense_changes_nothing(sandbox: Sandbox, fields: dict[str, Any]) -> None:
    assert steer(sandbox, "POST", "/chaos", fields)[0] == 400
    assert sandbox.chaos.odds() == {}


def test_the_book_is_shown_to_this_machine(sandbox: Sandbox, connector: Connector) -> None:
    request = samples.topup()
    connector.submit(request)
    connector.submit(samples.topup())
    status, book = steer(sandbox, "GET", f"/book?reference={request.reference}")
    assert (status, book) == (200, judge.snapshot(sandbox.book, request.reference))
    assert [effect["reference"] for effect in book["effects"]] == [request.reference]


def test_a_deposit_is_booked(sandbox: Sandbox) -> None:
    assert steer(sandbox, "POST", "/deposit", {"amount_minor": 5}) == (200, {"balance_minor": 100_000_005})
    assert judge.is_balanced(sandbox.book)


def of_account(last: str) -> Any:
    return samples.topup(account=ACCOUNT_BLOCK + last)


def test_every_account_trouble_is_one_we_know() -> None:
    assert set(ACCOUNT_TROUBLES.values()) - KINDS == set()


@pytest.mark.parametrize("last", ["0001", "0010", "0011", "0012"])
def test_accounts_that_are_refused_stay_refused(connector: Connector, last: str) -> None:
    request = of_account(last)
    assert [connector.submit(request) for _ in range(2)] == [Refused(ACCOUNT_TROUBLES[last])] * 2


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("0002", UnknownKind.TIMEOUT),
        ("0003", UnknownKind.TIMEOUT),
        ("0005", UnknownKind.SERVER_ERROR),
        ("0009", UnknownKind.UNREADABLE),
        ("0013", UnknownKind.WRONG_AMOUNT),
        ("0014", UnknownKind.WRONG_ORDER),
        ("0015", UnknownKind.CONTRADICTION),
        ("0021", UnknownKind.TIMEOUT),
        ("0024", UnknownKind.UNLISTED_ANSWER),
        ("0025", UnknownKind.REDIRECTED),
        ("0026", UnknownKind.TOO_LARGE),
    ],
)
def test_accounts_that_are_badly_answered_are_done_all_the_same(connector: Connector, last: str, kind: UnknownKind) -> None:
    request = of_account(last)
    submitted = connector.submit(request)
    assert isinstance(submitted, Unknown)
    assert (submitted.kind, type(connector.query(request.reference, expected=request))) == (kind, Succeeded)


@pytest.mark.parametrize("last", ["0004", "0006", "0008"])
def test_accounts_that_are_lost_once_succeed_when_sent_again(connector: Connector, last: str) -> None:
    request = of_account(last)
    outcomes = connector.submit(request), connector.query(request.reference), connector.submit(request)
    assert [type(outcome) for outcome in outcomes] == [Unknown, NotFound, Succeeded]


def test_an_account_that_takes_its_time_succeeds_in_the_end(sandbox: Sandbox, connector: Connector) -> None:
    request = of_account("0027")
    assert isinstance(connector.submit(request), Processing)
    sandbox.book.write("UPDATE placed SET due_at = 0 WHERE reference = ?", request.reference)
    assert isinstance(connector.query(request.reference, expected=request), Succeeded)


def test_the_same_digits_elsewhere_mean_nothing(connector: Connector) -> None:
    assert isinstance(connector.submit(samples.topup(account="13800000001")), Succeeded)
