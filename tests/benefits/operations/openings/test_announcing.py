"""Those for whom something opens are told of it, once, after it was published."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from benefits.models import Opening
from benefits.operations import close_opening
from benefits.operations.openings import announce
from common.feed.models import Event
from common.jobs.models import Job
from common.jobs.runner import run_job
from members.models import Member, Notice, SentMessage
from members.queries.notices import notices_of, unread_count
from tests.benefits.operations.openings.opened import opened
from tests.factories import NOW, OPERATOR, make_budget, make_department, make_enterprise, make_member

pytestmark = pytest.mark.django_db


def announced(opening: Opening) -> Job:
    """A worker comes by."""
    job = Job.objects.get(name="benefits.announce_opening", subject_id=opening.id)
    with time_machine.travel(NOW, tick=False):
        run_job(job.id)
    job.refresh_from_db()
    return job


def open_to(*members: Member, **fields: Any) -> Opening:
    return opened(budget=make_budget(members[0].enterprise), **fields)


def told() -> set[Any]:
    return set(Notice.objects.values_list("member_id", flat=True))


def test_publishing_waits_for_nobody_to_be_told() -> None:
    opening = open_to(make_member())
    assert (opening.state, Notice.objects.count(), Job.objects.get().state) == ("published", 0, "queued")


def test_each_active_member_of_the_enterprise_is_told_once_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "CHUNK", 2)
    enterprise = make_enterprise()
    members = [make_member(enterprise, phone=f"+861380000111{n}") for n in range(5)]
    make_member(enterprise, state="left", left_at=NOW)
    make_member()
    job = announced(open_to(*members))
    assert (told(), Notice.objects.count()) == ({member.id for member in members}, 5)
    assert (job.state, job.done_count) == ("done", 5)
    assert Event.objects.get(kind="opening.announced").data == {"number": 5}


def test_only_the_departments_that_are_meant_are_told_with_all_below_them() -> None:
    enterprise = make_enterprise()
    sales, below, other = [make_department(enterprise, path) for path in ("销售部", "销售部/华东", "销售部二组")]
    meant = [make_member(enterprise, department=department) for department in (sales, below)]
    make_member(enterprise, department=other)
    make_member(enterprise)
    announced(open_to(*meant, department_ids=(sales.id,)))
    assert told() == {member.id for member in meant}


def test_no_sms_is_spent_and_who_is_reached_by_mail_alone_gets_one() -> None:
    enterprise = make_enterprise()
    by_phone, by_mail = make_member(enterprise, phone="+8613800001111"), make_member(enterprise, email="lin@example.com")
    announced(open_to(by_phone, by_mail))
    assert list(SentMessage.objects.values_list("channel", "member_id")) == [("email", by_mail.id)]
    assert told() == {by_phone.id, by_mail.id}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "10 of “{name}” for whoever comes first, from 2026-03-03 10:00 to 2026-03-04 09:59."),
        ("", "{name}"),
    ],
)
def test_it_says_what_and_when_in_the_members_language_and_the_enterprises_time(language: str, text: str) -> None:
    member = make_member(language=language)
    opening = open_to(member, opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=2))
    announced(opening)
    (notice,) = notices_of(member.id)
    name = (opening.benefit.name_en if language == "en" else "") or opening.benefit.name
    assert (notice.title, notice.is_new) == (opening.name, True)
    assert text.format(name=name) in notice.text


def test_what_was_closed_meanwhile_is_told_to_nobody() -> None:
    opening = open_to(make_member())
    close_opening(opening_id=opening.id, by=OPERATOR, at=NOW, reason="a mistake")
    assert (announced(opening).state, Notice.objects.count()) == ("done", 0)


def test_one_that_opens_now_says_so_and_counts_as_unread() -> None:
    member = make_member(language="en")
    announced(open_to(member))
    assert "now and until 2026-03-03 09:59." in notices_of(member.id)[0].text
    assert unread_count(member.id) == 1
