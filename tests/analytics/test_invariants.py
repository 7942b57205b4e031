"""Every invariant holds in a living world, and names the offender once somebody breaks it behind the platform's back."""

from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection

from analytics.models import Proof
from analytics.operations.prove import Proven, _prove
from analytics.rules.invariants import INVARIANTS
from benefits.operations import GrantRequest, GrantWanted, issue_grant, settle_grants
from common import clock
from common.replay import Answer, once
from common.scope import OWNER, within
from members.operations import bind_account
from redemption.models import Redemption
from redemption.operations import claim_grant
from supply.models import Intake, StagedCode, TopUp
from tests.benefits.operations.openings.opened import opened, take
from tests.factories import OPERATOR, make_benefit, make_budget, make_department, make_enterprise, make_member, make_offer, make_supplier
from tests.redemption.operations.claiming import owner, stock_of
from tests.supply.stocking import bring

pytestmark = pytest.mark.django_db

# What somebody with the database's password does. %(name)s are ids of the world; constraints and triggers are taken away first.
BREAKS: dict[str, tuple[str, ...]] = {
    "code_given_once": ("UPDATE redemption_redemption SET code_id = %(code)s WHERE id = %(topup_redemption)s",),
    "code_and_redemption_agree": ("UPDATE supply_code SET state = 'void' WHERE id = %(code)s",),
    "lot_adds_up": ("DELETE FROM supply_code WHERE id = %(free_code)s",),
    "plaintext_once": ("UPDATE supply_code SET fingerprint = '\\x00'",),
    "issued_never_returns": ("UPDATE supply_code SET state = 'available', purpose_id = NULL, issued_at = NULL WHERE id = %(code)s",),
    "code_state_in_feed": ("UPDATE supply_code SET state = 'void' WHERE id = %(free_code)s",),
    "shown_was_recorded": ("UPDATE supply_code SET revealed_at = now() WHERE id = %(code)s",),
    "used_as_its_redemption": ("UPDATE supply_code SET used_at = now() WHERE id = %(code)s",),
    "refused_lines_keep_no_secret": ("UPDATE supply_stagedcode SET ciphertext = '\\x01' WHERE id = %(staged)s",),
    "grant_one_outcome": ("UPDATE benefits_grant SET expired_at = now() WHERE id = %(grant)s",),
    "grant_moves_legal": (
        "INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor) "
        "VALUES ('grant.claimable', 'grant', %(grant)s, 'expired', 'claimable', 'x')",
    ),
    "grant_state_in_feed": ("UPDATE benefits_grant SET state = 'revoked', revoked_at = now() WHERE id = %(open_grant)s",),
    "grant_and_redemptions_agree": ("UPDATE redemption_redemption SET state = 'failed' WHERE grant_id = %(grant)s",),
    "batch_rows_add_up": ("UPDATE benefits_batchrow SET outcome = 'good', grant_id = NULL WHERE grant_id = %(grant)s",),
    "serial_once": ("UPDATE benefits_grant SET serial = 'G-1'",),
    "budget_never_exceeded": ("UPDATE common_account SET balance = balance + 100000000 WHERE owner_id = %(budget)s AND name = 'reserved'",),
    "budget_equals_grants": ("UPDATE benefits_grant SET committed = committed + 1 WHERE id = %(open_grant)s",),
    "transfers_sum_to_zero": ("UPDATE common_posting SET amount = amount + 1 WHERE id = (SELECT id FROM common_posting LIMIT 1)",),
    "balances_equal_postings": ("UPDATE common_account SET balance = balance + 1 WHERE owner_id = %(budget)s AND name = 'funding'",),
    "floors_hold": ("UPDATE common_account SET balance = -1 WHERE owner_id = %(budget)s AND name = 'spent'",),
    "item_delivered_once": ("UPDATE redemption_redemption SET grant_id = %(grant)s, item_no = 1",),
    "redemption_moves_legal": (
        "INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor) "
        "VALUES ('topup.processing', 'topup', %(topup)s, 'succeeded', 'processing', 'x')",
    ),
    "redemption_state_in_feed": ("UPDATE supply_topup SET state = 'submitting' WHERE id = %(topup)s",),
    "one_live_topup": (
        "INSERT INTO supply_topup SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'reference', 'again'))).* "
        "FROM supply_topup t WHERE id = %(topup)s",
    ),
    "resent_only_when_not_found": (
        "INSERT INTO supply_attempt (id, topup_id, kind, lease, started_at, outcome, detail) "
        "SELECT gen_random_uuid(), %(topup)s, 'submit', gen_random_uuid(), now() + make_interval(secs => n), 'unknown', '' "
        "FROM generate_series(1, 2) n",
    ),
    "topup_and_redemption_agree": (
        "UPDATE redemption_redemption SET state = 'fulfilled', fulfilled_at = now() WHERE id = %(topup_redemption)s",
    ),
    "nothing_unattended": ("UPDATE supply_topup SET state = 'unknown', next_query_at = now() - interval '1 hour' WHERE id = %(topup)s",),
    "seat_held_once": (
        "INSERT INTO redemption_redemption SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'item_no', 2))).* "
        "FROM redemption_redemption r WHERE seat_no IS NOT NULL",
    ),
    "seats_never_exceeded": ("UPDATE redemption_redemption SET seat_no = 2 WHERE seat_no = 1",),
    "key_once": (
        "INSERT INTO common_replay SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* FROM common_replay r",
    ),
    "opening_taken_is_granted": ("UPDATE benefits_piece SET member_id = %(other_member)s WHERE state = 'taken'",),
    "opening_reserves_untaken": ("UPDATE benefits_opening SET pieces = pieces + 1",),
    "opening_caps_hold": ("UPDATE benefits_opening SET limit_per_member = 0",),
    "opening_arrivals_in_feed": ("UPDATE benefits_piece SET number = number + 1 WHERE state = 'taken'",),
    "opening_moves_legal": (
        "INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor) "
        "VALUES ('opening.published', 'opening', %(opening)s, 'closed', 'published', 'x')",
    ),
    "piece_moves_legal": (
        "INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor) "
        "SELECT 'piece.free', 'piece', id, 'taken', 'free', 'x' FROM benefits_piece WHERE state = 'taken'",
    ),
    "opening_state_in_feed": ("UPDATE benefits_opening SET state = 'closed', closed_at = now()",),
    "piece_state_in_feed": ("UPDATE benefits_piece SET state = 'free' WHERE state = 'taken'",),
    "opening_in_one_enterprise": ("UPDATE benefits_piece SET enterprise_id = %(other_enterprise)s",),
    "grant_in_one_enterprise": ("UPDATE benefits_grant SET enterprise_id = %(other_enterprise)s WHERE id = %(open_grant)s",),
    "redemption_in_one_enterprise": ("UPDATE redemption_redemption SET member_id = %(other_member)s WHERE id = %(topup_redemption)s",),
    "member_in_one_enterprise": ("UPDATE members_boundaccount SET enterprise_id = %(other_enterprise)s",),
}


