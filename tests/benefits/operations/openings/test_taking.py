"""One tap takes one piece: within the caps, within the time, until they are gone."""

from datetime import timedelta

import pytest

from benefits.models import Benefit, Grant, Opening, Piece
from benefits.operations import close_opening, delist_benefit, list_benefit, refuse_at_once, settle_grants, undo_batch
from benefits.operations.batches.undo import NotDone
from benefits.queries.openings.shown import openings_shown
from benefits.queries.openings.standing import Asked
from benefits.rules.openings import AlreadyTaken, DeviceMissing, NotOpenYet, OpeningClosed, OverLimit, SoldOut
from common.feed import trail_of
from common.ledger import balances_of
from common.refusals import NotFound
from redemption.operations import AccountMissing
from redemption.rules.claiming import LimitReached
from supply.models import Code
from supply.operations import StockEmpty
from tests.benefits.operations.openings.opened import HOUR, drafted, opened, take
from tests.factories import NOW, OPERATOR, make_benefit, make_budget, make_department, make_enterprise, make_member, make_terms

pytestmark = pytest.mark.django_db
DEVICE, OTHER_DEVICE = b"1" * 32, b"2" * 32


def balances(opening: Opening) -> tuple[int, int, int]:
    found = balances_of("budget", [opening.budget_id])[opening.budget_id]
    return found["available"], found["reserved"], found["spent"]


def test_a_piece_becomes_a_grant_of_the_openings_batch_and_is_claimed() -> None:
    opening = opened()
    member = make_member(opening.enterprise)
    taken = take(opening, member)
    grant = Grant.objects.get()
    assert (grant.id, grant.batch_id, grant.member_id, grant.state) == (taken.grant_id, opening.batch_id, member.id, "fulfilled")
    assert (grant.terms, grant.committed, grant.why, grant.claimable_until) == (
        opening.terms,
        9_500,
        "周年庆抢领",
        NOW + timedelta(days=30),
    )
    piece = Piece.objects.get(state="taken")
    assert (piece.grant_id, piece.member_id, piece.number, piece.taken_at) == (grant.id, member.id, taken.number, NOW)
    assert Code.objects.get(state="issued").member_id == member.id


def test_the_feed_says_who_came_when_and_as_which() -> None:
    opening = opened()
    first, second = (take(opening, make_member(opening.enterprise)) for _n in range(2))
    pieces = Piece.objects.filter(state="taken").order_by("number")
    told = [trail_of([("piece", piece.id)])[0] for piece in pieces]
    assert [(e.kind, e.data["number"], e.data["grant"]) for e in told] == [
        ("piece.taken", first.number, str(first.grant_id)),
        ("piece.taken", second.number, str(second.grant_id)),
    ]
    assert first.number < second.number
    assert [e.actor for e in told] == [f"member:{p.member_id}" for p in pieces]


def test_the_budget_pays_once() -> None:
    opening = opened()
    take(opening, make_member(opening.enterprise))
    assert balances(opening) == (905_000, 95_000, 0)
    settle_grants(at=NOW)
    assert balances(opening) == (905_000, 85_500, 9_500)


def test_the_last_one_is_the_last_one() -> None:
    opening = opened(pieces=2)
    for _n in range(2):
        take(opening, make_member(opening.enterprise))
    late = make_member(opening.enterprise)
    with pytest.raises(SoldOut):
        take(opening, late)
    with pytest.raises(SoldOut):
        refuse_at_once(Asked(opening.id, late.id), at=NOW)
    assert (Grant.objects.count(), Piece.objects.filter(state="free").count()) == (2, 0)


def test_one_each_means_one_each() -> None:
    opening = opened()
    member = make_member(opening.enterprise)
    taken = take(opening, member)
    with pytest.raises(AlreadyTaken) as refused:
        take(opening, member)
    assert refused.value.facts["grant_ids"] == [taken.grant_id]


def test_whoever_has_one_hears_so_also_after_the_end() -> None:
    opening = opened()
    member = make_member(opening.enterprise)
    take(opening, member)
    with pytest.raises(AlreadyTaken):
        refuse_at_once(Asked(opening.id, member.id), at=opening.closes_at)


def test_three_each_means_three_each() -> None:
    opening = opened(limit_per_member=3)
    member = make_member(opening.enterprise)
    for _n in range(3):
        take(opening, member)
    with pytest.raises(OverLimit) as refused:
        take(opening, member)
    assert (refused.value.facts["limit"], Grant.objects.count()) == (3, 3)


def test_one_a_day_begins_again_at_the_enterprises_midnight() -> None:
    opening = opened(limit_per_member=3, limit_per_day=1)
    member = make_member(opening.enterprise)
    take(opening, member)
    midnight = NOW + 14 * HOUR  # NOW is ten in the morning in Shanghai.
    with pytest.raises(OverLimit):
        take(opening, member, at=midnight - timedelta(seconds=1))
    take(opening, member, at=midnight)
    assert Grant.objects.count() == 2


def test_one_device_takes_for_one_member() -> None:
    opening = opened(limit_per_device=1)
    members = [make_member(opening.enterprise) for _n in range(3)]
    take(opening, members[0], device=DEVICE)
    with pytest.raises(OverLimit):
        take(opening, members[1], device=DEVICE)
    take(opening, members[2], device=OTHER_DEVICE)
    assert Grant.objects.count() == 2


def test_where_devices_are_counted_one_must_be_named() -> None:
    opening = opened(limit_per_device=1)
    with pytest.raises(DeviceMissing):
        take(opening, make_member(opening.enterprise))


