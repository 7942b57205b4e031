"""Risk as members' apps meet it: problems with a code each, and a challenge that is met with two calls."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from benefits.models import Grant
from tests.calling import api_of_member, nobody
from tests.factories import make_member
from tests.members.codes import last_code, wrong
from tests.redemption.api.conftest import _at_now  # noqa: F401 - the same clock.
from tests.redemption.operations.claiming import code_grant
from tests.redemption.risk.rules import add_rule, exactly, only_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _exactly() -> Iterator[None]:
    with exactly:
        yield


def _grants(count: int) -> list[Grant]:
    member = make_member(phone="+8613812345678")
    return [code_grant(member=member) for _n in range(count)]


def test_claims_above_the_rule_are_429_with_the_seconds_to_wait() -> None:
    only_rule(most=1)
    grants = _grants(2)
    app = api_of_member(grants[0].member)
    answers = [app.post(f"grants/{grant.id}/claim", {}, key=f"key-{n}-of-test") for n, grant in enumerate(grants)]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert (answers[1].json()["code"], answers[1]["Retry-After"]) == ("too_many_requests", "1200")


def test_a_challenge_is_met_with_two_calls() -> None:
    only_rule(most=1, answer="challenge")
    grants = _grants(2)
    app = api_of_member(grants[0].member)
    app.post(f"grants/{grants[0].id}/claim", {}, key="key-1-of-test")
    asked = app.post(f"grants/{grants[1].id}/claim", {}, key="key-2-of-test")
    assert (asked.status_code, asked.json()["code"]) == (403, "challenge_needed")
    sent = app.post("challenge/code")
    assert (sent.status_code, sent.json()) == (202, {"to": "138****5678"})
    assert app.post("challenge", {"code": wrong(last_code())}).status_code == 401
    assert app.post("challenge", {"code": last_code()}).status_code == 204
    assert app.post(f"grants/{grants[1].id}/claim", {}, key="key-2-of-test").status_code == 201


def test_guessed_ids_are_slowed_then_blocked_and_own_ones_still_answer() -> None:
    only_rule("guess", "member", most=1)
    add_rule("guess", "member", most=2, answer="block")
    [grant] = _grants(1)
    app = api_of_member(grant.member)
    assert [app.get(f"grants/{uuid4()}").status_code for _n in range(3)] == [404, 429, 403]
    assert app.get(f"grants/{grant.id}").status_code == 200


def test_guessed_tokens_are_slowed_by_address_and_hit_nobody_else() -> None:
    only_rule("guess", "address", most=1)
    add_rule("guess", "address", most=2, answer="block")
    [grant] = _grants(1)
    statuses = []
    for n in range(4):
        stranger = nobody("/api/v1/")
        stranger.headers["authorization"] = f"Bearer guess-{n}"
        statuses.append(stranger.get("me").status_code)
    assert statuses == [401, 429, 403, 403]
    assert api_of_member(grant.member).get("me").status_code == 200


def test_an_app_that_names_its_device_is_counted_by_it() -> None:
    only_rule(counted_by="device", most=1)
    first, second = _grants(2)
    other = _grants_of_another()
    for number, (grant, device, status) in enumerate([(first, "device-one", 201), (other, "device-one", 429), (second, "device-two", 201)]):
        app = api_of_member(grant.member)
        app.headers["device"] = device
        assert app.post(f"grants/{grant.id}/claim", {}, key=f"key-{number}-of-test").status_code == status


def _grants_of_another() -> Grant:
    return code_grant(member=make_member(phone="+8613812345679"))
