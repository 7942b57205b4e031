"""Claiming and revealing over the member API."""

from typing import Any

import time_machine

from benefits.models import Grant
from common.replay.models import Replay
from redemption.models import Redemption, Reveal
from supply.models import Code
from supply.states import CodeState
from tests.calling import Answer, api_of_member
from tests.factories import NOW, make_benefit, make_bundle, make_grant, make_member, make_offer, make_supplier
from tests.redemption.api.stocked import stock
from tests.redemption.operations.claiming import code_grant

KEY = "one-tap-0001"


def problem(answer: Answer) -> tuple[Any, ...]:
    return answer.status_code, answer.headers["content-type"], answer.json()["code"]


def test_a_claim_delivers_a_code_and_shows_only_its_end() -> None:
    grant = code_grant()
    answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key=KEY)
    redemption = Redemption.objects.get()
    assert redemption.code is not None
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(redemption.id),
        "grant": str(grant.id),
        "benefit": {
            "code": grant.benefit.code,
            "name": grant.benefit.name,
            "kind": "code",
            "face_value_minor": 10_000,
            "currency": "CNY",
        },
        "state": "fulfilled",
        "kind": "code",
        "quantity": 1,
        "created_at": "2026-03-02T10:00:00+08:00",
        "fulfilled_at": "2026-03-02T10:00:00+08:00",
        "account": None,
        "masked_code": f"****{redemption.code.tail}",
        "expires_on": None,
        "instructions": "Open the app and use it.",
        "serial": "",
        "seat": None,
        "usable_until": None,
        "uses": 1,
        "used_count": 0,
        "used_at": None,
        "specifics": {},
        "complaint": None,
    }


def test_an_empty_body_claims_too() -> None:
    grant = code_grant()
    assert api_of_member(grant.member).post(f"grants/{grant.id}/claim", key=KEY).status_code == 201


def test_the_same_key_answers_the_same_and_takes_one_code() -> None:
    grant = code_grant(stock=3)
    member = api_of_member(grant.member)
    first, second = (member.post(f"grants/{grant.id}/claim", {}, key=KEY) for _again in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Code.objects.filter(state=CodeState.ISSUED).count() == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    grant = code_grant(stock=3)
    member = api_of_member(grant.member)
    member.post(f"grants/{grant.id}/claim", {}, key=KEY)
    again = member.post(f"grants/{grant.id}/claim", {"account": "13800001111"}, key=KEY)
    assert problem(again) == (422, "application/problem+json", "idempotency_key_reused")


def test_a_claim_without_a_key_is_refused_and_takes_nothing() -> None:
    grant = code_grant()
    for key in ("", "short", "x" * 129):
        answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key=key)
        assert problem(answer) == (400, "application/problem+json", "idempotency_key_missing")
    assert Redemption.objects.count() == 0


def test_another_key_is_told_what_was_claimed() -> None:
    grant = code_grant(stock=3)
    member = api_of_member(grant.member)
    made = member.post(f"grants/{grant.id}/claim", {}, key=KEY).json()
    again = member.post(f"grants/{grant.id}/claim", {}, key="another-0002")
    assert problem(again) == (409, "application/problem+json", "already_claimed")
    assert again.json()["redemptions"] == [made["id"]]


def test_somebody_elses_key_is_another_key() -> None:
    first, second = code_grant(), code_grant()
    answers = [api_of_member(g.member).post(f"grants/{g.id}/claim", {}, key=KEY) for g in (first, second)]
    assert [a.status_code for a in answers] == [201, 201]


def test_a_refused_claim_may_be_tried_again_with_its_key() -> None:
    grant = code_grant(stock=0)
    member = api_of_member(grant.member)
    assert problem(member.post(f"grants/{grant.id}/claim", {}, key=KEY))[2] == "stock_empty"
    stock(grant.benefit, 1)
    assert member.post(f"grants/{grant.id}/claim", {}, key=KEY).status_code == 201


def test_an_expired_grant_says_so_by_its_code() -> None:
    grant = code_grant()
    member = api_of_member(grant.member)
    with time_machine.travel(grant.claimable_until, tick=False):
        answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key=KEY)
    assert problem(answer) == (409, "application/problem+json", "grant_expired")
    assert member.get("redemptions").json()["results"] == []


def test_several_items_come_as_parts() -> None:
    grant = code_grant(stock=2, quantity=2)
    answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key=KEY).json()
    assert [part["id"] for part in answer["parts"]] == [str(r.id) for r in Redemption.objects.order_by("item_no")]
    assert answer["id"] == answer["parts"][0]["id"]


def test_optional_parts_are_chosen_by_their_codes() -> None:
    parts = [make_benefit("code", code=f"part-{n}") for n in range(2)]
    bundle = make_bundle(*parts, code="pack", choose_count=1)
    bundle.parts.update(is_optional=True)
    for part in parts:
        stock(part, 1)
    grant = make_grant(make_member(), bundle)
    member = api_of_member(grant.member)
    assert problem(member.post(f"grants/{grant.id}/claim", {}, key=KEY))[2] == "choice_invalid"
    chosen = member.post(f"grants/{grant.id}/claim", {"choices": ["part-1"]}, key=KEY).json()
    assert chosen["benefit"]["code"] == "part-1"
    assert "parts" not in chosen


def topup_grant() -> Grant:
    benefit = make_benefit("topup")
    supplier = make_supplier(secret="secret-of-supplier", connector="quanyi-http", base_url="http://127.0.0.1:1")
    make_offer(benefit.product, supplier)
    return make_grant(make_member(), benefit)


def test_a_topup_answers_202_while_the_supplier_works() -> None:
    grant = topup_grant()
    answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {"account": "13800001111"}, key=KEY)
    assert (answer.status_code, answer.json()["state"], answer.json()["account"]) == (202, "pending", "138****1111")


def test_a_topup_without_an_account_asks_for_one() -> None:
    grant = topup_grant()
    member = api_of_member(grant.member)
    assert problem(member.post(f"grants/{grant.id}/claim", {}, key=KEY))[::2] == (409, "account_missing")
    assert problem(member.post(f"grants/{grant.id}/claim", {"account": "nonsense"}, key=KEY))[::2] == (409, "account_invalid")


def test_a_reveal_shows_the_code_once_recorded_and_never_kept() -> None:
    grant = code_grant()
    member = api_of_member(grant.member)
    redemption_id = member.post(f"grants/{grant.id}/claim", {}, key=KEY).json()["id"]
    answer = member.post(f"redemptions/{redemption_id}/reveal")
    assert answer.status_code == 200
    assert set(answer.json()) == {"card_no", "code", "expires_on"}
    assert answer.json()["code"].startswith("CODE-")
    assert answer.headers["cache-control"] == "no-store"
    reveal = Reveal.objects.get()
    assert (reveal.channel, reveal.actor, reveal.at, reveal.address) == ("api", f"member:{grant.member_id}", NOW, "127.0.0.1")
    assert answer.json()["code"] not in str(Replay.objects.values_list("answer", flat=True))


def test_a_redemption_without_a_code_reveals_nothing() -> None:
    grant = topup_grant()
    member = api_of_member(grant.member)
    redemption_id = member.post(f"grants/{grant.id}/claim", {"account": "13800001111"}, key=KEY).json()["id"]
    assert problem(member.post(f"redemptions/{redemption_id}/reveal"))[::2] == (409, "nothing_to_reveal")
