"""Members who complain about one lot at the same instant: none is overlooked, and the lot is frozen once."""

import pytest

from common.feed.models import Event
from redemption.models import Complaint
from supply.models import Code, Lot
from supply.operations import StockEmpty, release_lot
from tests.factories import NOW, OPERATOR, make_grant, make_member
from tests.redemption.operations.claiming import claim
from tests.redemption.operations.complaining import complain_about, shown_codes
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
MEMBERS, ROUNDS = 20, 5


def frozen(lot: Lot) -> tuple[str, int]:
    """The lot's state, and how often it was frozen."""
    return Lot.objects.values_list("state", flat=True).get(id=lot.id), Event.objects.filter(
        kind="lot.quarantined", subject_id=lot.id, actor="system:complaints"
    ).count()


def test_twenty_complaints_freeze_their_lot_once_and_nothing_is_claimed_of_it_afterwards() -> None:
    for _round in range(ROUNDS):
        lot, redemptions = shown_codes(MEMBERS)
        made = together(MEMBERS, lambda n, of=redemptions: complain_about(of[n]))  # type: ignore[misc]
        assert [result for result in made if isinstance(result, Exception)] == []
        assert (frozen(lot), Complaint.objects.filter(lot=lot, state="open").count()) == (("quarantined", 1), MEMBERS)
        grants = [make_grant(make_member(), redemptions[0].benefit) for _ in range(5)]
        assert {type(result) for result in together(5, lambda n, of=grants: claim(of[n]))} == {StockEmpty}  # type: ignore[misc]
        assert Code.objects.filter(lot=lot, state="issued").count() == MEMBERS


def test_three_complaints_at_once_see_each_other() -> None:
    for _round in range(ROUNDS * 2):
        lot, redemptions = shown_codes(3)
        together(3, lambda n, of=redemptions: complain_about(of[n]))  # type: ignore[misc]
        assert frozen(lot) == ("quarantined", 1)


def test_one_member_who_taps_often_complains_once() -> None:
    for _round in range(ROUNDS):
        lot, redemptions = shown_codes(1)
        made = together(MEMBERS, lambda _n, of=redemptions: complain_about(of[0]))  # type: ignore[misc]
        kept = {result.id for result in made if isinstance(result, Complaint)}
        assert (len(kept), Complaint.objects.filter(lot=lot).count()) == (1, 1)


def test_complaints_and_a_release_at_once_wait_for_each_other() -> None:
    for _round in range(ROUNDS):
        lot, redemptions = shown_codes(4)
        for redemption in redemptions[:3]:
            complain_about(redemption)
        later = NOW.replace(hour=23)

        def act(n: int, lot: Lot = lot, last: object = redemptions[3]) -> object:
            return complain_about(last, at=later) if n else release_lot(lot_id=lot.id, by=OPERATOR, at=later)  # type: ignore[arg-type]

        assert [result for result in together(2, act) if isinstance(result, Exception)] == []
        assert frozen(lot) == ("released", 1)
