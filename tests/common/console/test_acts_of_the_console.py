"""An act: shown with its preview, done once with a reason, refused with the exact sentence."""

from collections.abc import Callable

from django.test import Client

from common.console.acts.registry import all_acts
from members.models import User
from tests.common.console import stage
from tests.factories import make_department, make_enterprise, make_operator, make_user

Enter = Callable[[User], Client]
LIST = "/ops/members/department/"


def test_a_page_shows_what_will_happen_before_it_does(enter: Enter) -> None:
    row = make_department(make_enterprise(), "研发")
    page = enter(make_operator()).get(f"{LIST}{row.pk}/act/rename/")
    assert [(figure.label, figure.value) for figure in page.context["figures"]] == [("Name now", "研发")]
    assert stage.done == []


def test_an_act_is_done_once_with_its_reason(enter: Enter) -> None:
    row = make_department(make_enterprise())
    response = enter(make_operator()).post(f"{LIST}{row.pk}/act/rename/", {"act": "rename", "label": "x", "reason": "asked by HR"})
    assert response["Location"] == f"{LIST}{row.pk}/change/"
    assert stage.done == [(row.pk, "x", "asked by HR")]


def test_an_act_without_a_reason_is_not_done(enter: Enter) -> None:
    row = make_department(make_enterprise())
    response = enter(make_operator()).post(f"{LIST}{row.pk}/act/rename/", {"act": "rename", "label": "typed", "reason": ""})
    assert (response.status_code, response.context["form"].errors.as_data().keys()) == (400, {"reason"})
    assert 'value="typed"' in response.content.decode()
    assert stage.done == []


def test_a_refusal_is_told_exactly_and_nothing_typed_is_lost(enter: Enter) -> None:
    row = make_department(make_enterprise())
    response = enter(make_operator()).post(f"{LIST}{row.pk}/act/rename/", {"act": "rename", "label": "full", "reason": "why not"})
    assert (response.status_code, response.context["refused"]) == (409, "There are 7 already.")
    assert ">\nwhy not</textarea>" in response.content.decode()


def test_an_act_that_does_not_apply_hides_and_is_refused(enter: Enter) -> None:
    row = make_department(make_enterprise(), "closed")
    client = enter(make_operator())
    assert client.get(f"{LIST}{row.pk}/change/").context["actions_detail"] == []
    response = client.post(f"{LIST}{row.pk}/act/rename/", {"act": "rename", "label": "x", "reason": "too late"})
    assert (response.status_code, stage.done) == (409, [])


def test_an_act_needs_its_own_permission(enter: Enter) -> None:
    row = make_department(make_enterprise())
    client = enter(make_user(is_staff=True))
    assert client.get(f"{LIST}{row.pk}/act/rename/").status_code == 404
    assert client.post(f"{LIST}act/key/", {"act": "key"}).status_code == 403


def test_an_act_needs_the_token_of_the_page(enter: Enter) -> None:
    row = make_department(make_enterprise())
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    response = client.post(f"{LIST}{row.pk}/act/rename/", {"act": "rename", "label": "x", "reason": "forged"})
    assert (response.status_code, stage.done) == (403, [])


def test_what_is_shown_once_is_not_kept(enter: Enter) -> None:
    response = enter(make_operator()).post(f"{LIST}act/key/", {"act": "key"})
    assert ("no-store" in response["Cache-Control"], "qy_only_once" in response.content.decode()) == (True, True)


def test_ticked_rows_are_acted_on_one_by_one(enter: Enter) -> None:
    enterprise = make_enterprise()
    rows = [make_department(enterprise, name) for name in ("a", "b", "closed")]
    client = enter(make_operator())
    ticked = client.post(LIST, {"action": "tidy", "_selected_action": [str(row.pk) for row in rows]})
    page = client.get(ticked["Location"])
    assert [(row.obj.name, row.applies) for row in page.context["rows"]] == [("a", True), ("b", True), ("closed", False)]
    client.post(ticked["Location"], {"act": "tidy", "reason": "spring"})
    assert stage.done == [(rows[0].pk, "tidy", "spring"), (rows[1].pk, "tidy", "spring")]


def test_an_unknown_act_is_a_missing_page(enter: Enter) -> None:
    row = make_department(make_enterprise())
    assert enter(make_operator()).get(f"{LIST}{row.pk}/act/key/").status_code == 404


def test_every_act_is_registered_with_a_right_of_its_own() -> None:
    rights = [(act.site, act.act.permission) for act in all_acts()]
    assert all(permission.count(".") == 1 for _site, permission in rights)
