"""What both APIs promise about HTTP, whatever is asked."""

import json
import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from common import clock
from common.api.views import ApiView
from common.refusals.api import PROBLEM_JSON
from tests.calling import Answer, Caller, api_of_enterprise, api_of_member, nobody
from tests.factories import make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import code_grant

pytestmark = pytest.mark.django_db
ROOTS = ["/api/v1/", "/api/enterprise/v1/"]


def problem(answer: Answer) -> tuple[Any, ...]:
    assert answer.headers["content-type"] == PROBLEM_JSON, answer.content
    body = answer.json()
    assert set(body) >= {"type", "title", "status", "detail", "code", "errors"}
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


def sent(text: str | bytes, **headers: str) -> Answer:
    caller = api_of_enterprise(make_enterprise())
    return caller.send("POST", "events", text, **headers)


@pytest.mark.parametrize("address", ["/api/", "/api/nothing", "/api/v1/", "/api/v1/nothing", "/api/v2/me", "/api/enterprise/v1/grants/"])
@pytest.mark.parametrize("method", ["get", "post", "delete", "patch"])
def test_unknown_addresses_are_problems_too(address: str, method: str) -> None:
    assert problem(getattr(Client(), method)(address)) == (404, "not_found")


@pytest.mark.parametrize("root", ROOTS)
def test_a_token_is_asked_for(root: str) -> None:
    path = "me" if root == "/api/v1/" else "budgets"
    answer = nobody(root).get(path)
    assert problem(answer) == (401, "token_missing")
    assert answer.headers["www-authenticate"].startswith("Bearer realm=")


@pytest.mark.parametrize(
    "header",
    ["Bearer x", "Bearer ", "Basic eDp5", "nonsense", "Bearer a b", "bearer " + "x" * 600, "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer é"],
)
def test_a_bad_token_is_refused(header: str) -> None:
    answer = Client().get("/api/v1/me", headers={"authorization": header})
    assert problem(answer) == (401, "token_invalid")


def test_the_scheme_is_written_as_one_likes() -> None:
    caller = api_of_member(make_member())
    caller.headers["authorization"] = caller.headers["authorization"].replace("Bearer", "bEARER")
    assert caller.get("me").status_code == 200


def test_tokens_of_one_api_open_no_other() -> None:
    member = make_member()
    token = api_of_member(member).headers["authorization"]
    key = api_of_enterprise(member.enterprise).headers["authorization"]
    assert Client().get("/api/enterprise/v1/budgets", headers={"authorization": token}).status_code == 401
    assert Client().get("/api/v1/me", headers={"authorization": key}).status_code == 401


def test_a_leavers_token_dies_with_the_mark() -> None:
    member = make_member()
    caller = api_of_member(member)
    type(member).objects.filter(id=member.id).update(state="left", left_at=member.created_at)
    assert problem(caller.get("me")) == (401, "token_invalid")


def test_a_suspended_enterprise_opens_nothing() -> None:
    member = make_member()
    callers = [api_of_member(member), api_of_enterprise(member.enterprise)]
    type(member.enterprise).objects.filter(id=member.enterprise_id).update(state="suspended")
    assert [caller.get(path).status_code for caller, path in zip(callers, ("me", "budgets"), strict=True)] == [401, 401]


@pytest.mark.parametrize(("method", "path"), [("DELETE", "me"), ("PUT", "grants"), ("PATCH", "me"), ("TRACE", "me"), ("POST", "me")])
def test_other_methods_are_refused_and_the_right_ones_named(method: str, path: str) -> None:
    answer = api_of_member(make_member()).send(method, path)
    assert problem(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_method_in_a_header_is_ignored() -> None:
    caller = api_of_member(make_member())
    assert caller.send("GET", "me", **{"x-http-method-override": "DELETE"}).status_code == 200


def test_head_answers_like_get_without_a_body() -> None:
    caller = api_of_member(make_member())
    answer = caller.send("HEAD", "me")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"", "application/json")


