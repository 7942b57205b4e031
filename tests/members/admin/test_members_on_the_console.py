"""Enterprises, people, keys and logins as operators work them."""

import re

import pytest
from django.contrib.auth.models import Group, Permission

from common.console import ops_site
from common.console.groups import make_groups
from members.models import ApiKey, Department, Enterprise, Member, SentMessage, Staff, User
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, PASSWORD, make_department, make_enterprise, make_member, make_operator, make_staff, make_user

pytestmark = pytest.mark.django_db


def test_an_enterprise_is_made_and_its_slug_stays() -> None:
    client = sign_in()
    form = {"slug": "galaxy", "name": "星河科技", "time_zone": "Asia/Shanghai", "currency": "CNY", "leaver_policy": "revoke"}
    client.post("/ops/members/enterprise/add/", form)
    enterprise = Enterprise.objects.get()
    client.post(f"/ops/members/enterprise/{enterprise.pk}/change/", {**form, "slug": "other", "name": "星河"})
    enterprise.refresh_from_db()
    assert (enterprise.slug, enterprise.name) == ("galaxy", "星河")


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    form = {"slug": "galaxy", "name": "x", "time_zone": "Mars/Olympus", "currency": "CNY", "leaver_policy": "keep"}
    page = sign_in().post("/ops/members/enterprise/add/", form)
    assert list(page.context["adminform"].form.errors) == ["time_zone"]


def test_a_departments_path_follows_from_its_place() -> None:
    enterprise = make_enterprise()
    parent = make_department(enterprise, "研发中心")
    client = sign_in()
    client.post("/ops/members/department/add/", {"enterprise": str(enterprise.pk), "parent": str(parent.pk), "name": "平台部"})
    other = {"enterprise": str(make_enterprise().pk), "parent": str(parent.pk), "name": "x"}
    refused = client.post("/ops/members/department/add/", other)
    assert Department.objects.filter(parent=parent).values_list("path", flat=True).get() == "研发中心/平台部"
    assert list(refused.context["adminform"].form.errors) == ["parent"]


def test_a_key_is_shown_once_and_kept_nowhere() -> None:
    client, enterprise = sign_in(), make_enterprise()
    page = client.post(f"/ops/members/enterprise/{enterprise.pk}/act/key/", {"act": "key", "label": "OA"}).content.decode()
    (key,) = re.findall(r"qy_live_[\w-]+", page)
    kept = ApiKey.objects.get()
    assert (kept.prefix, key in client.get(f"/ops/members/apikey/{kept.pk}/change/").content.decode()) == (key[:12], False)


@pytest.mark.alone("operators see every enterprise's")
def test_a_member_is_found_by_whatever_a_person_has_in_hand() -> None:
    member = make_member(phone="+8613812345678", email="lin.chao@galaxy.test", staff_no="G01", external_id="oa-7")
    make_member(phone="+8613812345679")
    client = sign_in()
    asked = ["13812345678", "Lin.Chao@Galaxy.test", "G01", "oa-7", "林超", str(member.pk)]
    found = {text: [row.pk for row in client.get("/ops/members/member/", {"q": text}).context["cl"].result_list] for text in asked}
    assert {text: pks for text, pks in found.items() if member.pk not in pks} == {}
    assert found["13812345678"] == [member.pk]


def test_marking_as_left_keeps_the_reason() -> None:
    member = make_member()
    sign_in().post(f"/ops/members/member/{member.pk}/act/leave/", {"act": "leave", "reason": "told by HR"})
    assert Member.objects.get(pk=member.pk).state == "left"


def test_a_login_is_appointed_and_dismissed() -> None:
    enterprise, user = make_enterprise(), make_user("hr-li")
    client = sign_in()
    form = {"act": "appoint", "username": "hr-li", "enterprise": str(enterprise.pk), "role": "hr_viewer"}
    client.post("/ops/members/staff/act/appoint/", form)
    staff = Staff.objects.get(user=user)
    assert (staff.enterprise_id, staff.role) == (enterprise.pk, "hr_viewer")
    client.post(f"/ops/members/staff/{staff.pk}/act/dismiss/", {"act": "dismiss"})
    assert Staff.objects.count() == 0


def test_an_operators_login_is_not_appointed() -> None:
    make_operator("zhou")
    form = {"act": "appoint", "username": "zhou", "enterprise": str(make_enterprise().pk), "role": "hr_admin"}
    page = sign_in().post("/ops/members/staff/act/appoint/", form)
    assert (page.status_code, Staff.objects.count()) == (400, 0)


def test_decoys_are_not_listed() -> None:
    given = {"channel": "sms", "to": "+8613800000000", "text": "x", "created_at": NOW}
    SentMessage.objects.create(key="real", **given)
    SentMessage.objects.create(key="decoy", is_decoy=True, **given)
    page = sign_in().get("/ops/members/sentmessage/")
    assert [message.key for message in page.context["cl"].result_list] == ["real"]


def _with_right_to_change_users() -> User:
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    return User.objects.get(pk=user.pk)


def test_an_operator_can_not_take_over_another_operators_login() -> None:
    target = make_operator("chief")
    client = sign_in(_with_right_to_change_users())
    passwords = {"password1": "a-new-long-pass", "password2": "a-new-long-pass"}
    assert client.post(f"/ops/members/user/{target.pk}/password/", passwords).status_code == 403
    target.refresh_from_db()
    assert target.check_password(PASSWORD)


def test_an_operator_can_not_hand_out_rights_above_their_own() -> None:
    target = make_staff().user
    client = sign_in(_with_right_to_change_users())
    client.post(
        f"/ops/members/user/{target.pk}/change/", {"username": target.username, "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    )
    target.refresh_from_db()
    assert (target.is_staff, target.is_superuser) == (False, False)


def test_a_group_is_changed_by_those_who_may_do_everything() -> None:
    group = Group.objects.create(name="night shift")
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_group", "view_group"]))
    form = {"name": "chiefs", "permissions": []}
    answers = [sign_in(person).post(f"/ops/auth/group/{group.pk}/change/", form).status_code for person in (user, make_operator())]
    group.refresh_from_db()
    assert (answers, group.name) == ([403, 302], "chiefs")


def test_the_rights_of_a_login_are_told_in_words_and_none_is_lost_on_saving() -> None:
    make_groups(ops_site._registry)
    target, boss = make_operator(), make_operator()
    target.user_permissions.add(Permission.objects.get(codename="view_event"))
    client = sign_in(boss)
    address = f"/ops/members/user/{target.pk}/change/"
    form = client.get(address, headers={"accept-language": "zh-hans"}).context["adminform"].form
    groups = {label for _value, label in form.fields["groups"].choices}
    rights = {label for _value, label in form.fields["user_permissions"].choices}
    assert {"采购", "风控"} <= groups
    assert any("查看卡密" in label for label in rights)
    assert len(rights) < 60
    kept = [str(value) for value in form["user_permissions"].value()]
    client.post(address, {"username": target.username, "is_active": "on", "is_staff": "on", "user_permissions": kept})
    assert list(target.user_permissions.values_list("codename", flat=True)) == ["view_event"]
