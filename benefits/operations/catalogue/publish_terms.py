"""Publishing a new version of a benefit's terms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from benefits.models import Benefit, Terms
from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound


@transaction.atomic
def publish_terms(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "", **fields: Any) -> Terms:
    """
    Add the next version of a benefit's terms; new grants carry it, earlier ones keep theirs.

    Locks    the benefit, so that two versions never share a number.
    """
    benefit = Benefit.objects.select_for_update().filter(id=benefit_id).first()
    if benefit is None:
        raise NotFound
    sign(by, reason)
    latest = benefit.terms.aggregate(latest=Max("version"))["latest"] or 0
    terms = Terms(benefit=benefit, version=latest + 1, created_by=str(by), **fields)
    terms.full_clean(exclude=["id"])
    terms.save(force_insert=True)
    note("benefit.terms_published", subject=benefit, data={"version": terms.version})
    return terms
