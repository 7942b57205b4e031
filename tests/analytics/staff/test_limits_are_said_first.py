"""Whoever has no room left in a limit reads so before they type anything: who sets limits, and where."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from common import clock
from common.console.groups import LABELS
from common.duties.models import DutyLimit, Tally
from common.duties.tally import day_of
from members.models import User
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_operator, make_user
from tests.redemption.operations.claiming import claim, code_grant

pytestmark = pytest.mark.django_db
DUTY = "ops.redemption.redemption.show"


def at_desk() -> tuple[Client, User]:
    user = make_operator()
    return sign_in(user), user


def limit(person: User, daily: int) -> None:
    until = datetime(2100, 1, 1, tzinfo=UTC)
    DutyLimit.objects.create(person=person, duty=DUTY, daily=daily, reason="desk", until=until, created_at=NOW)


def opened(client: Client) -> tuple[int, str, str]:
    """The form that shows a code: its status and page, and the address of its row."""
    [redemption] = claim(code_grant())
    row = f"/ops/redemption/redemption/{redemption.pk}/"
    response: Any = client.get(f"{row}act/show/", headers={"accept-language": "en"})
    return response.status_code, response.content.decode(), row


def test_without_a_personal_limit_the_form_is_not_opened_and_says_who_sets_one_and_where() -> None:
    client, _person = at_desk()
    status, page, row = opened(client)
    assert (status, 'name="reason"' in page) == (403, False)
    assert "Nobody may do this without a personal limit." in page
    assert "Personal limits are set by superusers." in page
    assert ('href="/ops/common/dutylimit/"' in page, f'href="{row}change/"' in page) == (True, True)


def test_the_groups_that_set_limits_are_named() -> None:
    Group.objects.get(name="risk").permissions.add(Permission.objects.get(codename="set_dutylimit"))
    client, _person = at_desk()
    assert f"Personal limits are set by: {LABELS['risk']}." in opened(client)[1]


def test_with_a_personal_limit_the_form_opens_and_opening_counts_nothing() -> None:
    client, person = at_desk()
    limit(person, 1)
    status, page, _row = opened(client)
    assert (status, 'name="reason"' in page, Tally.objects.filter(person=person).count()) == (200, True, 0)


def test_a_limit_that_is_used_up_is_said_before_the_form() -> None:
    client, person = at_desk()
    limit(person, 2)
    Tally.objects.create(person=person, duty=DUTY, day=day_of(clock.now()), times=2)
    status, page, _row = opened(client)
    assert (status, 'name="reason"' in page, "That is 2 a day for one person" in page) == (429, False, True)


def test_whoever_may_not_do_it_at_all_reads_nothing_of_limits() -> None:
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_redemption"))
    status, page, _row = opened(sign_in(user))
    assert (status, "personal limit" in page) == (403, False)
