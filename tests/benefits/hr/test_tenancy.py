"""Every address of the enterprises' console, asked about another enterprise's rows: they do not exist."""

import re
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from benefits.models import Batch, Grant, Opening
from members.models import Roster
from tests.benefits.hr.desk import at_desk, sign_in
from tests.benefits.hr.rows import rows_of
from tests.factories import (
    make_budget,
    make_enterprise,
    make_operator,
)

pytestmark = pytest.mark.django_db

# Django's own, which show no rows: the way to a model's public page, a house's index, and the page of everything unknown.
NOT_ABOUT_ROWS = {"r/<path:content_type_id>/<path:object_id>/", "^(?P<app_label>members|benefits)/$", "(?P<url>.*)$"}
ACTS = {"benefits/grant": "revoke", "benefits/opening": "discard", "members/member": "mark_left"}


def routes(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[str]:
    if patterns is None:
        console = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "hr/")
        patterns = console.url_patterns  # type: ignore[union-attr]
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern)


def routes_about_rows() -> list[str]:
    """The addresses that name one row."""
    return [route for route in routes() if re.search(r"<(uuid:pk|path:object_id)>", route) and route not in NOT_ABOUT_ROWS]


def address(route: str, pk: UUID) -> str:
    begins = next((name for name in ACTS if route.startswith(name)), "")
    named = route.replace("<slug:name>", ACTS.get(begins, "x"))
    return "/hr/" + re.sub(r"<(uuid:pk|path:object_id)>", str(pk), named)


def told(client: Client, method: str, path: str, pk: UUID) -> tuple[int, str]:
    """The answer without what differs between any two answers: the id that was asked for, and tokens."""
    response = getattr(client, method)(path, {"act": "revoke", "reason": "because", "file_sha256": "0" * 64} if method == "post" else {})
    body = response.content.decode().replace(str(pk), "ID")
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"|csrfToken[^,]*', "", body)


def allowed(route: str, method: str) -> set[int]:
    """Not found, unless the address answers without looking at any row: by another method, a right nobody has, a redirect."""
    if route.endswith("delete/") or (method == "post" and route.endswith("<path:object_id>/change/")):
        return {403, 404}
    return {302} if route.endswith("/<path:object_id>/") else {404, 405}


def test_every_address_about_a_row_is_walked() -> None:
    rows = rows_of(make_enterprise())
    assert [route for route in routes_about_rows() if not route.startswith(tuple(rows))] == []
    assert len(routes_about_rows()) > 40


@pytest.mark.parametrize("role", ["hr_admin", "hr_viewer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_row_and_a_missing_one_answer_the_same(role: str, method: str) -> None:
    client, _staff = at_desk(role=role)
    foreign = rows_of(make_enterprise())
    for route in routes_about_rows():
        begins = next(name for name in foreign if route.startswith(name))
        missing = uuid4()
        answer = told(client, method, address(route, foreign[begins]), foreign[begins])
        assert answer[0] in allowed(route, method), (route, answer[0])
        assert answer == told(client, method, address(route, missing), missing), route


def test_nothing_of_another_enterprise_was_changed_by_asking() -> None:
    client, _staff = at_desk()
    foreign = rows_of(make_enterprise())
    for route in routes_about_rows():
        begins = next(name for name in foreign if route.startswith(name))
        told(client, "post", address(route, foreign[begins]), foreign[begins])
    assert (Grant.objects.get().state, Batch.objects.get().state, Roster.objects.get().state) == ("claimable", "ready", "ready")
    assert Opening.objects.get().state == "draft"


LISTS = [
    "benefits/grant",
    "benefits/batch",
    "benefits/opening",
    "members/member",
    "members/roster",
    "members/department",
    "members/staff",
    "members/apikey",
]


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_their_counts_hold_the_own_rows_alone(name: str) -> None:
    client, staff = at_desk()
    own = rows_of(staff.enterprise)
    rows_of(make_enterprise())
    page = client.get(f"/hr/{name}/").context["cl"]
    shown = [row.pk for row in page.result_list]
    # The person who looks is staff too.
    expected = {own[name], staff.pk} if name == "members/staff" else {own[name]}
    assert (set(shown), page.paginator.stated) == (expected, str(len(expected)))


def test_search_finds_no_foreign_person_and_no_foreign_serial() -> None:
    client, _staff = at_desk()
    foreign = Grant.objects.get(id=rows_of(make_enterprise())["benefits/grant"])
    found = [
        list(client.get(f"/hr/{name}/", {"q": text}).context["cl"].result_list)
        for name in ("benefits/grant", "members/member")
        for text in (foreign.serial, "13800001111", foreign.member.staff_no or "", foreign.member.name)
    ]
    assert found == [[]] * 8


def test_filters_neither_offer_nor_accept_what_is_foreign() -> None:
    client, _staff = at_desk()
    foreign = rows_of(make_enterprise())
    page = client.get("/hr/benefits/grant/").content.decode()
    offered = [pk for pk in foreign.values() if str(pk) in page]
    by_batch = client.get("/hr/benefits/grant/", {"batch__id__exact": str(foreign["benefits/batch"])}).context["cl"].result_list
    by_department = client.get("/hr/members/member/", {"department": str(foreign["members/department"])}).context["cl"].result_list
    assert (offered, list(by_batch), list(by_department)) == ([], [], [])


def test_the_front_page_and_the_budgets_count_the_own_rows_alone() -> None:
    client, staff = at_desk()
    rows_of(make_enterprise())
    make_budget(staff.enterprise)
    page = client.get("/hr/").context
    assert ([str(tile.count) for tile in page["tiles"]], page["batches"], len(page["budgets"])) == (["0"] * 4, [], 1)
    assert len(client.get("/hr/benefits/budget/").context["budgets"]) == 1


def test_an_upload_can_not_name_a_foreign_budget() -> None:
    client, _staff = at_desk()
    foreign = rows_of(make_enterprise())["benefits/budget"]
    form = {"file": SimpleUploadedFile("g.csv", "工号,权益编码\nA,b".encode()), "budget_id": str(foreign)}
    assert (client.post("/hr/batches/upload/", form).status_code, Batch.objects.count()) == (400, 1)


def test_exports_hold_the_own_rows_alone() -> None:
    client, _staff = at_desk()
    foreign = rows_of(make_enterprise())
    response = client.get("/hr/benefits/grant/export/", {"batch__id__exact": str(foreign["benefits/batch"])})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert len(list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows())) == 1


def test_whoever_is_no_staff_is_not_let_in() -> None:
    operator = sign_in(make_operator())
    paths = ["/hr/", "/hr/batches/upload/", "/hr/benefits/grant/", "/hr/benefits/grant/export/"]
    assert {Client().get(path).status_code for path in paths} == {302}
    assert {operator.get(path, follow=True).status_code for path in paths} == {403}
