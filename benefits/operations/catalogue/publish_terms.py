"""Publishing a new version of a benefit's terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from benefits.models import Benefit, Terms
from benefits.rules.specifics import faults_of_specifics, kept_specifics, specifics_of
from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound, Refused


class TermsFaulty(Refused):
    code = "terms_faulty"
    sentence = exact = _("These terms can't be kept: %(what)s")


@transaction.atomic
def publish_terms(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "", **fields: Any) -> Terms:
    """
    Add the next version of a benefit's terms; new grants carry it, earlier ones keep theirs.

    ``fields`` are those of the terms, and beside them those of the benefit's kind: they are kept together.
    Locks    the benefit, so that two versions never share a number.

    :raises TermsFaulty: what the kind needs is missing or wrong; its form says where.
    """
    benefit = Benefit.objects.select_for_update(of=("self",)).filter(id=benefit_id).first()
    if benefit is None:
        raise NotFound
    given = {name: fields.pop(name) for name in _names(benefit.kind) if name in fields}
    _refuse_faulty(benefit, given)
    sign(by, reason)
    latest = benefit.terms.aggregate(latest=Max("version"))["latest"] or 0
    specifics = kept_specifics(benefit.kind, given)
    terms = Terms(benefit=benefit, version=latest + 1, created_by=str(by), specifics=specifics, **fields)
    terms.full_clean(exclude=["id"])
    terms.save(force_insert=True)
    note("benefit.terms_published", subject=benefit, data={"version": terms.version})
    return terms


def _names(kind: str) -> list[str]:
    return [name for field in specifics_of(kind) for name in (field.name, f"{field.name}_en")]


def _refuse_faulty(benefit: Benefit, given: Mapping[str, Any]) -> None:
    faults = faults_of_specifics(benefit.kind, given, has_product=benefit.product_id is not None)
    if faults:
        labels = {field.name: field.label for field in specifics_of(benefit.kind)}
        raise TermsFaulty(what=" ".join(f"{labels[name]}: {fault}" for name, fault in faults.items()))
