"""The schema guards codes and lots also against SQL by hand."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from common.feed import trail_of
from common.ids import new_id
from common.scope import OWNER, within
from supply.models import Code
from tests.supply.stocking import bring, code_of, issue, make_card_product, stock

pytestmark = pytest.mark.django_db

COPY_OF = """
INSERT INTO supply_code (id, lot_id, product_id, state, fingerprint, ciphertext, tail, shuffle, line_number)
SELECT {id}, lot_id, {product}, 'available', {fingerprint}, ciphertext, tail, shuffle, line_number FROM supply_code LIMIT 1
"""


def _refused(sql: str, *given: str | UUID | None) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(sql, given)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError:
            return True
        finally:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return False


@within(OWNER)
def test_one_plaintext_exists_once() -> None:
    stock(code_of(1))
    assert _refused(COPY_OF.format(id="%s", product="product_id", fingerprint="fingerprint"), new_id())
    # The same row under another fingerprint would pass: it is the fingerprint that refuses.
    assert not _refused(COPY_OF.format(id="%s", product="product_id", fingerprint="'other'::bytea"), new_id())


def test_a_code_is_of_its_lots_product() -> None:
    stock(code_of(1))
    other = make_card_product()
    assert _refused(COPY_OF.format(id="%s", product="%s", fingerprint="'other'::bytea"), new_id(), other.id)


@pytest.mark.parametrize(
    "move",
    [
        "state = 'available', purpose_id = NULL, issued_at = NULL",
        "state = 'reserved'",
        "state = 'expired'",
        "state = 'lost'",
        "purpose_id = NULL",
        "issued_at = NULL",
        "state = 'void'",  # Without its time.
    ],
)
def test_an_issued_code_never_goes_back(move: str) -> None:
    code = issue(stock(code_of(1)))
    assert _refused(f"UPDATE supply_code SET {move} WHERE id = %s", code.id)
    assert Code.objects.get(id=code.id).state == "issued"


@pytest.mark.parametrize("state", ["void", "expired"])
@pytest.mark.alone("it rewrites every code that there is")
def test_a_code_that_is_gone_stays_gone(state: str) -> None:
    stock(code_of(1))
    assert not _refused("UPDATE supply_code SET state = %s, voided_at = now()", state)
    for back in ("available", "reserved", "issued"):
        assert _refused("UPDATE supply_code SET state = %s, purpose_id = %s, issued_at = now()", back, new_id())


def test_one_redemption_has_one_code() -> None:
    lot = stock(code_of(1), code_of(2))
    first = issue(lot)
    assert _refused(
        "UPDATE supply_code SET state = 'issued', issued_at = now(), purpose_id = %s WHERE state = 'available'", first.purpose_id
    )


@pytest.mark.parametrize("change", ["ciphertext = 'x'::bytea", "fingerprint = 'x'::bytea", "line_number = 7"])
def test_what_came_in_is_never_exchanged(change: str) -> None:
    stock(code_of(1))
    assert _refused(f"UPDATE supply_code SET {change}")


def test_no_code_is_deleted() -> None:
    stock(code_of(1))
    assert _refused("DELETE FROM supply_code")


def test_a_code_is_shown_only_after_it_was_issued() -> None:
    stock(code_of(1))
    assert _refused("UPDATE supply_code SET revealed_at = now()")


@pytest.mark.parametrize("secret", ["ciphertext = 'x'::bytea", "fingerprint = 'x'::bytea", "tail = 'WXYZ'"])
def test_a_refused_line_can_keep_no_secret(secret: str) -> None:
    bring([code_of(1), code_of(1)])
    assert _refused(f"UPDATE supply_stagedcode SET {secret} WHERE reason <> ''")


@pytest.mark.parametrize("state", ["receiving", "exhausted", "discarded", "lost"])
def test_a_quarantined_lot_makes_no_other_move_than_its_table_knows(state: str) -> None:
    lot = stock(code_of(1))
    assert not _refused("UPDATE supply_lot SET state = 'quarantined'")
    assert _refused("UPDATE supply_lot SET state = %s", state)
    assert trail_of([("lot", lot.id)])[-1].after == "quarantined"


def test_sql_by_hand_leaves_the_same_trail() -> None:
    stock(code_of(1))
    code = Code.objects.get()
    assert not _refused("UPDATE supply_code SET state = 'void', voided_at = now()")
    entry = trail_of([("code", code.id)])[-1]
    assert (entry.kind, entry.before, entry.after) == ("code.void", "available", "void")
