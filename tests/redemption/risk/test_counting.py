"""What is counted, and what becomes of what is too much."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.pace.models import Allowance
from common.refusals import Refused
from redemption.models import RiskDecision, RiskEntry
from redemption.operations import Attempt, check_attempt, count_miss
from redemption.rules.risk import Blocked, ChallengeNeeded, TooFast
from tests.factories import NOW, make_benefit, make_enterprise, make_grant, make_member
from tests.redemption.risk.rules import add_rule, exactly, first_rules, only_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _exactly() -> Iterator[None]:
    with exactly:
        yield


def _answers(attempt: Attempt, times: int, endpoint: str = "claim", **later: Any) -> list[str]:
    """What so many attempts at one moment come to."""
    found = []
    for _n in range(times):
        try:
            check_attempt(endpoint, attempt, at=NOW + timedelta(**later))
        except Refused as refused:
            found.append(refused.code)
        else:
            found.append("ok")
    return found


def test_what_is_above_a_rule_waits_longer_each_time() -> None:
    only_rule(most=2)
    attempt, waits = Attempt(make_member().id), []
    assert _answers(attempt, 2) == ["ok", "ok"]
    for _n in range(3):
        with pytest.raises(TooFast) as refused:
            check_attempt("claim", attempt, at=NOW)
        waits.append(refused.value.facts["retry_after"])
    assert waits == [600, 900, 1200]


def test_whoever_waits_as_long_as_told_passes() -> None:
    only_rule(most=2)
    attempt = Attempt(make_member().id)
    assert _answers(attempt, 3) == ["ok", "ok", "too_many_requests"]
    assert _answers(attempt, 1, seconds=599) == ["too_many_requests"]
    assert _answers(attempt, 1, seconds=1500) == ["ok"]


@pytest.mark.parametrize(
    ("counted_by", "one", "other"),
    [
        ("address", Attempt(address="203.0.113.9"), Attempt(address="203.0.113.10")),
        ("device", Attempt(device="a" * 32), Attempt(device="b" * 32)),
    ],
)
def test_each_key_has_its_own_count(counted_by: str, one: Attempt, other: Attempt) -> None:
    only_rule(counted_by=counted_by, most=1)
    assert _answers(one, 2) == ["ok", "too_many_requests"]
    assert _answers(other, 1) == ["ok"]


def test_members_behind_one_address_do_not_use_up_each_others_count() -> None:
    only_rule(counted_by="member", most=1)
    one, other = (Attempt(make_member().id, address="203.0.113.9") for _n in range(2))
    assert (_answers(one, 2), _answers(other, 1)) == (["ok", "too_many_requests"], ["ok"])


def test_the_serials_of_one_batch_are_counted_together() -> None:
    only_rule(counted_by="batch", most=2)
    first = make_grant()
    attempts = [Attempt(grant_id=make_grant(make_member(first.enterprise), batch=first.batch).id) for _n in range(3)]
    assert [_answers(attempt, 1) for attempt in attempts] == [["ok"], ["ok"], ["too_many_requests"]]
    assert _answers(Attempt(grant_id=make_grant().id), 1) == ["ok"]


def test_the_claims_of_one_benefit_are_counted_together() -> None:
    only_rule(counted_by="benefit", most=2)
    benefit = make_benefit("badge")
    attempts = [Attempt(grant_id=make_grant(benefit=benefit).id) for _n in range(3)]
    assert [_answers(attempt, 1) for attempt in attempts] == [["ok"], ["ok"], ["too_many_requests"]]
    assert _answers(Attempt(grant_id=make_grant().id), 1) == ["ok"]


def test_the_claims_of_one_enterprises_members_are_counted_together_those_from_openings_too() -> None:
    only_rule(counted_by="enterprise", most=2)
    enterprise = make_enterprise()
    attempts = [Attempt(make_member(enterprise).id) for _n in range(3)]
    assert [_answers(attempt, 1) for attempt in attempts] == [["ok"], ["ok"], ["too_many_requests"]]
    assert _answers(Attempt(make_member().id), 1) == ["ok"]


def test_a_large_batch_is_counted_in_many_rows_and_never_above_its_limit() -> None:
    rule = only_rule(counted_by="batch", most=320)
    grant = make_grant()
    passed = _answers(Attempt(grant_id=grant.id), 600).count("ok")
    assert 200 < passed <= 320
    assert Allowance.objects.filter(name__startswith=f"risk:{rule.id}:").count() == 16


def test_the_gravest_answer_is_given() -> None:
    only_rule(most=1)
    add_rule("claim", "member", most=2, answer="challenge")
    add_rule("claim", "member", most=3, answer="block")
    attempt = Attempt(make_member().id)
    assert _answers(attempt, 5) == ["ok", "too_many_requests", "challenge_needed", "blocked", "blocked"]


def test_a_block_holds_everywhere_and_ends_by_itself() -> None:
    only_rule(most=1, answer="block")
    attempt = Attempt(make_member().id)
    assert _answers(attempt, 2) == ["ok", "blocked"]
    assert _answers(attempt, 1, "reveal", minutes=59) == ["blocked"]
    assert _answers(attempt, 1, "reveal", minutes=61) == ["ok"]
    entry = RiskEntry.objects.get()
    assert (entry.kind, entry.member_id, entry.actor, entry.expires_at) == (
        "member",
        attempt.member_id,
        "system:risk",
        NOW + timedelta(hours=1),
    )


def test_a_stranger_who_guesses_is_slowed_then_blocked_and_members_beside_them_are_not() -> None:
    only_rule("guess", "address", most=2)
    add_rule("guess", "address", most=4, answer="block")
    stranger = Attempt(address="203.0.113.9")
    assert _answers(stranger, 6, "guess") == ["ok", "ok", "too_many_requests", "too_many_requests", "blocked", "blocked"]
    assert _answers(stranger, 1, "login") == ["blocked"]
    member = Attempt(make_member().id, address="203.0.113.9")
    assert _answers(member, 9, "guess") == ["ok"] * 9
    assert _answers(member, 1, "claim") == ["ok"]


def test_each_decision_says_what_was_counted_once_a_minute() -> None:
    rule = only_rule(most=2)
    attempt = Attempt(make_member().id, address="203.0.113.9", device="a" * 32)
    _answers(attempt, 6)
    decision = RiskDecision.objects.get()
    assert (decision.rule_id, decision.endpoint, decision.answer, decision.counted_by) == (rule.id, "claim", "slow", "member")
    assert (decision.level, decision.most, decision.within_seconds, decision.times) == (6, 2, 600, 4)
    assert (decision.member_id, decision.address, decision.device) == (attempt.member_id, "203.0.113.9", "a" * 32)


def test_an_attempt_that_passes_costs_one_statement() -> None:
    attempt = Attempt(make_member(phone="+8613812345678").id, "203.0.113.9", "a" * 32, grant_id=make_grant().id)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        check_attempt("claim", attempt, at=NOW)
    assert len(queries) == 1


def test_what_is_counted_does_not_depend_on_the_cache(settings: Any) -> None:
    from django.core.cache import cache

    only_rule(most=1)
    attempt = Attempt(make_member().id)
    _answers(attempt, 1)
    cache.clear()
    assert _answers(attempt, 1) == ["too_many_requests"]


def test_a_clock_that_was_wrong_shuts_nobody_out() -> None:
    only_rule(most=1)
    attempt = Attempt(make_member().id)
    _answers(attempt, 2, days=400)
    assert _answers(attempt, 1) == ["ok"]


def test_the_sentence_for_a_member_tells_nothing_of_rules_and_lists() -> None:
    only_rule(most=1, answer="block")
    attempt = Attempt(make_member().id)
    _answers(attempt, 1)
    with pytest.raises(Blocked) as refused:
        check_attempt("claim", attempt, at=NOW)
    said = refused.value.for_member()
    assert said == "This isn't possible from here at the moment. If you think that's wrong, please ask your company's contact."
    assert refused.value.for_staff() == "Blocked by claim-member-block-test."


def test_the_rules_that_a_platform_begins_with_slow_challenge_and_block_a_guessing_member() -> None:
    first_rules()
    attempt = Attempt(make_member().id)
    found = []
    for _n in range(22):
        try:
            count_miss(attempt, at=NOW)
        except (TooFast, ChallengeNeeded, Blocked) as refused:
            found.append(refused.code)
        else:
            found.append("ok")
    assert found == ["ok"] * 5 + ["too_many_requests"] * 5 + ["challenge_needed"] * 10 + ["blocked"] * 2
