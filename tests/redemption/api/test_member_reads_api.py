"""What the member API shows: only what is the member's own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from benefits.states import GrantState
from members.models import Member
from redemption.models import Redemption
from tests.calling import api_of_member
from tests.factories import NOW, make_batch, make_benefit, make_budget, make_bundle, make_enterprise, make_grant, make_member
from tests.redemption.api.stocked import stock
from tests.redemption.operations.claiming import code_grant


def claimed(member: Member, count: int) -> None:
    benefit = make_benefit("code")
    stock(benefit, count)
    for number in range(count):
        grant = make_grant(member, benefit)
        api_of_member(member).post(f"grants/{grant.id}/claim", {}, key=f"claim-{number:06d}")


def test_me_says_who_is_signed_in() -> None:
    member = make_member(make_enterprise("galaxy", name="星河科技"), name="林超")
    assert api_of_member(member).get("me").json() == {
        "id": str(member.id),
        "name": "林超",
        "enterprise": {"slug": "galaxy", "name": "星河科技"},
        "tier": None,
        "progress": None,
        "points": 0,
    }


def test_a_grant_says_what_it_is_and_who_gave_it() -> None:
    member = make_member(make_enterprise(name="星河科技"))
    batch = make_batch(member.enterprise, make_budget(member.enterprise), source="import", name="春节福利.xlsx")
    grant = make_grant(member, make_benefit(name="电商卡"), batch=batch, note="辛苦了", why=batch.name)
    assert api_of_member(member).get("grants").json() == {
        "results": [
            {
                "id": str(grant.id),
                "serial": grant.serial,
                "benefit": {"code": grant.benefit.code, "name": "电商卡", "kind": "code", "face_value_minor": 10_000, "currency": "CNY"},
                "state": "claimable",
                "quantity": 1,
                "claimable_from": "2026-03-02T09:00:00+08:00",
                "claimable_until": "2026-04-01T10:00:00+08:00",
                "note": "辛苦了",
                "why": "From 星河科技: 春节福利.",
            }
        ],
        "next": None,
        "previous": None,
    }


def test_grants_are_filtered_by_state() -> None:
    member = make_member()
    make_grant(member)
    gone = make_grant(member, state=GrantState.REVOKED, revoked_at=NOW)
    assert [g["id"] for g in api_of_member(member).get("grants", state="revoked").json()["results"]] == [str(gone.id)]


def test_pages_lead_forwards_and_back_without_losing_the_filter() -> None:
    member = make_member()
    grants = [str(make_grant(member).id) for _n in range(5)][::-1]
    caller = api_of_member(member)
    pages, url = [], "http://testserver/api/v1/grants?page_size=2&state=claimable"
    while url:
        page = caller.client.get(url, headers=caller.headers).json()
        pages.append([g["id"] for g in page["results"]])
        url, before = page["next"], page["previous"]
    assert pages == [grants[:2], grants[2:4], grants[4:]]
    back = caller.client.get(before, headers=caller.headers).json()
    assert [g["id"] for g in back["results"]] == grants[2:4]
    first = caller.client.get(back["previous"], headers=caller.headers).json()
    assert ([g["id"] for g in first["results"]], first["previous"]) == (grants[:2], None)


def test_more_than_a_hundred_a_page_is_read_as_a_hundred() -> None:
    assert api_of_member(make_member()).get("grants", page_size=1_000_000).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "field", "code"),
    [
        ("grants", {"state": "nonsense"}, "state", "invalid_choice"),
        ("grants", {"page_size": "0"}, "page_size", "min_value"),
        ("grants", {"page_size": "-1"}, "page_size", "min_value"),
        ("grants", {"page_size": "x"}, "page_size", "invalid"),
        ("grants", {"page": "2"}, "page", "unknown_parameter"),
        ("grants", {"format": "xml"}, "format", "unknown_parameter"),
        ("grants", {"state__startswith": "c"}, "state__startswith", "unknown_parameter"),
        ("grants", {"ordering": "member__name"}, "ordering", "unknown_parameter"),
        ("grants", {"state": ["claimable", "used"]}, "state", "given_twice"),
        ("grants", {"cursor": "\x00"}, "cursor", "null_characters_not_allowed"),
        ("me", {"a": "b"}, "a", "unknown_parameter"),
    ],
)
def test_queries_are_read_strictly(path: str, query: dict[str, Any], field: str, code: str) -> None:
    answer = api_of_member(make_member()).get(path, **query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert next((e["field"], e["code"]) for e in answer.json()["errors"]) == (field, code)


@pytest.mark.parametrize("cursor", ["nonsense", "WyJhZnRlciIsICJ4Il0", "W10", "MQ", "-", "a" * 400])
def test_a_cursor_that_was_made_up_leads_nowhere(cursor: str) -> None:
    answer = api_of_member(make_member()).get("grants", cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (404, "cursor_invalid")


def test_the_catalogue_says_how_to_get_each_benefit() -> None:
    enterprise = make_enterprise(name="星河科技", support_contact="人力资源部 8001")
    member = make_member(enterprise)
    held, later, listed = (make_benefit(code=code) for code in ("a-held", "b-later", "c-listed"))
    make_benefit(code="d-draft", state="draft")
    make_benefit(code="e-foreign", enterprise=make_enterprise())
    grant = make_grant(member, held)
    make_grant(member, later, state="scheduled", claimable_from=NOW + timedelta(days=2))
    found = api_of_member(member).get("benefits").json()["results"]
    assert [(b["code"], b["how_to_get"], b["claimable_grants"]) for b in found] == [
        ("a-held", "It's yours: claim it by 1 Apr 2026, 10:00.", [str(grant.id)]),
        ("b-later", "It's yours from 4 Mar 2026, 10:00 on.", []),
        (listed.code, "Your company gives this one. Ask 人力资源部 8001.", []),
    ]


def test_a_benefit_in_full_names_its_parts_and_terms() -> None:
    part = make_benefit(code="part", name="咖啡")
    make_bundle(part, code="pack")
    found = api_of_member(make_member()).get("benefits/pack").json()
    assert [(p["benefit"]["code"], p["quantity"], p["is_optional"]) for p in found["parts"]] == [("part", 1, False)]
    assert found["terms"]["instructions"] == "Open the app and use it."


def test_names_are_english_for_those_who_ask_in_english() -> None:
    make_benefit(code="ecard", name="电商卡", name_en="E-card")
    caller = api_of_member(make_member())
    assert caller.get("benefits/ecard").json()["name"] == "E-card"
    assert caller.without_language().get("benefits/ecard").json()["name"] == "电商卡"


def test_a_member_who_reads_english_is_answered_in_english() -> None:
    make_benefit(code="ecard", name="电商卡", name_en="E-card")
    caller = api_of_member(make_member(language="en")).without_language()
    assert caller.get("benefits/ecard").json()["name"] == "E-card"


def test_foreign_and_missing_things_answer_alike() -> None:
    mine, foreign = code_grant(), code_grant()
    api_of_member(foreign.member).post(f"grants/{foreign.id}/claim", {}, key="claim-0001")
    theirs = Redemption.objects.get()
    make_benefit(code="secret", enterprise=make_enterprise())
    caller = api_of_member(mine.member)
    for method, path, known, missing in [
        ("GET", "grants/{}", foreign.id, uuid4()),
        ("POST", "grants/{}/claim", foreign.id, uuid4()),
        ("GET", "redemptions/{}", theirs.id, uuid4()),
        ("POST", "redemptions/{}/reveal", theirs.id, uuid4()),
        ("GET", "benefits/{}", "secret", "nothing"),
    ]:
        answers = [caller.send(method, path.format(i), key="claim-0002") for i in (known, missing)]
        assert [a.status_code for a in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert dict(answers[0].headers) == dict(answers[1].headers)


def test_redemptions_are_listed_newest_first_and_read_one_by_one() -> None:
    member = make_member()
    claimed(member, 2)
    newest, oldest = Redemption.objects.order_by("-id")
    caller = api_of_member(member)
    found = caller.get("redemptions").json()["results"]
    assert [r["id"] for r in found] == [str(newest.id), str(oldest.id)]
    assert caller.get(f"redemptions/{oldest.id}").json() == found[1]


@pytest.mark.parametrize("path", ["grants", "redemptions", "benefits"])
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    path: str, django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    member = make_member()
    claimed(member, 1)
    caller = api_of_member(member)
    with django_assert_max_num_queries(5) as short:
        caller.get(path)
        few = len(short)
    claimed(member, 49)
    for _n in range(49 if path == "benefits" else 0):
        make_benefit()
    with django_assert_num_queries(few):
        assert len(caller.get(path).json()["results"]) == 50


def test_an_address_that_is_none_answers_in_the_language_of_the_others(client: Client) -> None:
    chinese, english = client.get("/api/v1/grants/zzz"), client.get("/api/v1/grants/zzz", HTTP_ACCEPT_LANGUAGE="en")
    assert [answer.status_code for answer in (chinese, english)] == [404, 404]
    assert [answer.json()["detail"].isascii() for answer in (chinese, english)] == [False, True]
