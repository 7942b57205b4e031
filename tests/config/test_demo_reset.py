"""Dropping the demo: everything that was made goes, and nothing that a migration put there."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Model
from django_celery_beat.models import PeriodicTask

from common.scope import PLATFORM, within
from common.sealed import open_sealed, seal
from common.sealed.root import root_key
from config.demo import drop_demo
from members.models import Member
from redemption.models import RiskRule
from tests.factories import make_grant, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def _counts(*models: type[Model]) -> list[int]:
    return [model._default_manager.count() for model in models]


def test_what_was_made_goes_and_what_migrations_put_there_stays() -> None:
    before = _counts(Group, PeriodicTask)
    make_grant(make_member())
    RiskRule.objects.filter(code="guess-slow").update(most=999)
    drop_demo()
    assert _counts(Member, apps.get_model("benefits", "Grant"), apps.get_model("common", "Job")) == [0, 0, 0]
    assert (_counts(Group, PeriodicTask), RiskRule.objects.count(), RiskRule.objects.get(code="guess-slow").most) == (before, 18, 5)


def test_what_was_sealed_before_opens_in_a_process_that_starts_afterwards() -> None:
    sealed = seal("as before", purpose="test")
    drop_demo()
    root_key.cache_clear()
    with within(PLATFORM):
        assert open_sealed(sealed, purpose="test") == "as before"
    assert len(root_key()) == 32
