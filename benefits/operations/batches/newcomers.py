"""Creating the people of a batch whom nobody knew, when that was allowed."""

import json
from datetime import datetime

from benefits.models import Batch, BatchRow
from benefits.operations.batches.chosen import ChosenRow
from common.actors import Actor
from common.refusals import Refused
from members.operations.resolving import find_member_for_grant


def create_newcomers(batch: Batch, rows: list[ChosenRow], *, at: datetime) -> None:
    """Give each row without a member one, found again or created from its sealed details; who can't be created is skipped."""
    unknown = [row for row in rows if row.member_id is None and row.outcome == "good"]
    if not unknown or not batch.creates_members:
        return
    by = Actor("system", f"batch {batch.id}")
    for row in unknown:
        person = json.loads(row.person or "{}")
        try:
            row.member_id = find_member_for_grant(
                enterprise_id=batch.enterprise_id,
                by=by,
                at=at,
                staff_no=row.staff_no,
                external_id=row.external_id,
                phone=person.get("phone", ""),
                email=person.get("email", ""),
                name=person.get("name", ""),
                department=person.get("department", ""),
                creates=True,
            )
        except Refused as refused:
            row.skip("name", refused.code)
    BatchRow.objects.bulk_update([BatchRow(id=row.id, member_id=row.member_id) for row in unknown], ["member_id"])
