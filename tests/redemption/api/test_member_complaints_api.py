"""Complaints over the member API: said once, read with the redemption."""

from typing import Any

from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from redemption.models import Complaint, Redemption
from redemption.operations import reissue, reject_complaint
from tests.calling import api_of_member
from tests.factories import NOW, OPERATOR
from tests.redemption.api.test_member_uses_api import problem
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.operations.complaining import complain_about, complain_about_all, shown_code, shown_codes

SAID = {"reason": "already_used", "note": "收银台说已被使用"}


def _shown() -> Redemption:
    return shown_codes(1)[1][0]


def test_a_complaint_is_kept_once_however_often_it_is_sent() -> None:
    redemption = _shown()
    member = api_of_member(redemption.member)
    answers = [member.post(f"redemptions/{redemption.id}/complaint", SAID).json()["complaint"] for _again in range(2)]
    assert (
        answers
        == [
            {
                "state": "open",
                **SAID,
                "answer": "",
                "created_at": "2026-03-02T10:00:00+08:00",
                "decided_at": None,
                "replaced_by": None,
            }
        ]
        * 2
    )
    assert Complaint.objects.count() == 1


def test_what_came_of_it_stands_with_the_redemption() -> None:
    redemption = _shown()
    member = api_of_member(redemption.member)
    assert member.get(f"redemptions/{redemption.id}").json()["complaint"] is None
    complaint = complain_about(redemption)
    reject_complaint(complaint_id=complaint.id, by=OPERATOR, at=NOW, reason="it was used by you")
    (listed,) = member.get("redemptions").json()["results"]
    assert (listed["complaint"]["state"], listed["complaint"]["answer"]) == ("rejected", "it was used by you")
    made = reissue(redemption_id=redemption.id, by=OPERATOR, at=NOW, reason="bad after all")
    answered: Any = member.get(f"redemptions/{redemption.id}").json()["complaint"]
    assert (answered["state"], answered["answer"], answered["replaced_by"]) == ("confirmed", "", str(made.id))


def test_complaints_that_can_not_be_are_problems_with_codes() -> None:
    redemption, (unseen,) = _shown(), claim(code_grant())
    member = api_of_member(redemption.member)
    here = f"redemptions/{redemption.id}/complaint"
    assert problem(api_of_member(unseen.member).post(f"redemptions/{unseen.id}/complaint", SAID)) == (409, "no_code_to_complain_about")
    assert problem(member.post(f"redemptions/{unseen.id}/complaint", SAID)) == (404, "not_found")
    assert problem(member.post(here, {"note": "x"})) == (400, "invalid")
    assert problem(member.post(here, {"reason": "stolen"})) == (400, "invalid")
    assert problem(member.post(here, {"reason": "other", "note": "x" * 201})) == (400, "invalid")
    assert problem(member.post(here, {"reason": "other", "code": "A1"})) == (400, "invalid")
    assert not Complaint.objects.exists()


def test_a_list_asks_for_its_complaints_once(settings: LazySettings) -> None:
    settings.COMPLAINTS_A_DAY = 20
    _lot, (first,) = shown_codes(1, left=9)
    member, asked = api_of_member(first.member), []
    member.get("redemptions")
    for more in (0, 8):
        complain_about_all([shown_code(first.benefit, member=first.member) for _ in range(more)] or [first])
        with CaptureQueriesContext(connection) as found:
            assert sum(row["complaint"] is not None for row in member.get("redemptions").json()["results"]) == more + 1
        asked.append(len(found))
    assert asked[0] == asked[1]
