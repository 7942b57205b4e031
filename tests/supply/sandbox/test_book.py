"""The supplier's own book: balanced, kept over a restart, and without a code in it."""

import sqlite3
import time
from pathlib import Path

import pytest

from supply.connectors.base import Connector, Succeeded
from supply.connectors.quanyi_http import QuanyiHttp
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.supply.connectors import samples


def test_success_moves_money_to_sales(sandbox: Sandbox, connector: Connector) -> None:
    connector.submit(samples.topup())
    assert judge.accounts(sandbox.book) == {"bank": -100_000_000, "held": 0, "prepaid": 99_995_100, "sales": 4_900}
    assert judge.is_balanced(sandbox.book)


def test_failure_gives_the_money_and_the_stock_back(sandbox: Sandbox, connector: Connector) -> None:
    sandbox.chaos.set({"fails_later": 1})
    sandbox.book.change_product("phone-50", stock=5)
    connector.submit(samples.topup())
    assert judge.accounts(sandbox.book) == {"bank": -100_000_000, "held": 0, "prepaid": 100_000_000}
    assert {product.sku: product.stock for product in connector.products()}["phone-50"] == 5


def test_the_judge_sees_a_book_that_does_not_balance(sandbox: Sandbox, connector: Connector) -> None:
    connector.submit(samples.topup())
    sandbox.book.write("UPDATE posting SET amount_minor = amount_minor + 1 WHERE account = 'sales'")
    assert not judge.is_balanced(sandbox.book)


def test_a_failing_transaction_leaves_nothing(sandbox: Sandbox) -> None:
    def half_done() -> None:
        with sandbox.book.writing():
            sandbox.book.deposit(1)
            sandbox.book.insert("effect", {"reference": None})

    with pytest.raises(sqlite3.IntegrityError):
        half_done()
    assert sandbox.book.balance_minor() == 100_000_000


def test_a_kept_book_answers_the_same_after_a_restart(tmp_path: Path) -> None:
    settings = SandboxSettings(book=tmp_path / "kept" / "book.sqlite3")
    request = samples.codes(3)
    with start(settings) as sandbox:
        first = QuanyiHttp(sandbox.connector_settings).submit(request)
    with start(settings) as sandbox:
        assert isinstance(first, Succeeded)
        assert QuanyiHttp(sandbox.connector_settings).query(request.reference, expected=request) == first
        assert judge.accounts(sandbox.book)["prepaid"] == 100_000_000 - 3 * 9_600


def test_an_order_under_way_is_finished_after_a_restart(tmp_path: Path) -> None:
    path, request = tmp_path / "book.sqlite3", samples.topup()
    with start(SandboxSettings(book=path, delay_seconds=0.3)) as sandbox:
        QuanyiHttp(sandbox.connector_settings).submit(request)
        assert judge.effects(sandbox.book) == []
    time.sleep(0.3)
    with start(SandboxSettings(book=path)) as sandbox:
        assert isinstance(QuanyiHttp(sandbox.connector_settings).query(request.reference), Succeeded)
        assert len(judge.effects(sandbox.book)) == 1


def test_no_code_stands_in_the_file_or_in_what_the_judge_sees(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite3"
    with start(SandboxSettings(book=path)) as sandbox:
        outcome = QuanyiHttp(sandbox.connector_settings).submit(samples.codes(5))
        seen = repr(judge.snapshot(sandbox.book))
    assert isinstance(outcome, Succeeded)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    texts = [item.code.reveal() for item in outcome.order.codes]
    assert [text for text in texts if text.encode() in written or text in seen] == []


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite3"
    with start(SandboxSettings(book=path)):
        assert path.stat().st_mode & 0o777 == 0o600
