"""A checked file becomes stock, once; or is thrown away and leaves nothing."""

from datetime import date

import pytest

from common.feed import trail_of
from common.ids import new_id
from common.jobs.models import Job
from common.refusals import NotFound
from common.scope import OWNER, within
from supply.models import Code, Intake, IntakeChunk, Lot, PurchaseOrder, StagedCode
from supply.operations import commit_intake, discard_intake
from supply.operations.intake.refusals import IntakeNotReady, NothingToTakeIn
from supply.vault import cipher_of, fingerprint_of
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import bring, code_of, make_card_line, receive, run_jobs, stock, take_in

pytestmark = pytest.mark.django_db


def test_each_good_line_becomes_a_code_that_opens_in_its_row() -> None:
    lot = take_in(bring(f"Code,Card no.,Expires on\n{code_of(1).lower()},6201,2027-12-31\n".encode()))
    code = Code.objects.get()
    assert (code.lot_id, code.product_id, code.state, code.tail) == (lot.id, lot.product_id, "available", "0001")
    assert (code.line_number, code.expires_on) == (2, date(2027, 12, 31))
    with within(OWNER):
        assert bytes(code.fingerprint) == fingerprint_of(code_of(1), case_sensitive=False)
        text = cipher_of(lot).open(code.id, bytes(code.ciphertext))
    assert (text.code, text.card_no) == (code_of(1), "6201")


def test_the_lot_is_quarantined_with_its_count_and_earliest_expiry() -> None:
    content = f"Code,Expires on\n{code_of(1)},2028-01-31\n{code_of(2)},2027-06-30\n{code_of(3)},\n"
    lot = take_in(bring(content.encode()))
    assert (lot.state, lot.received_count, lot.expires_on) == ("quarantined", 3, date(2027, 6, 30))
    assert lot.received_at is not None


def test_committing_forgets_every_sealed_line_and_keeps_the_refused_ones() -> None:
    intake = bring([code_of(1), code_of(1), code_of(2)])
    take_in(intake)
    assert IntakeChunk.objects.count() == 0
    assert list(StagedCode.objects.values_list("line_number", "reason")) == [(2, "duplicate_in_file")]


def test_committing_twice_makes_one_lot() -> None:
    intake = bring([code_of(1)])
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    assert Job.objects.filter(name="supply.commit_intake").count() == 1
    run_jobs()
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    assert (Code.objects.count(), Intake.objects.get().state) == (1, "done")


def test_several_steps_make_the_same_stock_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.intake.committing.CODES_A_STEP", 2)
    lot = take_in(bring(map(code_of, range(7))))
    assert (lot.received_count, Code.objects.count()) == (7, 7)
    assert len(set(Code.objects.values_list("shuffle", flat=True))) == 7


def test_a_code_that_another_file_brought_meanwhile_is_marked() -> None:
    first, second = bring([code_of(1), code_of(2)]), bring([code_of(3), code_of(2)])
    take_in(first)
    lot = take_in(second)
    second.refresh_from_db()
    assert (lot.received_count, second.good_count, second.refused_count) == (1, 1, 1)
    assert list(second.staged.values_list("line_number", "reason", "given")) == [(2, "duplicate_on_platform", "····0002")]


def test_a_file_whose_every_code_was_brought_meanwhile_opens_no_lot() -> None:
    first, second = bring([code_of(1)]), bring([code_of(1), code_of(1).lower()])
    take_in(first)
    assert take_in(second).state == "discarded"


def test_an_order_is_received_when_its_lots_cover_it() -> None:
    line = make_card_line(3)
    take_in(bring([code_of(1), code_of(2)], line=line))
    assert PurchaseOrder.objects.get().state == "ordered"
    take_in(bring([code_of(3)], line=line))
    assert PurchaseOrder.objects.get().state == "received"


def test_a_file_without_a_good_line_is_not_committed() -> None:
    stock(code_of(1))
    intake = bring([code_of(1)])
    with pytest.raises(NothingToTakeIn):
        commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    assert Intake.objects.get(id=intake.id).state == "ready"


def test_a_discarded_file_leaves_neither_lines_nor_stock() -> None:
    intake = bring([code_of(1), code_of(1)])
    discard_intake(intake_id=intake.id, by=OPERATOR, at=NOW, reason="wrong file")
    assert (Intake.objects.get().state, Lot.objects.get().state) == ("discarded", "discarded")
    assert (StagedCode.objects.filter(reason="").count(), IntakeChunk.objects.count(), Code.objects.count()) == (0, 0, 0)


def test_a_file_may_be_discarded_while_it_is_checked() -> None:
    intake = receive([code_of(1), code_of(2)])
    discard_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    run_jobs()
    assert (Intake.objects.get().state, Job.objects.get().state, StagedCode.objects.count()) == ("discarded", "done", 0)


def test_a_discarded_file_may_be_brought_again() -> None:
    line = make_card_line()
    first = bring([code_of(1)], line=line)
    discard_intake(intake_id=first.id, by=OPERATOR, at=NOW)
    assert bring([code_of(1)], line=line).good_count == 1


def test_what_is_in_stock_is_not_discarded() -> None:
    intake = bring([code_of(1)])
    take_in(intake)
    with pytest.raises(IntakeNotReady):
        discard_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    assert Code.objects.count() == 1


def test_a_discarded_file_is_not_committed() -> None:
    intake = bring([code_of(1)])
    discard_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    with pytest.raises(IntakeNotReady):
        commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)


def test_an_unknown_intake_is_not_found() -> None:
    for act in (commit_intake, discard_intake):
        with pytest.raises(NotFound):
            act(intake_id=new_id(), by=OPERATOR, at=NOW)


def test_every_move_is_in_the_feed_with_who_made_it() -> None:
    intake = bring([code_of(1)])
    lot = take_in(intake)
    trail = trail_of([("intake", intake.id), ("lot", lot.id)])
    assert [(entry.kind, entry.actor) for entry in trail] == [
        ("lot.opened", str(OPERATOR)),
        ("intake.uploaded", str(OPERATOR)),
        ("intake.ready", str(OPERATOR)),
        ("intake.committing", str(OPERATOR)),
        ("lot.quarantined", str(OPERATOR)),
        ("intake.done", str(OPERATOR)),
    ]