def test_options_names_the_methods_to_anybody() -> None:
    answer = nobody("/api/v1/").send("OPTIONS", "me")
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/x-www-form-urlencoded", "events=1"), ("text/plain", "{}"), ("multipart/form-data; boundary=x", "--x--"), ("", "{}")],
)
def test_only_json_is_read(content_type: str, body: dict[str, Any]) -> None:
    caller = api_of_enterprise(make_enterprise())
    answer = caller.client.generic("POST", "/api/enterprise/v1/events", body, content_type=content_type, headers=caller.headers)
    assert problem(answer) == (415, "unsupported_media_type")


def test_only_json_is_written() -> None:
    answer = api_of_member(make_member()).send("GET", "me", accept="application/xml")
    assert problem(answer) == (406, "not_acceptable")


DEEP = '{"events": ' + "[" * 1000 + "]" * 1000 + "}"
HUGE = '{"events": [{"key": "' + "x" * (5 * 1024 * 1024) + '"}]}'


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "nonsense",
        '{"events": [], "events": []}',
        '{"events": NaN}',
        '{"events": -Infinity}',
        '{"events": 1e400}',
        '{"events": ' + "9" * 5000 + "}",
        '{"events": "\\u0000"}',
        '{"events": "\\ud800"}',
        '{"\\u0000": 1}',
        b'{"events": "\xff"}',
        b'{"events": "\xc0\xaf"}',
        b"\xef\xbb\xbf{}",
        DEEP,
        DEEP.replace("[", '{"a":').replace("]", "}"),
    ],
)
def test_bodies_that_are_no_plain_json_are_refused(text: str | bytes) -> None:
    assert problem(sent(text)) == (400, "parse_error")


def test_a_body_that_is_too_large_is_not_read() -> None:
    assert problem(sent(HUGE)) == (413, "body_too_large")


BEYOND_MEMORY = '{"phone": "' + "1" * 6_500_000 + '"}'


@pytest.mark.parametrize("path", ["login/code", "login/token"])
def test_a_body_that_django_would_not_read_is_too_large_for_a_stranger(path: str) -> None:
    assert problem(nobody("/api/v1/").send("POST", path, BEYOND_MEMORY)) == (413, "body_too_large")


@pytest.mark.parametrize("path", ["batches", "events", "grants"])
def test_a_body_that_django_would_not_read_is_too_large_for_a_program(path: str) -> None:
    caller = api_of_enterprise(make_enterprise())
    assert problem(caller.send("POST", path, BEYOND_MEMORY)) == (413, "body_too_large")


def test_a_body_whose_length_is_not_said_is_not_read() -> None:
    answer = Client().generic("POST", "/api/v1/login/code", BEYOND_MEMORY, "application/json", CONTENT_LENGTH="")
    assert problem(answer) == (400, "invalid")


@pytest.mark.parametrize("text", ["[]", "7", '"text"', "null", "true"])
def test_a_body_is_an_object(text: str | bytes) -> None:
    assert problem(sent(text)) == (400, "invalid")


def test_a_parse_error_quotes_little_of_what_was_sent() -> None:
    answer = sent('{"' + "x" * 9000 + '": 1, "' + "x" * 9000 + '": 1}')
    assert len(answer.content) < 600


