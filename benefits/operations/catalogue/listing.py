"""Listing and delisting benefits."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Benefit
from benefits.models.benefit import BenefitKind
from benefits.states import BenefitState
from common.actors import Actor
from common.feed import sign
from common.refusals import NotFound, Refused


class BenefitIncomplete(Refused):
    code = "benefit_incomplete"
    sentence = _("This benefit can't be listed yet.")
    exact = _("Before it is listed, the benefit needs %(missing)s.")


@transaction.atomic
def list_benefit(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "") -> Benefit:
    """
    Open a benefit for new grants.

    :raises BenefitIncomplete: no terms, or a bundle without enough parts.
    """
    benefit = _locked(benefit_id)
    _refuse_incomplete(benefit)
    sign(by, reason)
    benefit.state = BenefitState.LISTED
    benefit.save(update_fields=["state"])
    return benefit


@transaction.atomic
def delist_benefit(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "") -> Benefit:
    """Stop new grants of a benefit. What was granted stays claimable."""
    benefit = _locked(benefit_id)
    sign(by, reason)
    benefit.state = BenefitState.DELISTED
    benefit.save(update_fields=["state"])
    return benefit


def _locked(benefit_id: UUID) -> Benefit:
    benefit = Benefit.objects.select_for_update().filter(id=benefit_id).first()
    if benefit is None:
        raise NotFound
    return benefit


def _refuse_incomplete(benefit: Benefit) -> None:
    if not benefit.terms.exists():
        raise BenefitIncomplete(missing=_("terms"))
    if benefit.kind == BenefitKind.BUNDLE:
        parts = list(benefit.parts.all())
        if not parts or benefit.choose_count > sum(part.is_optional for part in parts):
            raise BenefitIncomplete(missing=_("parts, and as many to choose from as may be chosen"))
