"""Taking an export away: by the person who asked for it, while it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound
from members.operations.exports.write import opened_parts
from members.queries.exports import export_of
from members.states import ExportState


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file under its name, in pieces of a megabyte."""

    name: str
    pieces: Iterator[bytes]


@transaction.atomic
def fetch_export(export_id: UUID, *, enterprise_id: UUID, by: Actor, at: datetime) -> ExportFile:
    """
    The file of an export. The feed says who took it, each time.

    :raises NotFound: missing, somebody else's, not ready, or older than a day.
    """
    export = export_of(export_id, enterprise_id=enterprise_id, user_id=UUID(str(by.id)), at=at)
    if export is None or export.state != ExportState.READY:
        raise NotFound
    sign(by)
    note("export.downloaded", subject=export, data={"of": export.kind, "rows": export.row_count})
    return ExportFile(export.name, opened_parts(export, is_file=True))