@pytest.fixture
def world() -> dict[str, UUID]:
    """A member with a code, a top-up under way, a seat of an event, something open and a piece of an opening; a refused line; a second enterprise."""
    at, enterprise, other = clock.now(), make_enterprise(), make_enterprise()
    member = make_member(enterprise, phone="+8613812345678", department=make_department(enterprise))
    budget = make_budget(enterprise, is_default=True)
    code, topup, event = make_benefit("code"), make_benefit("topup"), make_benefit("event", seats=1)
    stock_of(code.product, 3)
    make_offer(topup.product, make_supplier(connector="quanyi-http", base_url="http://127.0.0.1:9"))
    account = {"member_id": member.id, "brand": topup.product.brand.slug, "kind": "phone", "value": "13812345678"}
    bind_account(**account, by=owner(member.id), at=at)  # type: ignore[arg-type]
    grants = [
        issue_grant(GrantRequest(enterprise.id, GrantWanted(b.code, staff_no=member.staff_no)), by=OPERATOR, at=at)
        for b in (code, topup, event, code)
    ]
    for grant in grants[:3]:
        claim_grant(grant_id=grant.id, member_id=member.id, by=owner(member.id), at=at, account="13812345678")
    opening = opened(budget=budget, at=at, opens_at=at, closes_at=at + timedelta(days=1))
    take(opening, member, at=at)
    settle_grants(at=at)
    once(scope="test", key="a-key-of-length", request={}, at=at, act=lambda: Answer(200, {}))
    bring(["TOO-SHORT", "QYTS-0000-0000-0001"])
    delivered = Redemption.objects.get(grant=grants[0])
    return {
        "grant": grants[0].id,
        "open_grant": grants[3].id,
        "code": delivered.code_id,
        "free_code": delivered.code.lot.codes.filter(state="available").first().id,
        "topup": TopUp.objects.get().id,
        "topup_redemption": Redemption.objects.get(kind="topup").id,
        "opening": opening.id,
        "staged": StagedCode.objects.exclude(reason="").get(intake=Intake.objects.get()).id,
        "budget": budget.id,
        "other_enterprise": other.id,
        "other_member": make_member(other).id,
    }


