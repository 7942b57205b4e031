"""Telling members of an opening that is meant for them: on the portal, and by mail who has no phone. No SMS is spent on it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from benefits.models import Opening
from benefits.operations.letters import HOME_LANGUAGE
from benefits.queries.openings.forecast import LIVE
from benefits.queries.words import Words
from benefits.states import BenefitState
from common import clock
from common.actors import Actor, system
from common.feed import note, sign
from common.jobs import Progress, start_job, steps
from common.jobs.models import Job
from members.operations import Letter, send_messages
from members.operations.notices import News, tell_some
from members.queries.contacts import Contact, contacts_of
from members.queries.notices import audience_size

JOB = "benefits.announce_opening"
CHUNK = 500


def begin_announcing(opening: Opening, *, by: Actor, at: datetime) -> None:
    """Queue it, in the transaction that publishes."""
    start_job(JOB, opening.id, by=by, at=at, enterprise_id=opening.enterprise_id)


@steps(JOB)
def announce_step(job: Job) -> Progress:
    """Tell the next members; the last step says in the feed how many they were. One that is over is told to nobody any more."""
    opening = Opening.objects.select_related("enterprise", "benefit").get(id=job.subject_id)
    departments = list(opening.departments.values_list("id", flat=True))
    total, at = job.total_count or audience_size(opening.enterprise_id, departments), clock.now()
    is_live = opening.state in LIVE and opening.benefit.state == BenefitState.LISTED
    told = _tell(opening, departments, at) if is_live and at < opening.closes_at else []
    if told:
        return Progress(job.done_count + len(told), max(total, job.done_count + len(told)), is_finished=False)
    sign(system("opening"), opening.name)
    note("opening.announced", subject=opening, data={"number": job.done_count})
    return Progress(job.done_count, job.done_count, is_finished=True)


def _tell(opening: Opening, departments: list[UUID], at: datetime) -> list[UUID]:
    news = News(opening.enterprise_id, opening.id, lambda language: _words(opening, language, at), departments)
    told = tell_some(news, limit=CHUNK, at=at)
    send_messages([_letter(opening, contact, at) for contact in contacts_of(told) if contact.channel == "email"], at=at)
    return told


def _letter(opening: Opening, contact: Contact, at: datetime) -> Letter:
    title, text = _words(opening, contact.language, at)
    return Letter(
        key=f"opening:{opening.id}:{contact.member_id}",
        member_id=contact.member_id,
        channel=contact.channel,
        to=contact.to,
        subject=title,
        text=f"{text} {settings.BASE_URL}",
    )


def _words(opening: Opening, language: str, at: datetime) -> tuple[str, str]:
    """Title and text in a language; times are the enterprise's."""
    with translation.override(language or HOME_LANGUAGE):
        facts = {
            "benefit": Words(opening.benefit.name, opening.benefit.name_en),
            "opens_at": _moment(opening.opens_at, opening),
            "closes_at": _moment(clock.last_moment(opening.closes_at), opening),
            "pieces": f"{opening.pieces:,}",
        }
        text = _("%(pieces)s of “%(benefit)s” for whoever comes first, from %(opens_at)s to %(closes_at)s.")
        if opening.opens_at <= at:
            text = _("%(pieces)s of “%(benefit)s” for whoever comes first, now and until %(closes_at)s.")
        return opening.name, text % facts


def _moment(moment: datetime, opening: Opening) -> str:
    return f"{moment.astimezone(ZoneInfo(opening.enterprise.time_zone)):%Y-%m-%d %H:%M}"
