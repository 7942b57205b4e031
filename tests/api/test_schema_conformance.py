"""
Both APIs against their own description: every check of schemathesis, with real rows behind real tokens.

The seed and the numbers of examples are fixed, so that a slow machine asks the same as a fast one.

``member_logout`` is left out: it would end the token that all others use.
"""

from typing import Any

import pytest
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished
from schemathesis.openapi import from_url

from common import clock
from redemption.models import Redemption
from tests.benefits.operations.openings.opened import HOUR, opened
from tests.calling import Caller, api_of_enterprise, api_of_member
from tests.factories import make_batch, make_benefit, make_budget, make_enterprise, make_grant, make_member
from tests.redemption.api.stocked import stock


@pytest.fixture(autouse=True)
def _unlimited(settings: Any) -> None:
    settings.API_MISSES = 1_000_000


class Findings:
    """What the engine's events say: each failure once, and how many requests were made."""

    def __init__(self) -> None:
        self.failures: set[str] = set()
        self.asked = 0

    def add(self, event: EngineEvent) -> None:
        if isinstance(event, ScenarioFinished):
            self.asked += len(event.recorder.interactions)
            for case_id, checks in event.recorder.checks.items():
                response = event.recorder.interactions[case_id].response
                answer = response.content[:2_000].decode(errors="replace") if response else "no answer"
                found = [check.failure_info for check in checks if check.failure_info]
                self.failures |= {f"{event.label}: {info.failure}\n{info.code_sample}\n{answer}" for info in found}
        elif isinstance(event, NonFatalError):
            self.failures.add(f"{event.label}: {event.value}")
        elif isinstance(event, FatalError):
            self.failures.add(f"{event.exception}")


def token_of(caller: Caller) -> str:
    return caller.headers["authorization"].removeprefix("Bearer ")


def world() -> dict[str, Any]:
    """An enterprise with something of everything, and what its ids are, for a good part of the requests."""
    enterprise = make_enterprise()
    budget = make_budget(enterprise, amount=1_000_000_000)
    member = make_member(enterprise, staff_no="S1", external_id="u-1", phone="+8613800001111")
    benefit = make_benefit("code", code="ecard")
    stock(benefit, 200)
    far = {"claimable_until": "2099-01-01T00:00:00Z"}
    grants = [make_grant(member, benefit, budget=budget, batch=make_batch(enterprise, budget), **far) for _n in range(40)]
    times = {"at": clock.now(), "opens_at": clock.now() - HOUR, "closes_at": clock.now() + HOUR}
    openings = [opened(benefit=benefit, budget=budget, stock=0, pieces=60, limit_per_member=n, **times) for n in (1, 60)]
    caller = api_of_member(member)
    for grant in grants[:5]:
        caller.post(f"grants/{grant.id}/claim", {}, key=f"claim-{grant.id}")
    return {
        "tokens": {"MemberToken": token_of(caller), "EnterpriseKey": token_of(api_of_enterprise(enterprise))},
        "known": {
            "path.grant_id": [str(grant.id) for grant in grants],
            "path.opening_id": [str(opening.id) for opening in openings],
            "path.serial": [grant.serial for grant in grants],
            "path.batch_id": [str(grant.batch_id) for grant in grants],
            "path.redemption_id": [str(redemption_id) for redemption_id in Redemption.objects.values_list("id", flat=True)],
            "path.external_id": ["u-1"],
            "path.code": ["ecard"],
            "body.benefit": ["ecard"],
        },
    }


def accepted(*also: str) -> dict[str, Any]:
    """What may be answered to a body of the shape described."""
    return {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "404", "409", "422", "429", *also]}}


def config_of(known: dict[str, Any]) -> SchemathesisConfig:
    dictionaries = {name.replace(".", "-"): {"values": values} for name, values in known["known"].items()}
    return SchemathesisConfig.from_dict(
        {
            "seed": 20260302,
            "continue-on-failure": True,
            # One connection a request: whoever keeps one open may send on it in the moment in which the server closes it.
            "headers": {"Connection": "close"},
            "auth": {"openapi": {name: {"bearer": token} for name, token in known["tokens"].items()}},
            "dictionaries": dictionaries,
            "parameters": {name: {"dictionary": name.replace(".", "-"), "probability": 0.6} for name in known["known"]},
            "operations": [
                {"include-operation-id": "member_logout", "enabled": False},
                # Who is new needs a name, and who is known does not: a schema can't say that.
                {"include-operation-id": "enterprise_members_put", "checks": accepted("400")},
            ],
            # A key that came before with another body is refused with 422: that is the promise, not a fault.
            "checks": accepted(),
            "phases": {
                "fuzzing": {"generation": {"max-examples": 12}},
                "stateful": {"generation": {"max-examples": 6}, "max-steps": 4},
            },
            # NUL is refused wherever a text may stand, which a schema can't say of the keys inside free data; tests/common/api proves it.
            "generation": {"no-shrink": True, "allow-x00": False, "deterministic": True, "database": "none"},
        }
    )


def test_both_apis_keep_their_own_description(live_server: Any) -> None:
    schema = from_url(f"{live_server.url}/api/schema/", config=config_of(world()))
    found = Findings()
    for event in from_schema(schema).execute():
        found.add(event)
    assert not found.failures, "\n\n".join(sorted(found.failures))
    assert found.asked > 200
