"""Complaints: said once of a code that was seen, counted by member, and a lot that many complain about is frozen."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from common.feed.models import Event
from common.pace import TooMany
from common.refusals import NotFound
from redemption.models import Complaint, Redemption, Reveal
from redemption.operations import confirm_complaint, reissue, reject_complaint
from redemption.rules.complaining import ComplaintAnswered, NoCodeToComplainAbout, NoteHoldsCode
from supply.models import Code, Lot
from supply.operations import StockEmpty, quarantine_lot, recall_lot, release_lot
from tests.factories import NOW, OPERATOR, make_benefit, make_grant, make_member, make_order_line
from tests.redemption.operations.claiming import claim, code_grant, stock_of
from tests.redemption.operations.complaining import complain_about, complain_about_all, shown_code, shown_codes
from tests.supply import stocking

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def state_of(lot: Lot) -> str:
    lot.refresh_from_db(fields=["state", "frozen_at"])
    return lot.state


def test_a_complaint_is_kept_with_its_lot_and_its_event() -> None:
    lot, (redemption,) = shown_codes(1)
    complaint = complain_about(redemption, note="the till says so")
    assert (complaint.enterprise_id, complaint.member_id, complaint.lot_id) == (redemption.enterprise_id, redemption.member_id, lot.id)
    assert (complaint.state, complaint.reason, complaint.note) == ("open", "already_used", "the till says so")
    event = Event.objects.get(kind="complaint.opened")
    assert (event.subject_id, event.member_id, event.actor) == (complaint.id, redemption.member_id, f"member:{redemption.member_id}")
    assert event.data == {"redemption": str(redemption.id), "lot": str(lot.id)}


def test_a_second_complaint_about_the_same_code_is_the_first() -> None:
    _lot, (redemption,) = shown_codes(1)
    first = complain_about(redemption)
    again = complain_about(redemption, reason="other", note="still", at=LATER)
    assert (again.id, again.reason, again.note, again.created_at) == (first.id, "already_used", "", NOW)
    assert Event.objects.filter(kind="complaint.opened").count() == 1


def test_nobody_complains_about_the_code_of_another() -> None:
    _lot, (redemption,) = shown_codes(1)
    redemption.member_id = make_member().id
    with pytest.raises(NotFound):
        complain_about(redemption)
    assert not Complaint.objects.exists()


def test_a_code_that_nobody_but_staff_has_looked_at_is_not_complained_about() -> None:
    (redemption,) = claim(code_grant())
    Reveal.objects.create(redemption=redemption, code_id=redemption.code_id, actor=str(OPERATOR), channel="console", at=NOW)
    with pytest.raises(NoCodeToComplainAbout):
        complain_about(redemption)
    assert not Complaint.objects.exists()


def test_what_is_no_code_is_not_complained_about() -> None:
    (badge,) = claim(make_grant(make_member(), make_benefit("badge")))
    with pytest.raises(NoCodeToComplainAbout):
        complain_about(badge)


def test_a_code_that_was_taken_back_is_not_complained_about_any_more() -> None:
    _lot, (redemption,) = shown_codes(1)
    reissue(redemption_id=redemption.id, by=OPERATOR, at=NOW, reason="dead code")
    with pytest.raises(NoCodeToComplainAbout):
        complain_about(redemption)


@pytest.mark.parametrize("note", ["it is {}", "tried{}twice", "{} ok", "{}"])
def test_a_note_that_holds_the_code_is_refused(note: str) -> None:
    benefit = make_benefit("code", product=stocking.make_card_product())
    stocking.stock("QYTS-0000-0000-0007", line=make_order_line(benefit.product, quantity=10))
    redemption = shown_code(benefit)
    for written in ("QYTS-0000-0000-0007", "qyts 0000 0000 0007", "ＱＹＴＳ000000000007"):
        with pytest.raises(NoteHoldsCode):
            complain_about(redemption, note=note.format(written))
    assert not Complaint.objects.exists()
    assert complain_about(redemption, note=note.format("QYTS-0000-0000-0008")).state == "open"


def test_one_member_may_complain_so_often_a_day(settings: LazySettings) -> None:
    settings.COMPLAINTS_A_DAY = 2
    benefit, member = make_benefit("code"), make_member()
    stock_of(benefit.product, 3)
    stocked = [shown_code(benefit, member=member) for _ in range(3)]
    complain_about_all(stocked[:2])
    with pytest.raises(TooMany):
        complain_about(stocked[2])
    assert complain_about(stocked[0]).state == "open"
    assert complain_about(stocked[2], at=NOW + timedelta(days=1)).state == "open"


def test_three_members_freeze_a_lot_and_its_history_says_why() -> None:
    lot, redemptions = shown_codes(10)
    complain_about_all(redemptions[:2])
    assert state_of(lot) == "released"
    complain_about(redemptions[2])
    assert (state_of(lot), lot.frozen_at) == ("quarantined", NOW)
    event = Event.objects.get(kind="lot.quarantined")
    assert (event.subject_id, event.actor, event.reason) == (
        lot.id,
        "system:complaints",
        "3 members complained; 10 codes were shown",
    )


def test_nothing_is_claimed_from_a_frozen_lot() -> None:
    _lot, redemptions = shown_codes(3)
    complain_about_all(redemptions)
    with pytest.raises(StockEmpty):
        shown_code(redemptions[0].benefit)


def test_too_small_a_share_freezes_nothing(settings: LazySettings) -> None:
    settings.COMPLAINTS_TO_FREEZE_PERCENT = 50
    lot, redemptions = shown_codes(7)
    complain_about_all(redemptions[:3])
    assert state_of(lot) == "released"
    complain_about(redemptions[3])
    assert state_of(lot) == "quarantined"


def test_replaced_codes_count_as_shown_and_their_complaints_as_confirmed(settings: LazySettings) -> None:
    settings.COMPLAINTS_TO_FREEZE_PERCENT = 60
    lot, redemptions = shown_codes(5)
    for redemption in redemptions[:2]:
        complain_about(redemption)
        reissue(redemption_id=redemption.id, by=OPERATOR, at=NOW, reason="dead code")
    assert state_of(lot) == "released"
    complain_about(redemptions[2])
    assert state_of(lot) == "quarantined"
    assert Event.objects.get(kind="lot.quarantined").reason == "3 members complained; 5 codes were shown"


def test_one_member_alone_freezes_nothing() -> None:
    lot, others = shown_codes(1)
    benefit, member = others[0].benefit, make_member()
    complain_about_all([shown_code(benefit, member=member) for _ in range(4)])
    assert state_of(lot) == "released"
    complain_about(others[0])
    assert state_of(lot) == "released"


def test_members_of_several_enterprises_count_together() -> None:
    lot, (first,) = shown_codes(1)
    complain_about_all([first, shown_code(first.benefit), shown_code(first.benefit)])
    assert state_of(lot) == "quarantined"


def test_a_rejected_complaint_does_not_count() -> None:
    lot, redemptions = shown_codes(4)
    complaint = complain_about(redemptions[0])
    reject_complaint(complaint_id=complaint.id, by=OPERATOR, at=NOW, reason="the supplier shows no use")
    complain_about_all(redemptions[1:3])
    assert state_of(lot) == "released"
    complain_about(redemptions[3])
    assert state_of(lot) == "quarantined"


def test_a_released_lot_is_not_frozen_again_by_what_was_known_before() -> None:
    lot, redemptions = shown_codes(9)
    complain_about_all(redemptions[:3])
    release_lot(lot_id=lot.id, by=OPERATOR, at=LATER, reason="the supplier put it right")
    assert (state_of(lot), lot.frozen_at) == ("released", None)
    complain_about_all(redemptions[3:5], at=LATER + timedelta(minutes=1))
    assert state_of(lot) == "released"
    complain_about(redemptions[5], at=LATER + timedelta(minutes=2))
    assert state_of(lot) == "quarantined"


def test_a_lot_that_is_held_back_or_recalled_by_hand_stays_as_it_is() -> None:
    lot, redemptions = shown_codes(6)
    quarantine_lot(lot_id=lot.id, by=OPERATOR, at=NOW)
    complain_about_all(redemptions[:3])
    assert (state_of(lot), lot.frozen_at) == ("quarantined", None)
    recall_lot(lot_id=lot.id, by=OPERATOR, at=NOW)
    complain_about_all(redemptions[3:])
    assert (state_of(lot), Complaint.objects.count()) == ("recalled", 6)


def test_a_frozen_lot_that_is_recalled_is_decided_about() -> None:
    lot, redemptions = shown_codes(3)
    complain_about_all(redemptions)
    recall_lot(lot_id=lot.id, by=OPERATOR, at=LATER)
    assert (state_of(lot), lot.frozen_at) == ("recalled", None)


def test_whoever_replaces_a_code_confirms_the_complaint_about_it() -> None:
    _lot, (redemption,) = shown_codes(1)
    complaint = complain_about(redemption)
    reissue(redemption_id=redemption.id, by=OPERATOR, at=LATER, reason="dead code")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.decided_at, complaint.decided_by) == ("confirmed", LATER, str(OPERATOR))
    assert Event.objects.get(kind="complaint.confirmed").reason == "dead code"


def test_a_rejection_keeps_the_words_for_the_member() -> None:
    _lot, (redemption,) = shown_codes(1)
    complaint = complain_about(redemption)
    for reason in ("it was never used", "again"):
        reject_complaint(complaint_id=complaint.id, by=OPERATOR, at=LATER, reason=reason)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.answer, complaint.decided_at) == ("rejected", "it was never used", LATER)
    assert Event.objects.filter(kind="complaint.rejected").count() == 1


def test_a_rejected_complaint_may_be_confirmed_after_all_and_a_confirmed_one_stays() -> None:
    _lot, (redemption,) = shown_codes(1)
    complaint = complain_about(redemption)
    reject_complaint(complaint_id=complaint.id, by=OPERATOR, at=NOW, reason="it was never used")
    for _again in range(2):
        confirm_complaint(complaint_id=complaint.id, by=OPERATOR, at=LATER, reason="the supplier found it")
    complaint.refresh_from_db()
    assert (complaint.state, complaint.answer) == ("confirmed", "")
    with pytest.raises(ComplaintAnswered):
        reject_complaint(complaint_id=complaint.id, by=OPERATOR, at=LATER, reason="no")
    assert Event.objects.filter(kind="complaint.confirmed").count() == 1


def test_the_schema_holds_one_complaint_a_redemption_and_an_answer_with_each_rejection() -> None:
    _lot, (redemption,) = shown_codes(1)
    complaint = complain_about(redemption)
    with pytest.raises(IntegrityError, match="redemption_id"), transaction.atomic():
        Complaint.objects.create(
            enterprise_id=complaint.enterprise_id,
            redemption_id=complaint.redemption_id,
            member_id=complaint.member_id,
            lot_id=complaint.lot_id,
            reason="other",
            created_at=NOW,
        )
    with pytest.raises(IntegrityError, match="complaint_rejected_has_answer"), transaction.atomic():
        Complaint.objects.update(state="rejected", decided_at=NOW, decided_by="user:1")
    with pytest.raises(IntegrityError, match="complaint_decided_by_somebody"), transaction.atomic():
        Complaint.objects.update(state="confirmed")


def test_a_frozen_lot_is_one_that_is_not_given_out() -> None:
    lot, _redemptions = shown_codes(1)
    with pytest.raises(IntegrityError, match="lot_frozen_is_quarantined"), transaction.atomic():
        Lot.objects.filter(id=lot.id).update(frozen_at=NOW)


def test_complaints_move_no_stock_and_no_redemption() -> None:
    lot, (redemption,) = shown_codes(1)
    before = sorted(Code.objects.filter(lot=lot).values_list("id", "state"))
    complain_about(redemption)
    assert sorted(Code.objects.filter(lot=lot).values_list("id", "state")) == before
    assert Redemption.objects.get(id=redemption.id).state == "fulfilled"
