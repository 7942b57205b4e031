"""Uses and showings as operators and HR read them: whose word it is, and whom they are about."""

import pytest

from benefits.models import Grant
from redemption.models import Use
from redemption.operations import mark_use, reveal_code
from tests.analytics.admin.world import sign_in
from tests.benefits.hr.desk import at_desk
from tests.factories import NOW, make_benefit
from tests.redemption.operations.claiming import claim, code_grant, owner

pytestmark = pytest.mark.django_db


def test_an_operator_marks_what_a_member_told_them_and_takes_it_back() -> None:
    (code,) = claim(code_grant())
    client, here = sign_in(), f"/ops/redemption/redemption/{code.pk}/act/"
    client.post(f"{here}use/", {"act": "use", "reason": "told on the phone"})
    assert (Grant.objects.get().state, Use.objects.get().said_by) == ("used", "staff")
    client.post(f"{here}unuse/", {"act": "unuse", "reason": "wrong person"})
    assert (Grant.objects.get().state, Use.objects.get().undone_by[:5]) == ("fulfilled", "user:")


@pytest.mark.django_db(transaction=True)
def test_who_saw_a_code_and_where_is_said_in_words_with_a_link() -> None:
    (code,) = claim(code_grant())
    reveal_code(redemption_id=code.id, member_id=code.member_id, by=owner(code.member_id), at=NOW, channel="portal")
    for address in ("/ops/redemption/reveal/", f"/ops/redemption/redemption/{code.pk}/change/"):
        page = sign_in().get(address).content.decode()
        assert f'href="/ops/members/member/{code.member_id}/change/">{code.member.name}</a>' in page
        assert ("Portal" in page, f"member:{code.member_id}" in page) == (True, False)


def test_hr_sees_that_it_was_used_and_whose_word_that_is() -> None:
    grant = code_grant()
    (code,) = claim(grant)
    mark_use(redemption_id=code.id, by=owner(code.member_id), at=NOW, member_id=code.member_id)
    client, _staff = at_desk(grant.enterprise)
    assert "marked used by the member" in client.get("/hr/benefits/grant/").content.decode()
    assert "marked used by the member" in client.get(f"/hr/benefits/grant/{grant.pk}/change/").content.decode()


def test_hr_reads_what_a_kind_promises_in_the_list_of_benefits() -> None:
    grant = code_grant()
    event = make_benefit("quota")
    event.terms.model.objects.create(benefit=event, version=2, instructions="x", specifics={"amount": 50, "unit": "GB"})
    client, _staff = at_desk(grant.enterprise)
    assert "You get: 50 GB" in client.get("/hr/catalogue/").content.decode()
