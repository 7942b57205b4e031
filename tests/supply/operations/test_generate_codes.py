"""Codes of our own come in like a supplier's: checked, looked at, committed."""

from datetime import date

import pytest
from django.utils.translation import override

from common.scope import OWNER, within
from supply.models import Code, Intake, Lot, OrderLine
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


def test_codes_made_by_us_are_called_so_in_the_readers_language() -> None:
    with override("zh-hans"):
        intake = generate_codes(order_line_id=_own_line().id, count=2, by=OPERATOR, at=NOW)
        chinese = str(intake)
    client = sign_in()
    for kept in (intake.file_name, chinese):  # As it is kept now, and as it was kept in the language of whoever made it.
        Intake.objects.update(file_name=kept)
        for address in ("/ops/supply/intake/", f"/ops/supply/intake/{intake.pk}/change/"):
            pages = {
                language: client.get(address, headers={"accept-language": language}).content.decode() for language in ("en", "zh-hans")
            }
            assert [("Made by us" in page, chinese in page) for page in pages.values()] == [(True, False), (False, True)]


def test_a_file_keeps_its_own_name() -> None:
    assert str(Intake(file_name="cards.xlsx")) == "cards.xlsx"
