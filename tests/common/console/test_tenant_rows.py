"""On the enterprises' console another enterprise's rows do not exist."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from common.console import ReadOnlyAdmin, TenantAdmin
from common.console.sites import HrSite
from members.models import Department, User
from tests.common.console import stage
from tests.factories import make_department, make_staff

Enter = Callable[[User], Client]
LIST = "/hr/members/department/"


def _listed(client: Client, query: str = "") -> list[str]:
    return [row.path for row in client.get(f"{LIST}{query}").context["cl"].result_list]


def test_a_list_holds_the_own_rows_alone(enter: Enter) -> None:
    staff = make_staff()
    make_department(staff.enterprise, "研发")
    make_department(make_staff().enterprise, "财务")
    client = enter(staff.user)
    assert _listed(client) == ["研发"]
    assert client.get(LIST).context["cl"].paginator.stated == "1"


def test_a_foreign_row_looks_like_a_missing_one(enter: Enter) -> None:
    client = enter(make_staff().user)
    foreign = make_department(make_staff().enterprise)
    pages = ["change/", "history/", "act/rename/"]
    answers = [(client.get(f"{LIST}{pk}/{page}"), pk) for page in pages for pk in (foreign.pk, uuid4())]
    assert {response.status_code for response, _pk in answers} == {404}
    bodies = [response.content.decode().replace(str(pk), "") for response, pk in answers]
    assert bodies[::2] == bodies[1::2]


def test_a_foreign_row_is_not_found_by_search_or_by_filter(enter: Enter) -> None:
    client = enter(make_staff().user)
    foreign = make_department(make_staff().enterprise, "财务")
    make_department(make_staff().enterprise, "财务/出纳")
    assert _listed(client, "?q=财务") == []
    assert _listed(client, f"?parent__id__exact={foreign.pk}") == []


def test_choices_offer_the_own_rows_alone(enter: Enter) -> None:
    staff = make_staff()
    own = make_department(staff.enterprise, "研发")
    foreign = make_department(make_staff().enterprise, "财务")
    client = enter(staff.user)
    found = client.get("/hr/autocomplete/", {"app_label": "members", "model_name": "department", "field_name": "parent"}).json()
    assert [choice["text"] for choice in found["results"]] == ["研发"]
    response = client.post(f"{LIST}{own.pk}/change/", {"name": "新名", "parent": str(foreign.pk)})
    own.refresh_from_db()
    assert (response.status_code, own.name, own.parent_id) == (200, "研发", None)


def test_a_lookup_that_no_filter_draws_is_refused(enter: Enter) -> None:
    client = enter(make_staff().user)
    assert client.get(f"{LIST}?enterprise__name__startswith=星").status_code == 400


def test_a_viewer_sees_and_can_not_act(enter: Enter) -> None:
    staff = make_staff(role="hr_viewer")
    own = make_department(staff.enterprise)
    client = enter(staff.user)
    page = client.get(f"{LIST}{own.pk}/change/")
    assert page.context["actions_detail"] == []
    form = {"act": "rename", "label": "x", "reason": "tidying"}
    answers = [client.post(f"{LIST}{own.pk}/act/rename/", form), client.post(f"{LIST}act/key/", {"act": "key"})]
    assert [response.status_code for response in answers] == [403, 403]
    assert client.post(f"{LIST}{own.pk}/change/", {"name": "新名"}).status_code == 403
    assert stage.done == []


def test_an_admin_that_forgets_the_enterprise_does_not_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="TenantAdmin"):
        HrSite("hr").register(Department, ReadOnlyAdmin)


def test_a_filter_over_all_enterprises_does_not_start() -> None:
    open_filter = type("OpenFilter", (TenantAdmin,), {"list_filter": ("parent",)})
    with pytest.raises(ImproperlyConfigured, match="TenantRelatedFilter"):
        HrSite("hr").register(Department, open_filter)
