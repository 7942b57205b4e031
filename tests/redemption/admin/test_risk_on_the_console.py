"""Rules and lists of risk as an operator sets them."""

from typing import Any

import pytest

from redemption.models import RiskEntry, RiskRule
from tests.analytics.admin.world import sign_in
from tests.factories import make_member

pytestmark = pytest.mark.django_db
RULE = {
    "act": "new",
    "code": "by-device",
    "endpoint": "claim",
    "counted_by": "device",
    "most": "5",
    "within_seconds": "60",
    "answer": "slow",
    "is_active": "on",
    "reason": "seen on a forum",
}


def _put(**fields: str) -> Any:
    form = {"act": "put", "verdict": "block", "reason": "seen on a forum", "expires_at": "", **fields}
    return sign_in().post("/ops/redemption/riskentry/act/put/", form, follow=True)


@pytest.mark.parametrize("verdict", ["block", "allow"])
@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("contact", "13812345678", "138****5678"),
        ("contact", "li.wei@example.com", "l****i@example.com"),
        ("address", "203.0.113.0/24", "203.0.113.0/24"),
        ("device", "a" * 32, "a" * 32),
    ],
)
def test_somebody_is_put_on_a_list(verdict: str, kind: str, value: str, shown: str) -> None:
    answer = _put(verdict=verdict, kind=kind, value=value)
    entry = RiskEntry.objects.get()
    assert (answer.status_code, entry.verdict, entry.kind, entry.shown) == (200, verdict, kind, shown)
    assert "The entry holds." in answer.content.decode()


def test_a_member_is_put_on_a_list_for_a_while_and_taken_off_again() -> None:
    member = make_member()
    _put(kind="member", value=str(member.id), expires_at="2099-01-01T10:00")
    entry = RiskEntry.objects.get()
    assert (entry.member_id, str(entry.expires_at)[:10]) == (member.id, "2099-01-01")
    lift = {"act": "lift", "reason": "was somebody else"}
    sign_in().post(f"/ops/redemption/riskentry/{entry.pk}/act/lift/", lift)
    entry.refresh_from_db()
    assert entry.lifted_at is not None


@pytest.mark.parametrize(("kind", "value"), [("contact", "12"), ("address", "here"), ("member", "nobody"), ("address", "0.0.0.0/0")])
def test_nonsense_is_refused_on_the_form_and_nobody_is_listed(kind: str, value: str) -> None:
    answer = _put(kind=kind, value=value)
    assert (answer.status_code, RiskEntry.objects.count()) == (422, 0)
    assert value in answer.content.decode()


def test_a_rule_is_made_and_changed() -> None:
    sign_in().post("/ops/redemption/riskrule/act/new/", RULE)
    rule = RiskRule.objects.get(code="by-device")
    changed = {**RULE, "act": "limits", "most": "7", "answer": "block", "block_minutes": "30"}
    sign_in().post(f"/ops/redemption/riskrule/{rule.pk}/act/limits/", changed)
    rule.refresh_from_db()
    assert (rule.most, rule.answer, rule.block_minutes) == (7, "block", 30)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"block_minutes": "30"}, "A block ends by itself: give its minutes with the answer “Block”, and with no other."),
        ({"answer": "block"}, "A block ends by itself: give its minutes with the answer “Block”, and with no other."),
        ({"endpoint": "login", "counted_by": "member"}, "A sign-in is counted by address or by device: nobody is signed in yet."),
        ({"endpoint": "login", "answer": "challenge"}, "A sign-in can&#x27;t be answered by a one-time code"),
        ({"endpoint": "guess", "counted_by": "address", "answer": "challenge"}, "A stranger at an address has no number"),
        ({"counted_by": "batch", "endpoint": "guess"}, "By batch, enterprise or benefit only claims are counted."),
        ({"counted_by": "batch", "answer": "challenge"}, "This is counted over everybody"),
    ],
)
def test_a_rule_that_can_not_be_is_refused_in_words(fields: dict[str, str], sentence: str) -> None:
    before = RiskRule.objects.count()
    page = sign_in().post("/ops/redemption/riskrule/act/new/", {**RULE, **fields}).content.decode()
    assert (sentence in page, RiskRule.objects.count()) == (True, before)
