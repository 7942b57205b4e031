"""A grant's page: until when, how much, why, and what is asked before the tap."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits.models import BundlePart
from members.operations import bind_own_account
from tests.factories import (
    NOW,
    by_member,
    day,
    make_batch,
    make_benefit,
    make_brand,
    make_budget,
    make_bundle,
    make_enterprise,
    make_grant,
    make_member,
    make_terms,
)
from tests.redemption.operations.claiming import claim, code_grant, stock_of
from tests.redemption.portal.visiting import seen, topup_grant, visitor

pytestmark = pytest.mark.django_db


def test_the_deadline_is_exact_and_in_the_enterprises_time() -> None:
    member = make_member(make_enterprise(time_zone="America/New_York"))
    grant = make_grant(member, claimable_until=datetime(2026, 4, 1, 4, 0, tzinfo=UTC))
    assert "Claim it by 31 Mar 2026, 23:59 (UTC-4)." in seen(visitor(member), f"/grants/{grant.id}/")


def test_the_receipt_says_who_gave_it_why_and_whom_to_ask() -> None:
    enterprise = make_enterprise(name="星河科技", support_contact="hr@galaxy.test")
    member = make_member(enterprise)
    batch = make_batch(enterprise, make_budget(enterprise), name="中秋关怀")
    grant = make_grant(member, batch=batch, note="辛苦了", why="入职满一年", quantity=2)
    page = seen(visitor(member), f"/grants/{grant.id}/")
    assert "辛苦了 星河科技" in page
    assert "Why you have this 入职满一年 From 星河科技 Given on 2 Mar 2026, 09:00 Occasion 中秋关怀" in page
    assert "What is left 2 to claim Rules version 1" in page
    assert f"Number {grant.serial} Ask hr@galaxy.test" in page


def test_the_worth_names_its_source_and_its_day() -> None:
    benefit = make_benefit(face_value_minor=3_050, value_source="官方价目表", value_on=NOW.date())
    grant = make_grant(benefit=benefit)
    page = seen(visitor(grant.member), f"/grants/{grant.id}/")
    assert "Worth ¥30.50 free for you" in page
    assert "Its worth ¥30.50 (官方价目表, 2 Mar 2026)" in page


def test_whoever_was_given_the_first_terms_keeps_reading_them() -> None:
    benefit = make_benefit()
    grant = make_grant(benefit=benefit, terms=benefit.terms.get())
    make_terms(benefit, instructions_en="Now it is different.")
    page = seen(visitor(grant.member), f"/grants/{grant.id}/")
    assert "How to use it Open the app and use it." in page
    assert "Rules version 1" in page


def test_a_bundle_shows_what_is_inside_and_asks_for_the_choice() -> None:
    latte, cake, tea = (make_benefit(name=name) for name in ("拿铁", "可颂", "抹茶"))
    bundle = make_bundle(latte, cake, tea, choose_count=1)
    BundlePart.objects.filter(benefit__in=[cake, tea]).update(is_optional=True)
    grant = make_grant(benefit=bundle)
    assert "Claim it 拿铁 Choose 1 of 2 可颂 抹茶 Claim now" in seen(visitor(grant.member), f"/grants/{grant.id}/")


def test_each_part_of_a_bundle_has_its_own_state_and_expiry() -> None:
    brand = make_brand()
    code, topup = make_benefit(name="咖啡"), topup_grant(brand=brand).benefit
    stock_of(code.product, 1, expires_on=day("2026-03-31"))
    member = make_member(phone="+8613800001111")
    bind_own_account(member_id=member.id, brand=brand.slug, kind="phone", by=by_member(member), at=NOW)
    grant = make_grant(member, make_bundle(code, topup))
    claim(grant)
    page = seen(visitor(member), f"/grants/{grant.id}/")
    assert f"What you have of it 咖啡 Use by 31 Mar {topup.name} On its way 138****1111" in page


def test_a_top_up_with_nowhere_to_go_asks_first() -> None:
    member = make_member(phone="+8613812345678")
    grant = make_grant(member, make_benefit("topup"))
    page = seen(visitor(member), f"/grants/{grant.id}/")
    assert "Use mine: 138****5678" in page
    assert "First say above where it should go." in page


def test_before_its_day_it_can_be_read_and_not_claimed() -> None:
    grant = make_grant(claimable_from=NOW + timedelta(days=1), state="scheduled")
    page = seen(visitor(grant.member), f"/grants/{grant.id}/")
    assert "You can claim it from 3 Mar 2026, 10:00." in page
    assert "Claim now" not in page


def test_an_expired_one_says_until_when_it_could_be_had() -> None:
    grant = make_grant(state="expired", expired_at=NOW, claimable_until=NOW - timedelta(minutes=1))
    page = seen(visitor(grant.member), f"/grants/{grant.id}/")
    assert "This one has expired It could be claimed until 2 Mar 2026, 09:58 (UTC+8). If you still need it, ask the HR team of" in page
    assert "To claim until 2 Mar 2026, 09:58 (UTC+8)" in page


def test_an_expired_one_says_whom_to_ask_where_the_enterprise_named_somebody() -> None:
    grant = make_grant(state="expired", expired_at=NOW, claimable_until=NOW - timedelta(minutes=1))
    type(grant.enterprise).objects.filter(pk=grant.enterprise_id).update(support_contact="hr@example.com")
    page = seen(visitor(grant.member), f"/grants/{grant.id}/")
    assert "If you still need it, ask hr@example.com to give it to you again." in page


def test_one_that_was_taken_back_says_so() -> None:
    grant = make_grant(state="revoked", revoked_at=NOW)
    assert "This one was taken back" in seen(visitor(grant.member), f"/grants/{grant.id}/")


def test_a_foreign_grant_is_as_missing_as_one_that_never_was() -> None:
    client, foreign = visitor(make_member()), code_grant()
    missing = client.get("/grants/00000000-0000-7000-8000-000000000000/")
    theirs = client.get(f"/grants/{foreign.id}/")
    assert (theirs.status_code, theirs.content) == (missing.status_code, missing.content)
    assert theirs.status_code == 404
