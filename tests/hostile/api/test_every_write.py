"""Every address that takes a body: values of the wrong kind, fields of the models, strange queries; nothing is done, all is 400."""

from itertools import chain
from typing import Any

import pytest
from django.apps import apps

from benefits.models import Grant
from common.feed.models import Event
from redemption.models import Redemption
from tests.calling import Caller, api_of_enterprise, api_of_member
from tests.factories import make_benefit
from tests.hostile.api.writes import ENTERPRISE, MEMBER, overposted, spoilt
from tests.redemption.operations.claiming import claim, code_grant

HOUSES = ("members", "benefits", "redemption", "supply")
# What the shapes of bodies name themselves stands in writes.py; these are optional there.
OPTIONAL = {"email", "phone", "external_id"}


@pytest.fixture
def grant(settings: Any) -> Grant:
    """A claimed grant of a member who may be named in every way."""
    settings.API_MISSES = settings.API_MISSES_PER_KEY = 10**6
    grant = code_grant()
    claim(grant)
    make_benefit("topup", code="ecard")
    return grant


@pytest.fixture
def callers(grant: Grant, monkeypatch: pytest.MonkeyPatch) -> dict[str, Caller]:
    monkeypatch.setattr("common.api.views.ApiView.requests_a_minute", 10**6)
    return {"enterprise": api_of_enterprise(grant.enterprise), "member": api_of_member(grant.member)}


CASES = [("enterprise", *address) for address in ENTERPRISE] + [("member", *address) for address in MEMBER]


def good_body(api: str, method: str, path: str) -> dict[str, Any]:
    return (ENTERPRISE if api == "enterprise" else MEMBER)[method, path]


def filled(path: str, grant: Grant) -> str:
    return path.replace("{grant}", str(grant.id)).replace("{redemption}", str(Redemption.objects.get(grant=grant).id))


@pytest.mark.parametrize(("api", "method", "path"), CASES)
def test_a_value_of_the_wrong_kind_is_refused_by_its_field(
    api: str, method: str, path: str, grant: Grant, callers: dict[str, Caller]
) -> None:
    before = Event.objects.count()
    accepted = []
    for case in spoilt(good_body(api, method, path)):
        answer = callers[api].send(method, filled(path, grant), case.body, key="spoilt-body-1")
        if answer.status_code != 400:
            accepted.append((case.at, case.value, answer.status_code))
    assert accepted == []
    assert Event.objects.count() == before


@pytest.mark.parametrize(("api", "method", "path"), CASES)
def test_no_field_of_any_model_can_be_posted_beside_those_that_are_asked_for(
    api: str, method: str, path: str, grant: Grant, callers: dict[str, Caller]
) -> None:
    names = sorted(
        {field.name for model in chain(*(apps.get_app_config(house).get_models() for house in HOUSES)) for field in model._meta.fields}
    )
    body = good_body(api, method, path)
    accepted = []
    for case in overposted(body, [*(name for name in names if name not in OPTIONAL), "__proto__", "pk", "enterprise_id", "member__id"]):
        answer = callers[api].send(method, filled(path, grant), case.body, key="overposted-1")
        refused = {error["field"].rpartition(".")[2] for error in answer.json()["errors"] if error["code"] == "unknown_field"}
        if refused != set(case.value):
            accepted.append((case.at, answer.status_code, set(case.value) - refused))
    assert accepted == []


LISTS = [("enterprise", "grants"), ("enterprise", "budgets"), ("member", "grants"), ("member", "redemptions"), ("member", "benefits")]
INJECTED = [
    "password__startswith",
    "ordering",
    "order_by",
    "member__phone",
    "enterprise",
    "enterprise_id",
    "state__in",
    "id__gt",
    "_method",
    "format",
    "limit",
]


@pytest.mark.parametrize(("api", "path"), LISTS)
def test_lists_are_asked_by_what_is_listed_alone(api: str, path: str, callers: dict[str, Caller]) -> None:
    assert {name: callers[api].get(path, **{name: "x"}).status_code for name in INJECTED} == dict.fromkeys(INJECTED, 400)


@pytest.mark.parametrize(("api", "path"), [pair for pair in LISTS if pair != ("enterprise", "budgets") and pair != ("member", "benefits")])
def test_pages_of_no_size_or_place_are_refused_or_capped(api: str, path: str, callers: dict[str, Caller]) -> None:
    sizes = {
        "-1": 400,
        "0": 400,
        "1.0": 400,
        "+1": 400,
        " 1": 400,
        "１": 400,
        "1_0": 400,
        "0x1": 400,
        "1e3": 400,
        "x": 400,
        "": 400,
        "1000000": 200,
        "9" * 30: 200,
    }
    assert {size: callers[api].get(path, page_size=size).status_code for size in sizes} == sizes
    cursors = ["x", "", "\x00", "LTE=", "bz0tMQ==", "cD1hYmM=", "9" * 4000]
    assert {callers[api].get(path, cursor=cursor).status_code for cursor in cursors} <= {400, 404}
    assert callers[api].get(path, page_size=["1", "2"]).status_code == 400


@pytest.mark.parametrize("key", ["", "x", "x" * 7, "x" * 129, "x" * 300])
@pytest.mark.parametrize(("api", "method", "path"), [case for case in CASES if case[2] in {"grants", "batches", "grants/{grant}/claim"}])
def test_where_value_moves_the_key_is_asked_for(
    api: str, method: str, path: str, key: str, grant: Grant, callers: dict[str, Caller]
) -> None:
    before = Event.objects.count()
    answer = callers[api].send(method, filled(path, grant), good_body(api, method, path), key=key)
    assert (answer.status_code, Event.objects.count()) == (400, before)


@pytest.mark.parametrize(("method", "path"), [("PUT", "members/{}"), ("GET", "members/{}")])
def test_ids_in_odd_unicode_make_no_twins_and_no_server_error(method: str, path: str, callers: dict[str, Caller]) -> None:
    ids = [
        "Jos%C3%A9",
        "Jose%CC%81",
        "%ED%A0%80",
        "%C0%AF",
        "%00",
        "a%E2%80%8Bb",
        "%E2%80%AEabc",
        "%F0%9F%92%A9",
        "%FF",
        "a%0Ab",
        "%EF%BC%A1",
        "A",
    ]
    statuses = {
        id: callers["enterprise"].send(method, path.format(id), {"name": "x"} if method == "PUT" else None).status_code for id in ids
    }
    assert {status for status in statuses.values() if status >= 500} == set()
    if method == "PUT":
        assert (statuses["Jos%C3%A9"], statuses["Jose%CC%81"], statuses["%EF%BC%A1"], statuses["A"]) == (201, 200, 201, 200)