_GUARDS = """
SELECT format('ALTER TABLE %I DISABLE TRIGGER USER', tablename) FROM pg_tables WHERE tablename ~ '{houses}' AND tablename !~ '^common_event_'
UNION ALL
SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
WHERE contype IN ('c', 'u', 'x', 'f') AND conrelid::regclass::text ~ '{houses}' AND conrelid::regclass::text !~ '^common_event'
UNION ALL
SELECT format('DROP INDEX IF EXISTS %I', indexrelid::regclass::text) FROM pg_index
WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text ~ '{houses}'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


@pytest.fixture
def unguarded(world: dict[str, UUID]) -> None:
    """The schema without its guardians: what remains is what ``verify`` sees. Rolled back with the test."""
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_GUARDS.format(houses="^(common|supply|members|benefits|redemption)_"))
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def proven(name: str) -> Proven:
    return _prove(next(i for i in INVARIANTS if i.name == name), clock.now() + timedelta(seconds=1))


def test_each_invariant_has_a_way_to_be_broken() -> None:
    assert sorted(BREAKS) == sorted(i.name for i in INVARIANTS)


@pytest.mark.parametrize("name", [i.name for i in INVARIANTS])
@pytest.mark.usefixtures("unguarded")
def test_broken_invariant_is_reported(name: str, world: dict[str, UUID]) -> None:
    assert proven(name).offenders == ()
    with within(OWNER), connection.cursor() as cursor:
        for statement in BREAKS[name]:
            cursor.execute(statement, world)
    assert proven(name).broken_count >= 1


@pytest.mark.usefixtures("unguarded")
def test_order_that_a_supplier_has_kept_for_days_is_reported_until_a_person_has_it(world: dict[str, UUID]) -> None:
    old = """UPDATE supply_topup SET state = 'processing', next_query_at = now() + interval '1 hour',
        submitted_at = now() - interval '3 days', escalated_at = {} WHERE id = %(topup)s"""
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(old.format("NULL"), world)
        assert proven("nothing_unattended").offenders == (str(world["topup"]),)
        cursor.execute(old.format("now()"), world)
    assert proven("nothing_unattended").offenders == ()


@pytest.mark.django_db(transaction=True)
def test_verify_prints_one_line_each_and_keeps_the_proof() -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert len(out.getvalue().splitlines()) == len(INVARIANTS) + 1
    assert Proof.objects.count() == len(INVARIANTS)


@pytest.mark.django_db(transaction=True)
def test_verify_ends_with_status_1_and_names_the_offender() -> None:
    budget = make_budget(make_enterprise())
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE common_account SET balance = balance + 1 WHERE owner_id = %s AND name = 'available' RETURNING id", [budget.id]
        )
        account = cursor.fetchone()[0]
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=out)
    assert ended.value.code == 1
    assert f"         {account}" in out.getvalue().splitlines()
