"""Enterprises and who works for them."""

import pytest

from common.actors import system
from common.refusals import NotFound
from members.models import Department
from members.operations import (
    DepartmentInvalid,
    EnterpriseInvalid,
    SlugTaken,
    appoint_staff,
    dismiss_staff,
    open_enterprise,
    put_department,
    suspend_enterprise,
)
from members.queries import departments_of, enterprise_by_slug, staff_of
from tests.factories import NOW, make_enterprise, make_operator, make_staff, make_user

pytestmark = pytest.mark.django_db
BY = system("test")


def test_an_enterprise_is_opened_with_its_details() -> None:
    open_enterprise(slug="galaxy", name="星河科技", by=BY, at=NOW, currency="HKD", time_zone="Asia/Hong_Kong")
    found = enterprise_by_slug("galaxy")
    assert found is not None
    assert (found.name, found.currency, found.time_zone, found.state) == ("星河科技", "HKD", "Asia/Hong_Kong", "active")


def test_a_slug_stands_for_one_enterprise() -> None:
    make_enterprise("galaxy")
    with pytest.raises(SlugTaken):
        open_enterprise(slug="galaxy", name="星河科技", by=BY, at=NOW)


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(EnterpriseInvalid) as refused:
        open_enterprise(slug="galaxy", name="星河科技", by=BY, at=NOW, time_zone="Asia/Galaxy")
    assert "Asia/Galaxy" in refused.value.for_staff()


def test_a_department_comes_with_its_parents_and_once() -> None:
    enterprise = make_enterprise()
    first = put_department(enterprise_id=enterprise.id, path="研发中心/平台部", cost_center="C1")
    assert put_department(enterprise_id=enterprise.id, path=" 研发中心 ／平台部/ ") == first
    assert [(d.path, d.cost_center) for d in departments_of(enterprise.id)] == [("研发中心", ""), ("研发中心/平台部", "C1")]


def test_a_department_of_another_enterprise_is_another_department() -> None:
    here, there = make_enterprise(), make_enterprise()
    assert put_department(enterprise_id=here.id, path="市场部") != put_department(enterprise_id=there.id, path="市场部")


def test_a_department_needs_a_name_of_bounded_length() -> None:
    with pytest.raises(DepartmentInvalid):
        put_department(enterprise_id=make_enterprise().id, path="长" * 81)
    assert Department.objects.count() == 0


def test_staff_are_appointed_changed_and_dismissed() -> None:
    user, enterprise = make_user(), make_enterprise()
    appoint_staff(user_id=user.id, enterprise_id=enterprise.id, role="hr_viewer", by=BY, at=NOW)
    appoint_staff(user_id=user.id, enterprise_id=enterprise.id, role="hr_admin", by=BY, at=NOW)
    facts = staff_of(user.id)
    assert facts is not None
    assert (facts.enterprise.id, facts.may_change) == (enterprise.id, True)
    dismiss_staff(user_id=user.id, by=BY, at=NOW)
    assert staff_of(user.id) is None


def test_an_operator_is_never_an_enterprises_staff() -> None:
    with pytest.raises(NotFound):
        appoint_staff(user_id=make_operator().id, enterprise_id=make_enterprise().id, role="hr_admin", by=BY, at=NOW)


def test_staff_of_a_suspended_enterprise_have_no_role() -> None:
    staff = make_staff()
    suspend_enterprise(enterprise_id=staff.enterprise_id, by=BY, reason="unpaid", at=NOW)
    assert staff_of(staff.user_id) is None
