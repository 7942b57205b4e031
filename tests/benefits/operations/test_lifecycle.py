"""What time and people do to grants: they open, expire, are warned about, announced, taken back."""

from datetime import timedelta

import pytest

from benefits.models import Batch, Benefit, Grant
from benefits.operations import (
    BenefitIncomplete,
    delist_benefit,
    expire_grants,
    list_benefit,
    open_grants,
    publish_terms,
    revoke_for_leaver,
    revoke_grant,
)
from benefits.operations.announce import announce_some, batches_to_announce, warn_expiring
from benefits.operations.grants.revoke import NotRevocable, leavers_with_grants
from benefits.states import BenefitState, GrantState
from common.refusals import NotFound
from members.models import SentMessage
from members.operations import mark_left
from tests.factories import NOW, OPERATOR, make_benefit, make_bundle, make_enterprise, make_grant, make_member, make_terms

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def state_of(grant: Grant) -> str:
    grant.refresh_from_db()
    return grant.state


def test_scheduled_grant_opens_when_its_time_comes() -> None:
    due, later = make_grant(state="scheduled", claimable_from=NOW), make_grant(state="scheduled", claimable_from=NOW + DAY)
    assert (open_grants(at=NOW), state_of(due), state_of(later)) == (1, GrantState.CLAIMABLE, GrantState.SCHEDULED)


def test_grant_expires_at_the_end_of_its_window_and_not_a_moment_sooner() -> None:
    grant = make_grant(claimable_until=NOW + DAY)
    assert expire_grants(at=NOW + DAY - timedelta(microseconds=1)) == 0
    assert (expire_grants(at=NOW + DAY), state_of(grant)) == (1, GrantState.EXPIRED)


def test_claimed_grant_never_expires() -> None:
    grant = make_grant(state="claimed", claimed_at=NOW, claimable_until=NOW)
    assert (expire_grants(at=NOW + DAY), state_of(grant)) == (0, GrantState.CLAIMED)


def test_member_is_told_once_what_a_batch_gave() -> None:
    member = make_member(phone="+8613812345678")
    first = make_grant(member, make_benefit("code", name="咖啡"))
    make_grant(member, make_benefit("code", name="话费"), batch=first.batch)
    announce_some(first.batch_id, at=NOW)
    announce_some(first.batch_id, at=NOW)
    message = SentMessage.objects.get(member=member)
    assert (message.channel, message.to) == ("sms", "+8613812345678")
    assert "咖啡" in message.text
    assert "话费" in message.text


def test_members_of_a_long_batch_are_told_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benefits.operations.announce.CHUNK", 2)
    batch = make_grant(make_member(phone="+8613812345670")).batch
    for number in range(1, 5):
        make_grant(make_member(batch.enterprise, phone=f"+861381234567{number}"), batch=batch)
    told = []
    while announce_some(batch.id, at=NOW):
        told.append(SentMessage.objects.count())
    batch.refresh_from_db()
    assert (told, SentMessage.objects.count(), batch.announced_at) == ([2, 4], 5, NOW)


def test_member_without_phone_is_told_by_mail() -> None:
    grant = make_grant(make_member(email="lin@galaxy.test"))
    announce_some(grant.batch_id, at=NOW)
    assert SentMessage.objects.get().channel == "email"


def test_what_is_delivered_without_a_tap_is_not_called_to_be_claimed() -> None:
    member, benefit = make_member(phone="+8613812345678"), make_benefit("code", name="咖啡", delivery="push")
    grant = make_grant(member, benefit, state="claimed", claimed_at=NOW)  # It was quicker than the message.
    announce_some(grant.batch_id, at=NOW)
    text = SentMessage.objects.get().text
    assert ("咖啡" in text, "领取" in text) == (True, False)


def test_batch_whose_announcement_was_lost_is_found() -> None:
    grant = make_grant()
    Batch.objects.filter(id=grant.batch_id).update(finished_at=NOW - timedelta(minutes=1))
    assert batches_to_announce(at=NOW) == [grant.batch_id]
    announce_some(grant.batch_id, at=NOW)
    assert batches_to_announce(at=NOW) == []


