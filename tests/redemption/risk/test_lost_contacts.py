"""A phone that somebody lost to another, having left: back with a new one, they are held as after a change."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from members.models import FormerIdentity, Identity, Member, SentMessage
from members.operations import NothingToProveBy, forget_old_sign_ins, prove_person, request_login_code, request_proof_code, sign_in
from members.queries import address_that_stood, address_to_ask
from redemption.models import Redemption
from redemption.operations import ContactJustChanged, claim_grant, reveal_code
from tests.calling import api_of_enterprise
from tests.factories import NOW, by_member, make_enterprise, make_member
from tests.members.codes import last_code
from tests.members.rosters import apply
from tests.redemption.operations.claiming import claim, code_grant

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWN, THIEFS = "+8613812345678", "+8613900009999"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def _owner() -> tuple[Member, Redemption]:
    member = make_member(phone=OWN, external_id="X", staff_no="G1")
    [redemption] = claim(code_grant(member=member))
    return member, redemption


def _is_shown(member: Member, redemption: Redemption, *, after: timedelta) -> bool:
    try:
        reveal_code(redemption_id=redemption.id, member_id=member.id, by=by_member(member), at=NOW + after, channel="api")
    except ContactJustChanged:
        return False
    return True


def _lose_over_the_api(member: Member) -> None:
    caller = api_of_enterprise(member.enterprise)
    assert caller.put("members/X", {"state": "left"}).status_code == 200
    assert caller.put("members/helper", {"name": "任强", "phone": OWN}).status_code == 201


def _return_over_the_api(member: Member, phone: str = THIEFS) -> None:
    assert api_of_enterprise(member.enterprise).put("members/X", {"state": "active", "phone": phone}).status_code == 200


def test_whoever_takes_the_phone_away_over_the_api_and_brings_another_sees_no_code(clock: time_machine.Traveller) -> None:
    member, redemption = _owner()
    clock.shift(HOUR)
    _lose_over_the_api(member)
    _return_over_the_api(member)
    request_login_code(channel="phone", address=THIEFS, ip=None, at=NOW + HOUR)
    signed_in = sign_in(channel="phone", address=THIEFS, code=last_code(), kind="api", at=NOW + HOUR)
    assert signed_in.member_id == member.id
    assert not _is_shown(member, redemption, after=HOUR)
    told = SentMessage.objects.get(key__startswith="changed:")
    assert (told.to, told.member_id, told.channel) == (OWN, member.id, "sms")


def test_what_is_not_claimed_yet_is_held_too(clock: time_machine.Traveller) -> None:
    member = make_member(phone=OWN, external_id="X")
    grant = code_grant(member=member)
    clock.shift(HOUR)
    _lose_over_the_api(member)
    _return_over_the_api(member)
    [redemption] = claim_grant(grant_id=grant.id, member_id=member.id, by=by_member(member), at=NOW + HOUR)
    assert [_is_shown(member, redemption, after=hours * HOUR) for hours in (1, 24.9, 25)] == [False, False, True]


def test_a_roster_that_takes_the_phone_away_and_brings_another_shows_no_code(clock: time_machine.Traveller) -> None:
    member, redemption = _owner()
    clock.shift(HOUR)
    apply(member.enterprise, "G1,林超,,,,,,,离职")
    apply(member.enterprise, "G2,任强,13812345678,,,,,,在职", "G1,林超,13900009999,,,,,,在职")
    identity = Identity.objects.get(member=member)
    assert (identity.value, identity.changed_at) == (THIEFS, NOW + HOUR)
    assert not _is_shown(member, redemption, after=HOUR)
    assert SentMessage.objects.get(key__startswith="changed:").to == OWN
    assert request_proof_code(member_id=member.id, ip=None, at=NOW + HOUR) == "138****5678"


def test_the_lost_phone_alone_lifts_the_hold_however_long_ago_it_was_lost(clock: time_machine.Traveller) -> None:
    member, redemption = _owner()
    clock.shift(HOUR)
    _lose_over_the_api(member)
    clock.shift(90 * DAY)
    forget_old_sign_ins(NOW + 90 * DAY)
    back = HOUR + 90 * DAY
    _return_over_the_api(member)
    _return_over_the_api(member, "+8613900008888")  # A second change: the thief's first one proves nothing.
    assert not _is_shown(member, redemption, after=back)
    assert request_proof_code(member_id=member.id, ip=None, at=NOW + back) == "138****5678"
    prove_person(member_id=member.id, code=last_code(), ip=None, at=NOW + back)
    assert _is_shown(member, redemption, after=back)


def test_what_was_lost_is_forgotten_once_another_has_stood_for_two_days(clock: time_machine.Traveller) -> None:
    member, _redemption = _owner()
    _lose_over_the_api(member)
    clock.shift(10 * DAY)
    _return_over_the_api(member)
    forget_old_sign_ins(NOW + 11 * DAY)
    assert FormerIdentity.objects.count() == 1
    forget_old_sign_ins(NOW + 13 * DAY)
    assert FormerIdentity.objects.count() == 0


def test_a_first_phone_holds_what_was_granted_before_and_nothing_after(clock: time_machine.Traveller) -> None:
    member = make_member(external_id="X")
    [before] = claim(code_grant(member=member))
    clock.shift(HOUR)
    _return_over_the_api(member, OWN)
    after = code_grant(member=member, created_at=NOW + 2 * HOUR)
    [claimed] = claim_grant(grant_id=after.id, member_id=member.id, by=by_member(member), at=NOW + 2 * HOUR)
    assert _is_shown(member, claimed, after=2 * HOUR)
    assert [_is_shown(member, before, after=hours * HOUR) for hours in (2, 25)] == [False, True]
    assert SentMessage.objects.count() == 0


def test_a_first_phone_passes_a_challenge_but_lifts_no_hold(clock: time_machine.Traveller) -> None:
    member = make_member(external_id="X")
    [before] = claim(code_grant(member=member))
    clock.shift(HOUR)
    with pytest.raises(NothingToProveBy):
        request_proof_code(member_id=member.id, ip=None, at=NOW + HOUR)
    _return_over_the_api(member, OWN)
    there, asked = address_that_stood(member.id, at=NOW + HOUR), address_to_ask(member.id, at=NOW + HOUR)
    assert (there, asked and asked.masked) == (None, "138****5678")
    request_proof_code(member_id=member.id, ip=None, at=NOW + HOUR)
    prove_person(member_id=member.id, code=last_code(), ip=None, at=NOW + HOUR)
    assert not _is_shown(member, before, after=HOUR)


def test_somebody_new_with_a_phone_that_was_anothers_is_held_by_nothing() -> None:
    member, _redemption = _owner()
    _lose_over_the_api(member)
    assert Identity.objects.get().changed_at is None


def test_newcomers_of_a_roster_are_held_by_nothing_and_known_people_with_a_first_phone_are() -> None:
    enterprise = make_enterprise()
    apply(enterprise, "G1,林超,,,,,,,在职")
    apply(enterprise, "G1,林超,13812345678,,,,,,在职", "G2,任强,13900001111,,,,,,在职")
    assert list(Identity.objects.order_by("member__staff_no").values_list("changed_at", flat=True)) == [NOW, None]