def test_requests_beyond_the_limit_are_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redemption.api.login.Me.requests_a_minute", 2)
    caller = api_of_member(make_member())
    answers = [caller.get("me") for _n in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert problem(answers[2]) == (429, "too_many_requests")
    assert 0 < int(answers[2].headers["retry-after"]) <= 30
    assert api_of_member(make_member()).get("me").status_code == 200


def test_guessing_keys_is_slowed_down_and_hits_nobody_else(settings: Any) -> None:
    settings.API_MISSES = 2
    good = api_of_enterprise(make_enterprise())
    statuses = [Client().get("/api/enterprise/v1/budgets", headers={"authorization": f"Bearer guess-{n}"}).status_code for n in range(4)]
    assert statuses == [401, 401, 429, 429]
    assert good.get("budgets").status_code == 200


def test_guessing_serials_is_slowed_down(settings: Any) -> None:
    settings.API_MISSES_PER_KEY = 2
    caller, foreign = api_of_enterprise(make_enterprise()), make_grant()
    statuses = [caller.get(f"grants/{foreign.serial}").status_code for _n in range(4)]
    assert statuses == [404, 404, 429, 429]
    assert caller.get("grants").status_code == 200


class Breaks(ApiView):
    """An address with a fault that nobody foresaw."""

    def get(self, request: Request) -> None:
        raise RuntimeError("the secret is 42")


def test_what_nobody_foresaw_tells_nothing() -> None:
    answer = Breaks.as_view()(APIRequestFactory().get("/"))
    assert (answer.status_code, answer.data["code"], answer.content_type) == (500, "error", PROBLEM_JSON)
    assert "42" not in str(answer.data)


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_held_too_long_is_no_server_error() -> None:
    grant = code_grant(claimable_until=clock.now() + timedelta(days=1))
    caller = api_of_member(grant.member)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SET app.scope = 'platform'")
        assert other.execute("SELECT 1 FROM benefits_grant WHERE id = %s FOR UPDATE", [grant.id]).fetchone() == (1,)
        answer = caller.post(f"grants/{grant.id}/claim", {}, key="claim-0001")
    assert problem(answer) == (503, "busy")
    assert answer.headers["retry-after"] == "2"
    assert caller.post(f"grants/{grant.id}/claim", {}, key="claim-0001").status_code == 201


def test_answers_are_kept_by_no_cache() -> None:
    caller = api_of_member(make_member())
    assert [caller.get(path).headers["cache-control"] for path in ("me", "nothing", "grants")] == ["no-store"] * 3


def test_errors_speak_the_language_that_was_asked_for() -> None:
    answer = nobody("/api/v1/").without_language().send("GET", "me", **{"accept-language": "zh-hans"})
    assert answer.headers["content-language"] == "zh-hans"


def test_names_are_one_whatever_their_unicode_form() -> None:
    caller = api_of_enterprise(make_enterprise())
    caller.put("members/u-1", {"name": "José"})
    assert caller.put("members/u-1", {"name": "Jose\u0301"}).json()["name"] == "José"


@pytest.mark.parametrize("root", ROOTS)
def test_every_address_refuses_a_stranger(root: str) -> None:
    schema = json.loads(Client().get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).content)
    asked = [
        (method, path)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if path.startswith(root) and operation.get("security")
    ]
    assert len(asked) >= 10
    for method, path in asked:
        filled = re.sub(r"{\w+_id}", "0198aaaa-0000-7000-8000-000000000000", path.replace("{external_id}", "x"))
        answer = Caller("").send(method.upper(), filled.replace("{code}", "x").replace("{serial}", "X"))
        assert (method, path, answer.status_code) == (method, path, 401)


def whole_numbers(shape: Any, place: str = "") -> dict[str, Any]:
    """Each whole number in a part of the description, by its place."""
    if isinstance(shape, list):
        return {name: found for n, inner in enumerate(shape) for name, found in whole_numbers(inner, f"{place}/{n}").items()}
    if not isinstance(shape, dict):
        return {}
    mine = {place: shape} if shape.get("type") == "integer" else {}
    return mine | {name: found for key, inner in shape.items() for name, found in whole_numbers(inner, f"{place}/{key}").items()}


def test_every_whole_number_in_a_body_has_its_bounds() -> None:
    shapes = Client().get("/api/schema/", headers={"accept": "application/json"}).json()["components"]["schemas"]
    asked = whole_numbers({name: shape for name, shape in shapes.items() if name.endswith("BodyRequest")})
    assert {place.rpartition("/")[2] for place in asked} == {"quantity", "number"}
    assert [place for place, number in asked.items() if not {"minimum", "maximum"} <= set(number)] == []
