"""The lists: who is on them, for how long, and what they decide."""

from datetime import timedelta

import pytest

from common.feed.models import Event
from common.refusals import Refused
from redemption.models import RiskEntry
from redemption.operations import Attempt, check_attempt
from redemption.operations.risk import ListedWrong, NetworkTooWide, Party, lift_entry, put_on_list
from tests.factories import NOW, OPERATOR, make_member
from tests.redemption.risk.rules import exactly, only_rule

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _listed(verdict: str, kind: str, value: str, *, hours: int | None = None) -> RiskEntry:
    until = NOW + hours * HOUR if hours else None
    return put_on_list(verdict=verdict, party=Party(kind, value), expires_at=until, by=OPERATOR, reason="seen on a forum", at=NOW)


def _is_blocked(attempt: Attempt, endpoint: str = "claim", *, hours: float = 0) -> bool:
    try:
        check_attempt(endpoint, attempt, at=NOW + hours * HOUR)
    except Refused as refused:
        return refused.code == "blocked"
    return False


@pytest.mark.parametrize(
    ("kind", "value", "caught", "spared"),
    [
        ("device", "a" * 32, Attempt(device="a" * 32), Attempt(device="b" * 32)),
        ("address", "203.0.113.0/24", Attempt(address="203.0.113.77"), Attempt(address="203.0.114.1")),
        ("address", "2001:db8::/48", Attempt(address="2001:db8::1"), Attempt(address="2001:db9::1")),
    ],
)
def test_a_device_or_a_network_is_blocked(kind: str, value: str, caught: Attempt, spared: Attempt) -> None:
    _listed("block", kind, value)
    assert (_is_blocked(caught), _is_blocked(spared)) == (True, False)


def test_a_phone_is_blocked_in_whatever_form_it_was_typed_and_kept_as_its_print() -> None:
    member = make_member(phone="+8613812345678")
    entry = _listed("block", "contact", "138 1234 5678")
    assert _is_blocked(Attempt(member.id))
    assert not _is_blocked(Attempt(make_member(phone="+8613812345679").id))
    assert (entry.shown, entry.device, entry.network) == ("138****5678", "", "")


def test_a_blocked_member_is_blocked_for_as_long_as_the_entry_says() -> None:
    member = make_member()
    _listed("block", "member", str(member.id), hours=2)
    attempt = Attempt(member.id)
    assert [_is_blocked(attempt, hours=h) for h in (0, 1.9, 2)] == [True, True, False]


def test_what_was_lifted_blocks_nobody_and_stays_readable() -> None:
    member = make_member()
    entry = _listed("block", "member", str(member.id))
    lift_entry(entry_id=entry.id, by=OPERATOR, reason="it was a mistake", at=NOW)
    assert not _is_blocked(Attempt(member.id))
    told = Event.objects.filter(subject_id=entry.id).order_by("id").values_list("kind", "reason")
    kinds = [pair for pair in told if pair[0] in ("listing.blocked", "listing.lifted")]
    assert kinds == [("listing.blocked", "seen on a forum"), ("listing.lifted", "it was a mistake")]


def test_whoever_is_allowed_is_counted_by_no_rule_and_a_block_beats_it() -> None:
    member = make_member()
    _listed("allow", "member", str(member.id))
    with exactly:
        only_rule(most=1, answer="block")
        assert [_is_blocked(Attempt(member.id)) for _n in range(3)] == [False] * 3
    _listed("block", "address", "203.0.113.9")
    assert _is_blocked(Attempt(member.id, "203.0.113.9"))


@pytest.mark.parametrize(("kind", "value"), [("member", "nobody"), ("device", "xyz"), ("address", "300.1.1.1"), ("contact", "12")])
def test_what_is_no_such_party_is_not_listed(kind: str, value: str) -> None:
    with pytest.raises(ListedWrong):
        _listed("block", kind, value)
    assert RiskEntry.objects.count() == 0


def test_half_of_the_internet_is_not_listed() -> None:
    with pytest.raises(NetworkTooWide):
        _listed("block", "address", "0.0.0.0/0")
