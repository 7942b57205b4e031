"""Rules for one test: everything that a platform begins with is out of force, and what the test makes is exact."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.test import override_settings

from redemption.models import RiskRule
from redemption.operations.risk import Limits, make_rule
from tests.factories import NOW, OPERATOR

exactly = override_settings(RISK_LIMITS_TIMES=1)


def only_rule(endpoint: str = "claim", counted_by: str = "member", *, most: int = 2, answer: str = "slow", **fields: Any) -> RiskRule:
    """The one rule in force."""
    RiskRule.objects.update(is_active=False)
    return add_rule(endpoint, counted_by, most=most, answer=answer, **fields)


def add_rule(endpoint: str, counted_by: str, *, most: int, answer: str, **fields: Any) -> RiskRule:
    """One more rule, over ten minutes; a block lasts an hour."""
    given = {"within_seconds": 600, "block_minutes": 60 if answer == "block" else None, **fields}
    limits = Limits(most=most, answer=answer, **given)
    code = f"{endpoint}-{counted_by}-{answer}-test"
    return make_rule(code=code, endpoint=endpoint, counted_by=counted_by, limits=limits, by=OPERATOR, reason="test", at=NOW)


def first_rules() -> None:
    """The rules that the migration makes, anew: tests that commit take them along when they are swept up."""
    migration = import_module("redemption.migrations.0006_risk_check")
    RiskRule.objects.all().delete()
    migration.first_rules(apps, None)
