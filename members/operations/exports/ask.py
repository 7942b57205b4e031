"""Asking for a spreadsheet: a short one is written here and now, a long one by a job."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed import sign
from common.jobs import start_job
from common.refusals import Refused
from members.models.export import Export
from members.operations.exports.write import write_some
from members.states import ExportState

JOB = "members.write_export"
KEPT = timedelta(hours=24)
# Nobody should have to wait for a page that has no more to say than this.
AT_ONCE = 2_000
MOST_AT_ONCE = 3


class TooManyExports(Refused):
    code = "too_many_exports"
    status = 429
    sentence = exact = _("Several of your downloads are still being made. Wait until one is done, then ask again.")


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What somebody wants to take away, and how many rows that will be."""

    enterprise_id: UUID
    user_id: UUID
    kind: str
    name: str
    row_count: int
    subject_id: UUID | None = None
    wanted: bytes = b""


@transaction.atomic
def ask_export(asked: ExportAsked, *, by: Actor, at: datetime) -> Export:
    """
    Have a spreadsheet written in the language that is active. Up to 2,000 rows it is ready at once.

    Locks    what the person asks for, one at a time.
    Replays  the same, asked for while it is being written, is not written twice.

    :raises TooManyExports: three of theirs are being written already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"members.exports:{asked.user_id}"])
    writing = Export.objects.filter(enterprise_id=asked.enterprise_id, asked_by_id=asked.user_id, state=ExportState.WRITING)
    same = writing.filter(kind=asked.kind, subject_id=asked.subject_id, wanted=asked.wanted).defer("wanted").first()
    if same is not None:
        return same
    if writing.count() >= MOST_AT_ONCE:
        raise TooManyExports
    sign(by)
    export = Export.objects.create(
        enterprise_id=asked.enterprise_id,
        asked_by_id=asked.user_id,
        kind=asked.kind,
        subject_id=asked.subject_id,
        wanted=asked.wanted,
        language=get_language() or "zh-hans",
        name=asked.name[-255:],
        row_count=asked.row_count,
        created_at=at,
        expires_at=at + KEPT,
    )
    if asked.row_count > AT_ONCE:
        start_job(JOB, export.id, by=by, at=at, enterprise_id=asked.enterprise_id)
        return export
    while not write_some(export.id, at=at).is_finished:
        pass
    export.refresh_from_db(fields=["state", "row_count", "byte_count", "finished_at"])
    return export
