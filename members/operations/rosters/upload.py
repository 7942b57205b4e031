"""Taking a roster: kept sealed, then read and checked by a job. Nothing of it holds yet."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.jobs import start_job
from common.refusals import NotFound, Refused
from common.sealed import seal_bytes
from common.sheets.preflight import recognise
from common.sheets.refused import FileRefused
from common.sheets.shapes import Limits, Unfit
from members.models.enterprise import Enterprise
from members.models.roster import Roster
from members.states import RosterState

JOB = "members.check_roster"
SEAL_PURPOSE = "members.roster.content"
# One enterprise's files must not keep the others' waiting.
MOST_AT_ONCE = 5


class RostersStillChecking(Refused):
    code = "still_checking"
    status = 429
    sentence = exact = _("Several of your files are still being checked. Wait until they are done, then upload this one.")


@transaction.atomic
def upload_roster(
    *, enterprise_id: UUID, file_name: str, content: bytes, by: Actor, at: datetime, encoding: str = "", sheet_name: str = ""
) -> Roster:
    """
    Keep a roster, sealed, and start the job that says what it would do. Nobody is changed before ``confirm_roster``.

    Choices  ``encoding`` and ``sheet_name``, where the file leaves them open.

    :raises FileRefused: by its content this is no spreadsheet that can be read; ``message`` names the remedy.
    :raises NotFound: no such enterprise.
    :raises RostersStillChecking: five rosters of the enterprise are being checked already.
    """
    if not Enterprise.objects.filter(id=enterprise_id).exists():
        raise NotFound
    if Roster.objects.filter(enterprise_id=enterprise_id, state=RosterState.CHECKING).count() >= MOST_AT_ONCE:
        raise RostersStillChecking
    try:
        recognise(content, Limits())
    except Unfit as unfit:
        raise FileRefused(unfit.code, **{"name": file_name, **unfit.facts}) from unfit
    feed.sign(by)
    roster = Roster.objects.create(
        enterprise_id=enterprise_id,
        file_name=file_name[:255],
        file_sha256=hashlib.sha256(content).digest(),
        sealed_content=seal_bytes(content, purpose=SEAL_PURPOSE),
        encoding=encoding,
        sheet_name=sheet_name,
        created_by=str(by),
        created_at=at,
    )
    start_job(JOB, roster.id, by=by, at=at, enterprise_id=enterprise_id)
    return roster
