"""A second administrator above the enterprise's sum of one day: counted over all of its batches, so that splitting helps nobody."""

from typing import Any

import pytest

from benefits.models import Batch, Grant
from members.models import Enterprise, User
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work, workshop
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def _workshop(**rule: int) -> Enterprise:
    enterprise = workshop()
    Enterprise.objects.filter(pk=enterprise.pk).update(**rule)
    return enterprise


def _code() -> str:
    from benefits.models import Benefit

    return Benefit.objects.get().code


def _granted(client: Any, *staff_nos: str) -> Batch:
    batch = upload(client, sheet(*((number, _code(), "1") for number in staff_nos)))
    confirm(client, batch)
    work()
    batch.refresh_from_db()
    return batch


def test_what_comes_above_the_days_sum_waits_and_a_second_administrator_lets_it_go() -> None:
    enterprise = _workshop(approval_above_grants=1)
    client, first = at_desk(enterprise)
    assert _granted(client, "G01001").state == "done"
    waits = _granted(client, "G01002")
    assert (waits.state, waits.asked_by, Grant.objects.count()) == ("ready", f"user:{first.user_id}", 1)
    other, second = at_desk(enterprise)
    assert waits.name in other.get("/hr/approvals/").content.decode()
    confirm(other, waits)
    work()
    waits.refresh_from_db()
    assert (waits.state, waits.confirmed_by, Grant.objects.count()) == ("done", f"user:{second.user_id}", 2)


def test_neither_whoever_asked_nor_another_login_of_theirs_is_the_second() -> None:
    enterprise = _workshop(approval_above_minor=0)
    client, first = at_desk(enterprise)
    waits = _granted(client, "G01001")
    twin, twin_staff = at_desk(enterprise)
    User.objects.filter(pk__in=[first.user_id, twin_staff.user_id]).update(email="hr@example.com")
    for again in (client, twin):
        assert confirm(again, waits).status_code == 409
    assert Grant.objects.count() == 0


def test_without_a_rule_one_person_is_enough() -> None:
    client, _staff = at_desk(_workshop())
    assert _granted(client, "G01001", "G01002", "G01003").state == "done"


def test_a_viewer_sees_what_waits_and_can_not_agree() -> None:
    enterprise = _workshop(approval_above_grants=0)
    client, _first = at_desk(enterprise)
    waits = _granted(client, "G01001")
    viewer, _staff = at_desk(enterprise, role="hr_viewer")
    assert confirm(viewer, waits).status_code == 403
    assert make_staff(enterprise).role == "hr_admin"
