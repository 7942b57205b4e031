"""The claim's verdicts, by themselves: values and a time in, a refusal or nothing out."""

from datetime import UTC, datetime, timedelta

import pytest

from common.refusals import Refused
from redemption.rules.claiming import (
    ChoiceInvalid,
    ClaimWindow,
    GrantExpired,
    GrantNotYetClaimable,
    GrantRevoked,
    LimitReached,
    NotToday,
    chosen_parts,
    refuse_over_limit,
    refuse_unless_claimable,
)

OPENS = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # A Monday morning in Shanghai.
CLOSES = OPENS + timedelta(days=30)


def window(state: str = "claimable", weekdays: tuple[int, ...] = (), zone: str = "Asia/Shanghai") -> ClaimWindow:
    return ClaimWindow(state, OPENS, CLOSES, weekdays, zone)


@pytest.mark.parametrize("at", [OPENS, CLOSES - timedelta(microseconds=1)])
def test_window_includes_its_first_moment_and_ends_before_its_last(at: datetime) -> None:
    refuse_unless_claimable(window(), at=at)


@pytest.mark.parametrize(
    ("state", "at", "refusal"),
    [
        ("claimable", OPENS - timedelta(microseconds=1), GrantNotYetClaimable),
        ("claimable", CLOSES, GrantExpired),
        ("expired", OPENS, GrantExpired),
        ("revoked", OPENS, GrantRevoked),
        ("revoked", CLOSES, GrantRevoked),
    ],
)
def test_claim_outside_its_window_is_refused(state: str, at: datetime, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        refuse_unless_claimable(window(state), at=at)


def test_days_of_the_week_are_the_enterprises_days() -> None:
    sunday_evening_in_utc = datetime(2026, 3, 8, 18, 0, tzinfo=UTC)  # Monday already in Shanghai.
    refuse_unless_claimable(window(weekdays=(1,)), at=sunday_evening_in_utc)
    with pytest.raises(NotToday):
        refuse_unless_claimable(window(weekdays=(1,), zone="UTC"), at=sunday_evening_in_utc)


def test_bundle_gives_its_fixed_parts_and_the_chosen_ones() -> None:
    assert chosen_parts(fixed=["a"], optional=["b", "c"], choices=["c"], choose_count=1) == {"a", "c"}


@pytest.mark.parametrize("choices", [[], ["b", "c"], ["b", "b"], ["d"]])
def test_wrong_choice_is_refused(choices: list[str]) -> None:
    with pytest.raises(ChoiceInvalid):
        chosen_parts(fixed=["a"], optional=["b", "c"], choices=choices, choose_count=1)


def test_limit_counts_what_is_held_and_asked() -> None:
    refuse_over_limit(limit=3, held=2, asked=1)
    refuse_over_limit(limit=None, held=99, asked=99)
    with pytest.raises(LimitReached):
        refuse_over_limit(limit=3, held=2, asked=2)


def test_a_choice_where_there_is_none_is_told_so() -> None:
    with pytest.raises(ChoiceInvalid) as refused:
        chosen_parts(fixed=["a"], optional=[], choices=["a"], choose_count=0)
    assert (refused.value.code, refused.value.for_member()) == ("choice_invalid", "There is nothing to choose here. Leave `choices` out.")