def test_member_is_warned_once_before_the_end() -> None:
    grant = make_grant(make_member(phone="+8613812345678"), claimable_until=NOW + 2 * DAY, created_at=NOW - 9 * DAY)
    assert (warn_expiring(at=NOW), warn_expiring(at=NOW)) == (1, 0)
    assert SentMessage.objects.filter(member=grant.member).count() == 1


def test_grant_with_time_left_brings_no_warning() -> None:
    make_grant(claimable_until=NOW + 9 * DAY, created_at=NOW - 9 * DAY)
    assert (warn_expiring(at=NOW), SentMessage.objects.count()) == (0, 0)


def test_unclaimed_grant_can_be_taken_back() -> None:
    grant = make_grant()
    revoke_grant(grant_id=grant.id, by=OPERATOR, at=NOW, reason="granted by mistake")
    assert state_of(grant) == GrantState.REVOKED


def test_claimed_grant_can_not_be_taken_back() -> None:
    grant = make_grant(state="claimed", claimed_at=NOW)
    with pytest.raises(NotRevocable):
        revoke_grant(grant_id=grant.id, by=OPERATOR, at=NOW)
    assert state_of(grant) == GrantState.CLAIMED


def test_another_enterprise_finds_no_grant_to_take_back() -> None:
    grant = make_grant()
    with pytest.raises(NotFound):
        revoke_grant(grant_id=grant.id, by=OPERATOR, at=NOW, enterprise_id=make_enterprise().id)


@pytest.mark.parametrize(("policy", "state"), [("revoke", GrantState.REVOKED), ("keep", GrantState.CLAIMABLE)])
def test_leaver_keeps_or_loses_what_is_unclaimed_as_the_enterprise_decided(policy: str, state: GrantState) -> None:
    grant = make_grant(make_member(make_enterprise(leaver_policy=policy)))
    revoke_for_leaver(member_id=grant.member_id, at=NOW)
    assert state_of(grant) == state


def test_leaver_whose_bell_was_lost_is_found() -> None:
    grant = make_grant()
    mark_left(member_id=grant.member_id, by=OPERATOR, at=NOW)
    assert leavers_with_grants(at=NOW) == [grant.member_id]
    revoke_for_leaver(member_id=grant.member_id, at=NOW)
    assert leavers_with_grants(at=NOW) == []


def test_benefit_is_listed_once_it_has_terms() -> None:
    like = make_benefit("code")
    bare = Benefit.objects.create(
        code="bare", name="光秃秃", kind="code", product=like.product, face_value_minor=1, price_minor=1, cost_minor=1
    )
    with pytest.raises(BenefitIncomplete):
        list_benefit(benefit_id=bare.id, by=OPERATOR, at=NOW)
    bare.refresh_from_db()
    assert bare.state == BenefitState.DRAFT
    make_terms(bare)
    assert list_benefit(benefit_id=bare.id, by=OPERATOR, at=NOW).state == BenefitState.LISTED


def test_bundle_without_parts_can_not_be_listed() -> None:
    bundle = make_bundle(state="draft")
    with pytest.raises(BenefitIncomplete):
        list_benefit(benefit_id=bundle.id, by=OPERATOR, at=NOW)
    bundle.refresh_from_db()
    assert bundle.state == BenefitState.DRAFT


def test_delisting_leaves_what_was_granted() -> None:
    grant = make_grant()
    delist_benefit(benefit_id=grant.benefit_id, by=OPERATOR, at=NOW)
    assert state_of(grant) == GrantState.CLAIMABLE


def test_new_terms_are_a_new_version_and_holders_keep_theirs() -> None:
    grant = make_grant()
    terms = publish_terms(benefit_id=grant.benefit_id, by=OPERATOR, at=NOW, instructions="新的说明", valid_days=10)
    grant.refresh_from_db()
    assert (terms.version, grant.terms.version) == (2, 1)
    assert make_terms(grant.benefit).version == 3
