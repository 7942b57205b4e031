"""The registry as staff read it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from common import clock
from common.console.duty_words import duty_in_words
from common.duties.models import DutyLimit, Tally
from common.duties.registry import DUTIES
from common.duties.tally import day_of
from tests.analytics.admin.world import sign_in
from tests.factories import make_operator

pytestmark = pytest.mark.django_db


def test_whoever_needs_no_right_of_its_name_is_said_in_the_readers_language() -> None:
    client = sign_in(make_operator())
    context = client.get(reverse("ops:duties"), headers={"accept-language": "zh-hans"}).context
    worded = {duty.name: words for duty, words in context["duties"]}
    assert worded["hr.members.member.mark_left"] == "HR 管理员"
    assert (worded["ops.supply.lot.recall"], worded["ops.auth.group.change"]) == ("采购", "仅超级管理员")
    assert [duty.name for duty, words in context["duties"] if words == duty.right] == []


@override("en")
def test_what_is_privileged_at_the_consoles_is_said_in_words() -> None:
    names = [name for name, duty in DUTIES.items() if not duty.looks and name.startswith(("ops.", "hr."))]
    assert [name for name in names if duty_in_words(name) == name] == []
    assert (duty_in_words("ops.supply.lot.recall"), duty_in_words("command.verify")) == ("lot: Recall", "command.verify")
    said = [duty_in_words(name) for name in names]
    assert sorted(words for words in said if said.count(words) > 1) == []


@override("en")
def test_a_personal_limit_is_of_something_in_words() -> None:
    client = sign_in(make_operator())
    form = {
        "act": "grant",
        "username": make_operator().username,
        "duty": "ops.supply.lot.recall",
        "daily": "3",
        "reason": "a recall of many",
    }
    client.post("/ops/common/dutylimit/act/grant/", {**form, "until_0": "2099-01-01", "until_1": "00:00", "until": "2099-01-01T00:00"})
    limit = DutyLimit.objects.get()
    for page in ("/ops/common/dutylimit/", f"/ops/common/dutylimit/{limit.pk}/change/", "/ops/common/dutylimit/act/grant/"):
        assert "lot: Recall" in client.get(page, headers={"accept-language": "en"}).content.decode()


def test_patterns_are_told_in_words() -> None:
    Tally.objects.create(person=make_operator(), duty="ops.supply.lot.recall", day=day_of(clock.now()), times=2)
    assert "lot: Recall" in sign_in(make_operator()).get(reverse("ops:staff_patterns"), headers={"accept-language": "en"}).content.decode()
