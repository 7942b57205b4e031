"""Lots: released, held back, recalled, used up."""

import pytest

from common.feed import trail_of
from common.ids import new_id
from common.jobs.models import Job
from common.refusals import NotFound
from supply.models import Code, Lot
from supply.operations import quarantine_lot, recall_lot, release_lot
from supply.operations.exhaustion import exhaust_lots
from supply.operations.lots import LotCannotMove
from supply.tasks.stock import void_rest_of_recalled
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import bring, code_of, issue, receive, run_jobs, stock, take_in

pytestmark = pytest.mark.django_db


def _states(lot: Lot) -> list[str]:
    return list(Code.objects.filter(lot=lot).order_by("line_number").values_list("state", flat=True))


def test_a_quarantined_lot_is_released_with_its_time() -> None:
    lot = release_lot(lot_id=take_in(bring([code_of(1)])).id, by=OPERATOR, at=NOW, reason="sample verified")
    assert (lot.state, lot.released_at) == ("released", NOW)
    entry = trail_of([("lot", lot.id)])[-1]
    assert (entry.kind, entry.actor, entry.reason) == ("lot.released", str(OPERATOR), "sample verified")


def test_a_released_lot_is_held_back_and_released_again() -> None:
    lot = stock(code_of(1))
    assert quarantine_lot(lot_id=lot.id, by=OPERATOR, at=NOW).state == "quarantined"
    assert release_lot(lot_id=lot.id, by=OPERATOR, at=NOW).state == "released"


def test_doing_it_twice_is_doing_it_once() -> None:
    lot = stock(code_of(1))
    release_lot(lot_id=lot.id, by=OPERATOR, at=NOW)
    for act in (quarantine_lot, quarantine_lot, recall_lot, recall_lot):
        act(lot_id=lot.id, by=OPERATOR, at=NOW)
    kinds = [entry.kind for entry in trail_of([("lot", lot.id)])]
    assert kinds == ["lot.opened", "lot.quarantined", "lot.released", "lot.quarantined", "lot.recalled"]


def test_a_lot_that_comes_in_is_neither_released_nor_held_back_nor_recalled() -> None:
    lot_id = receive([code_of(1)]).lot_id
    for act in (release_lot, quarantine_lot, recall_lot):
        with pytest.raises(LotCannotMove):
            act(lot_id=lot_id, by=OPERATOR, at=NOW)
    assert Lot.objects.get().state == "receiving"


def test_a_recall_voids_what_is_available_and_leaves_what_members_have() -> None:
    lot = stock(*map(code_of, range(4)))
    issue(lot)
    recall_lot(lot_id=lot.id, by=OPERATOR, at=NOW, reason="dead codes")
    assert (_states(lot), Lot.objects.get().state) == (["issued", "void", "void", "void"], "recalled")
    voided = trail_of([("code", Code.objects.filter(state="void").values_list("id", flat=True)[0])])
    assert [(entry.kind, entry.reason) for entry in voided] == [("code.void", "dead codes")]


def test_a_large_recall_goes_on_in_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.voiding.CODES_A_STEP", 2)
    lot = stock(*map(code_of, range(7)))
    recall_lot(lot_id=lot.id, by=OPERATOR, at=NOW)
    assert _states(lot).count("void") == 2
    run_jobs()
    job = Job.objects.get(name="supply.void_recalled")
    assert (_states(lot), job.state, job.done_count) == (["void"] * 7, "done", 7)


def test_a_code_that_comes_back_to_a_recalled_lot_becomes_void() -> None:
    lot = stock(code_of(1))
    Code.objects.update(state="reserved", purpose_id=new_id())
    recall_lot(lot_id=lot.id, by=OPERATOR, at=NOW)
    Code.objects.update(state="available", purpose_id=None)
    void_rest_of_recalled(NOW)
    run_jobs()
    assert _states(lot) == ["void"]


def test_a_released_lot_is_used_up_once_nothing_is_left_or_reserved() -> None:
    lot = stock(code_of(1), code_of(2))
    issue(lot)
    Code.objects.filter(state="available").update(state="reserved", purpose_id=new_id())
    assert (exhaust_lots(at=NOW), Lot.objects.get().state) == (0, "released")
    Code.objects.filter(state="reserved").update(state="issued", issued_at=NOW)
    assert (exhaust_lots(at=NOW), Lot.objects.get().state) == (1, "exhausted")


def test_a_lot_that_is_held_back_is_not_used_up() -> None:
    take_in(bring([code_of(1)]))
    Code.objects.update(state="void", voided_at=NOW)
    assert exhaust_lots(at=NOW) == 0


def test_an_unknown_lot_is_not_found() -> None:
    for act in (release_lot, quarantine_lot, recall_lot):
        with pytest.raises(NotFound):
            act(lot_id=new_id(), by=OPERATOR, at=NOW)
