"""Opening a code: for its redemption alone, recorded each time, and never a row that was touched."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from common.feed import trail_of
from common.ids import new_id
from common.refusals import NotFound
from common.scope import OWNER, within
from common.sealed import VaultClosed
from supply.models import Code, Lot
from supply.operations import open_code_for, void_code
from supply.operations.open_code import CodeWithdrawn
from supply.vault import OpenedCode, VaultRefused
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import bring, code_of, issue, release, stock, take_in

pytestmark = pytest.mark.django_db

CONTENT = f"Code,Card no.,Expires on\n{code_of(1)},62017,2027-12-31\n{code_of(2)},62018,2027-12-31\n".encode()


def _issued() -> Code:
    return issue(release(take_in(bring(CONTENT))))


def _open(code: Code, purpose_id: UUID | None = None, at: datetime = NOW) -> OpenedCode:
    return open_code_for(code_id=code.id, purpose_id=purpose_id or code.purpose_id or new_id(), by=OPERATOR, at=at)


def _by_force(sql: str, *given: bytes | UUID) -> None:
    # What a thief with the database could do, past our own triggers.
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("supply_code", "supply_lot"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, given)
        for table in ("supply_code", "supply_lot"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_issued_code_opens_for_its_redemption() -> None:
    opened = _open(_issued())
    assert (opened.code, opened.card_no, opened.expires_on) == (code_of(1), "62017", date(2027, 12, 31))


def test_the_first_opening_sets_the_time_and_each_is_noted() -> None:
    code = _issued()
    _open(code)
    _open(code, at=NOW + timedelta(hours=1))
    assert Code.objects.get(id=code.id).revealed_at == NOW
    noted = [entry for entry in trail_of([("code", code.id)]) if entry.kind == "code.revealed"]
    assert [(entry.actor, entry.data["redemption"]) for entry in noted] == [(str(OPERATOR), str(code.purpose_id))] * 2


def test_a_code_of_another_redemption_looks_like_none() -> None:
    code = _issued()
    with pytest.raises(NotFound):
        _open(code, new_id())
    assert Code.objects.get(id=code.id).revealed_at is None


def test_a_code_that_nobody_has_is_not_opened() -> None:
    stock(code_of(1))
    with pytest.raises(NotFound):
        _open(Code.objects.get())


def test_a_void_code_is_not_opened() -> None:
    code = _issued()
    void_code(code_id=code.id, by=OPERATOR, at=NOW, taken_from=code.purpose_id)
    with pytest.raises(CodeWithdrawn):
        _open(code)


def test_rows_whose_secrets_were_swapped_do_not_open() -> None:
    code = _issued()
    other = Code.objects.exclude(id=code.id).get()
    _by_force("UPDATE supply_code c SET ciphertext = o.ciphertext FROM supply_code o WHERE o.id = %s AND c.id = %s", other.id, code.id)
    with pytest.raises(VaultRefused):
        _open(code)


@pytest.mark.parametrize("column", ["wrapped_key", "key_version"])
def test_a_lot_whose_key_was_changed_does_not_open(column: str) -> None:
    code = _issued()
    _by_force(f"UPDATE supply_lot SET {column} = {column} || 'x' WHERE id = %s", code.lot_id)
    with pytest.raises(VaultRefused):
        _open(code)


def test_a_code_that_does_not_open_freezes_its_lot_and_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    code = _issued()
    _by_force("UPDATE supply_code SET ciphertext = ciphertext || 'x' WHERE id = %s", code.id)
    with caplog.at_level(logging.ERROR), pytest.raises(VaultRefused):
        _open(code)
    assert (Lot.objects.get().state, Code.objects.get(id=code.id).revealed_at) == ("quarantined", None)
    assert [record.message for record in caplog.records] == ["a code does not open"]
    frozen = trail_of([("lot", code.lot_id)])[-1]
    assert (frozen.kind, frozen.actor) == ("lot.quarantined", "system:vault")


def test_a_key_provider_that_does_not_answer_shows_nothing_and_notes_nothing(settings: Settings) -> None:
    code = _issued()
    settings.VAULT_PROVIDER = "tests.supply.closed_keys.ClosedKeys"
    with pytest.raises(VaultClosed):
        _open(code)
    assert (Code.objects.get(id=code.id).revealed_at, Lot.objects.get().state) == (None, "released")
    assert [entry.kind for entry in trail_of([("code", code.id)])] == ["code.issued"]
