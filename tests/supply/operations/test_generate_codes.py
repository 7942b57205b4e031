"""Codes of our own come in like a supplier's: checked, looked at, committed."""

from datetime import date

import pytest

from common.scope import OWNER, within
from supply.models import Code, Lot, OrderLine
from supply.operations import generate_codes
from supply.operations.generate_codes import NotOwnStock, PatternMismatch
from supply.queries import preview_of
from supply.rules.generate import LengthRefused, is_consistent
from supply.vault import cipher_of
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, OPERATOR, make_order_line, make_product, make_supplier
from tests.supply.stocking import make_card_line, run_jobs, take_in

pytestmark = pytest.mark.django_db


def _own_line(pattern: str = "") -> OrderLine:
    return make_order_line(make_product("code", code_pattern=pattern), supplier=make_supplier(kind="own"))


def test_generated_codes_become_stock_with_a_check_character() -> None:
    intake = generate_codes(order_line_id=_own_line().id, count=50, expires_on=date(2027, 1, 31), by=OPERATOR, at=NOW)
    run_jobs()
    lot = take_in(intake)
    with within(OWNER):
        texts = [cipher_of(lot).open(code.id, bytes(code.ciphertext)).code for code in Code.objects.all()]
    assert (lot.received_count, lot.expires_on, len(set(texts))) == (50, date(2027, 1, 31), 50)
    assert all(len(text) == 19 and is_consistent(text) for text in texts)


def test_the_length_is_the_operators_choice_within_what_is_safe() -> None:
    line = _own_line("[0-9A-Z]{4}(-[0-9A-Z]{4}){4}")
    intake = generate_codes(order_line_id=line.id, count=1, length=20, by=OPERATOR, at=NOW)
    run_jobs()
    intake.refresh_from_db()
    assert (intake.state, intake.good_count, preview_of(intake.id).guess_chance) == ("ready", 1, 32.0**-19)
    assert preview_of(intake.id).one_guess_in == 32**19
    page = sign_in().get(f"/ops/supply/intake/{intake.id}/change/", headers={"accept-language": "en"}).content.decode()
    assert f"once in {32**19:,} guesses" in page
    with pytest.raises(LengthRefused):
        generate_codes(order_line_id=line.id, count=1, length=8, by=OPERATOR, at=NOW)


def test_codes_are_made_for_our_own_stock_alone() -> None:
    with pytest.raises(NotOwnStock):
        generate_codes(order_line_id=make_card_line().id, count=1, by=OPERATOR, at=NOW)
    assert Lot.objects.count() == 0


def test_codes_that_the_product_would_refuse_are_not_made() -> None:
    with pytest.raises(PatternMismatch):
        generate_codes(order_line_id=_own_line("[0-9]{16}").id, count=1, by=OPERATOR, at=NOW)
    assert Lot.objects.count() == 0
