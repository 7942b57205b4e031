"""Changes of prices, rules, limits and rights: kept by the database, before and after, whoever made them."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_celery_beat.models import PeriodicTask

from common.feed import sign
from common.feed.models import Event
from members.models import User
from redemption.models import RiskRule
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, OPERATOR, by_user, make_enterprise, make_offer, make_operator, make_staff, make_user
from tests.redemption.portal.visiting import words_of
from tests.redemption.risk.rules import only_rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schedule")]


def _last(kind: str) -> Any:
    return Event.objects.filter(kind=kind).order_by("-id").first()


def test_a_price_leaves_what_it_was_and_what_it_is_by_whom() -> None:
    offer = make_offer()
    sign(OPERATOR, "new contract")
    offer.cost_minor = 8_000
    offer.save()
    event = _last("offer.changed")
    assert (event.subject_id, event.actor, event.reason) == (offer.pk, str(OPERATOR), "new contract")
    assert event.data == {"before": {"cost_minor": 9000}, "after": {"cost_minor": 8000}}


def test_sql_by_hand_leaves_the_same_trail() -> None:
    offer = make_offer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supply_offer SET priority = 5 WHERE id = %s", [offer.pk])
    assert _last("offer.changed").data == {"before": {"priority": 100}, "after": {"priority": 5}}


def test_a_rule_an_enterprises_limits_and_a_role_leave_theirs() -> None:
    rule = only_rule(most=2)
    RiskRule.objects.filter(pk=rule.pk).update(most=9)
    assert _last("riskrule.changed").data == {"before": {"most": 2}, "after": {"most": 9}}
    enterprise = make_enterprise()
    type(enterprise).objects.filter(pk=enterprise.pk).update(sms_monthly_limit=10)
    event = _last("enterprise.changed")
    assert (event.data["before"], event.data["after"]) == ({"sms_monthly_limit": None}, {"sms_monthly_limit": 10})
    staff = make_staff(role="hr_viewer")
    type(staff).objects.filter(pk=staff.pk).update(role="hr_admin")
    event = _last("staff.changed")
    assert (event.enterprise_id, event.data["after"]) == (staff.enterprise_id, {"role": "hr_admin"})


def test_rights_leave_their_group_and_their_name() -> None:
    group, user = Group.objects.create(name="night"), make_user(is_staff=True)
    group.permissions.add(Permission.objects.get(codename="view_lot"))
    assert _last("group.right_given").data == {"before": {}, "after": {"group": "night", "right": "supply.view_lot"}}
    user.groups.add(group)
    user.groups.remove(group)
    event = _last("user.right_taken")
    assert (event.subject_id, event.data) == (user.pk, {"before": {"group": "night"}, "after": {}})


def test_of_a_password_only_that_it_changed() -> None:
    user = make_user()
    user.set_password("another-horse-battery")
    user.save()
    event = _last("user.password_set")
    assert (event.subject_id, event.data, _last("user.changed")) == (user.pk, {}, None)


def test_of_a_second_step_that_it_came_changed_and_went_and_nothing_of_its_secret() -> None:
    user = make_user()
    step = Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    step.record_usage()
    step.data = {"secret": "KRSXG5CTMVRXEZLU"}
    step.save()
    step.delete()
    events = list(Event.objects.filter(subject_id=user.pk, kind__contains="second_step").order_by("id").values_list("kind", "data"))
    what = {"what": "totp"}
    assert events == [("user.second_step_made", what), ("user.second_step_changed", what), ("user.second_step_removed", what)]


def test_a_task_that_is_switched_off_by_sql_is_told_and_its_beating_is_not() -> None:
    PeriodicTask.objects.filter(task="common.sweep").update(last_run_at=NOW, total_run_count=7)
    assert _last("periodictask.changed") is None
    PeriodicTask.objects.filter(task="common.sweep").update(enabled=False)
    assert _last("periodictask.changed").data == {"before": {"enabled": True}, "after": {"enabled": False}}


def test_what_sql_a_command_and_a_key_change_stands_among_the_changes_and_is_marked() -> None:
    client = _auditor()
    for actor in ("", "system:command", f"key:{uuid4()}"):
        offer = make_offer()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('quanyi.actor', %s, true)", [actor])
            cursor.execute("UPDATE supply_offer SET priority = 5 WHERE id = %s", [offer.pk])
            cursor.execute("SELECT set_config('quanyi.actor', '', true)")
        for query in ("", "?outside=1", f"?about={offer.pk}"):
            words = words_of(client.get(f"/ops/changes/{query}").content.decode())
            assert f"Offer: changed …{str(offer.pk)[-8:]}" in words, (actor, query)
            assert "made outside the consoles" in words, (actor, query)


def test_what_a_person_changes_is_not_marked_and_what_members_do_is_not_among_it() -> None:
    offer = make_offer()
    sign(by_user(make_operator("boss")), "")
    type(offer).objects.filter(pk=offer.pk).update(priority=5)
    words = words_of(_auditor().get("/ops/changes/?person=" + str(User.objects.get(username="boss").pk)).content.decode())
    assert ("Offer: changed" in words, words.count("outside the consoles")) == (True, 1)  # In the form alone.


def test_a_sign_in_is_no_change() -> None:
    user = make_user()
    before = Event.objects.count()
    User.objects.filter(pk=user.pk).update(last_login="2026-03-02T00:00:00Z")
    assert Event.objects.count() == before


def _auditor() -> Client:
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_event"))
    return sign_in(user)


def test_an_auditor_reads_who_changed_what_by_person_thing_and_day() -> None:
    boss, offer = make_operator("boss"), make_offer()
    sign(by_user(boss), "new contract")
    type(offer).objects.filter(pk=offer.pk).update(cost_minor=8_000)
    client = _auditor()
    for query in ("", f"?about={offer.pk}", f"?person={boss.pk}", "?noun=offer", "?from=2020-01-01&to=2999-01-01"):
        words = words_of(client.get(f"/ops/changes/{query}").content.decode())
        assert "Offer: changed" in words, query
        assert "“new contract”" in words
        assert "cost_minor 9000 8000" in words
    assert "Offer: changed" not in words_of(client.get("/ops/changes/?to=2020-01-01").content.decode())


def test_whoever_is_no_auditor_reads_nothing() -> None:
    assert sign_in(make_user(is_staff=True)).get("/ops/changes/").status_code == 403


def test_fifty_at_a_time_and_one_query_however_many() -> None:
    from analytics.admin.staff.audit import _NEWEST
    from analytics.queries.audit import Asked, changes

    sign(OPERATOR, "")
    offer = make_offer()
    for priority in range(55):
        type(offer).objects.filter(pk=offer.pk).update(priority=priority)
    with CaptureQueriesContext(connection) as queries:
        page = changes(Asked(subject_id=offer.pk), before=_NEWEST)
    assert (len(queries), len(page.entries)) == (1, 50)
    assert page.older is not None
    rest = changes(Asked(subject_id=offer.pk), before=page.older)
    assert (len(rest.entries), rest.older) == (6, None)