def test_before_its_time_it_says_when() -> None:
    opening = opened(opens_at=NOW + HOUR)
    with pytest.raises(NotOpenYet) as refused:
        take(opening, make_member(opening.enterprise))
    assert refused.value.facts["extra"] == {"opens_at": NOW + HOUR}
    take(opening, make_member(opening.enterprise), at=NOW + HOUR)


def test_its_end_is_not_in_it() -> None:
    opening = opened()
    take(opening, make_member(opening.enterprise), at=opening.closes_at - timedelta(microseconds=1))
    with pytest.raises(OpeningClosed):
        take(opening, make_member(opening.enterprise), at=opening.closes_at)


def test_a_draft_a_foreign_and_a_missing_one_look_the_same() -> None:
    opening = opened()
    for asked in (drafted(), opening):
        with pytest.raises(NotFound):
            take(asked, make_member())


def test_departments_are_meant_with_all_below_them() -> None:
    enterprise = make_enterprise()
    sales = make_department(enterprise, "销售部")
    opening = opened(budget=make_budget(enterprise), department_ids=(sales.id,))
    take(opening, make_member(enterprise, department=sales))
    take(opening, make_member(enterprise, department=make_department(enterprise, "销售部/华东")))
    for department in (None, make_department(enterprise, "销售部二组")):
        with pytest.raises(NotFound):
            take(opening, make_member(enterprise, department=department))


def test_a_leaver_takes_nothing() -> None:
    opening = opened()
    with pytest.raises(NotFound):
        take(opening, make_member(opening.enterprise, state="left", left_at=NOW))


def test_the_terms_of_the_benefit_count_too_and_leave_the_piece() -> None:
    benefit = make_benefit("code")
    make_terms(benefit, limit_per_member=1)
    opening = opened(benefit=benefit, limit_per_member=2)
    member = make_member(opening.enterprise)
    take(opening, member)
    with pytest.raises(LimitReached):
        take(opening, member)
    assert (Grant.objects.count(), Piece.objects.filter(state="free").count()) == (1, 9)


def test_a_claim_that_fails_leaves_everything_as_it_was() -> None:
    opening = opened()
    Code.objects.update(state="void", voided_at=NOW)
    before = balances(opening)
    with pytest.raises(StockEmpty):
        take(opening, make_member(opening.enterprise))
    assert (Grant.objects.count(), Piece.objects.filter(state="free").count(), balances(opening)) == (0, 10, before)


def test_a_topup_without_an_account_takes_nothing() -> None:
    opening = opened(benefit=make_benefit("topup"), stock=0)
    with pytest.raises(AccountMissing):
        take(opening, make_member(opening.enterprise))
    assert Piece.objects.filter(state="taken").count() == 0


def test_a_running_openings_batch_is_not_undone() -> None:
    opening = opened()
    assert opening.batch_id is not None
    with pytest.raises(NotDone):
        undo_batch(batch_id=opening.batch_id, enterprise_id=opening.enterprise_id, by=OPERATOR, at=NOW)


def test_a_benefit_that_is_delisted_is_given_by_no_opening_until_it_is_listed_again() -> None:
    opening = opened()
    early, late = make_member(opening.enterprise), make_member(opening.enterprise)
    taken = take(opening, early)
    delist_benefit(benefit_id=opening.benefit_id, by=OPERATOR, at=NOW)
    with pytest.raises(OpeningClosed):
        take(opening, late)
    assert openings_shown(late.id, at=NOW) == []
    assert [shown.shown for shown in openings_shown(late.id, at=NOW, with_past=True)] == ["closed"]
    assert Grant.objects.get(id=taken.grant_id).state == "fulfilled"
    list_benefit(benefit_id=opening.benefit_id, by=OPERATOR, at=NOW)
    assert [shown.shown for shown in openings_shown(late.id, at=NOW)] == ["open"]
    assert take(opening, late).number > taken.number


def test_an_opening_ends_with_the_listing_of_its_benefit() -> None:
    opening = opened()
    Benefit.objects.update(listed_until=NOW + HOUR)
    with pytest.raises(OpeningClosed):
        take(opening, make_member(opening.enterprise), at=NOW + HOUR)
    assert take(opening, make_member(opening.enterprise), at=NOW + HOUR / 2).redemptions


def test_closing_gives_back_what_nobody_took() -> None:
    opening = opened()
    take(opening, make_member(opening.enterprise))
    closed = close_opening(opening_id=opening.id, by=OPERATOR, at=NOW + HOUR, reason="enough")
    assert (closed.state, closed.closed_at, balances(opening)) == ("closed", NOW + HOUR, (990_500, 9_500, 0))
    assert list(Piece.objects.values_list("state", flat=True)) == ["taken"]
    with pytest.raises(OpeningClosed):
        take(opening, make_member(opening.enterprise))


def test_a_closed_openings_batch_is_done_and_can_be_undone() -> None:
    opening = opened()
    take(opening, make_member(opening.enterprise))
    close_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    batch = Opening.objects.get().batch
    assert batch is not None
    assert (batch.state, batch.issued_count, batch.skipped_count, batch.committed) == ("done", 1, 9, 9_500)
    result = undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=NOW)
    assert (result.reversed, result.kept) == (0, 1)


def test_closing_twice_releases_once() -> None:
    opening = opened()
    for _n in range(2):
        close_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    assert balances(opening) == (1_000_000, 0, 0)
