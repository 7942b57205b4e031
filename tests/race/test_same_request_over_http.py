"""Twenty programs send the same request at the same instant: one effect, and one answer for all."""

import json
from datetime import timedelta

import pytest

from benefits.models import Grant
from common import clock
from supply.models import Code
from tests.calling import Answer, api_of_enterprise, api_of_member
from tests.factories import make_benefit, make_budget, make_enterprise, make_member
from tests.redemption.operations.claiming import code_grant
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CALLERS = 20


def answers(results: list[Answer | Exception]) -> set[tuple[int, bytes]]:
    """Status and body, each once. Whatever was raised is a defect and is raised here."""
    found = set()
    for result in results:
        if isinstance(result, Exception):
            raise result
        found.add((result.status_code, json.dumps(result.json(), sort_keys=True).encode()))
    return found


def test_one_key_claims_one_code_and_answers_alike() -> None:
    grant = code_grant(stock=CALLERS, claimable_until=clock.now() + timedelta(days=1))
    app = api_of_member(grant.member)
    seen = answers(together(CALLERS, lambda _n: app.post(f"grants/{grant.id}/claim", {}, key="one-tap-0001")))
    assert [status for status, _body in seen] == [201]
    assert Code.objects.filter(state="issued").count() == 1


def test_one_reference_under_many_keys_is_one_grant() -> None:
    enterprise = make_enterprise()
    make_budget(enterprise)
    make_member(enterprise, staff_no="S1")
    make_benefit(code="ecard")
    program, wanted = api_of_enterprise(enterprise), {"member": {"staff_no": "S1"}, "benefit": "ecard", "reference": "oa-1"}
    seen = answers(together(CALLERS, lambda n: program.post("grants", wanted, key=f"grant-key-{n:04d}")))
    assert [status for status, _body in seen] == [201]
    assert Grant.objects.count() == 1
