"""Listing and delisting benefits."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Benefit, Terms
from benefits.models.benefit import BenefitKind
from benefits.rules.specifics import faults_of_specifics, opened_specifics, specifics_of
from benefits.states import BenefitState
from common.actors import Actor
from common.feed import sign
from common.refusals import NotFound, Refused


class BenefitIncomplete(Refused):
    code = "benefit_incomplete"
    sentence = _("This benefit can't be listed yet.")
    exact = _("Before it is listed, the benefit needs %(missing)s.")


class SharedCodeUnflagged(Refused):
    code = "shared_code_unflagged"
    sentence = exact = _("Everybody would get the same code. Publish terms that say so, or a pattern that makes a code for each copy.")


@transaction.atomic
def list_benefit(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "") -> Benefit:
    """
    Open a benefit for new grants.

    :raises BenefitIncomplete: no terms, a bundle without enough parts, an event without seats, or a kind that lacks what it needs.
    :raises SharedCodeUnflagged: one code for everybody, and nobody said that it is meant.
    """
    benefit = _locked(benefit_id)
    _refuse_incomplete(benefit)
    sign(by, reason)
    benefit.state = BenefitState.LISTED
    benefit.save(update_fields=["state"])
    return benefit


@transaction.atomic
def delist_benefit(*, benefit_id: UUID, by: Actor, at: datetime, reason: str = "") -> Benefit:
    """Stop new grants of a benefit, by its openings too. What was granted stays claimable."""
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
    latest = benefit.terms.order_by("-version").first()
    if latest is None:
        raise BenefitIncomplete(missing=_("terms"))
    if benefit.kind == BenefitKind.BUNDLE:
        parts = list(benefit.parts.all())
        if not parts or benefit.choose_count > sum(part.is_optional for part in parts):
            raise BenefitIncomplete(missing=_("parts, and as many to choose from as may be chosen"))
    if benefit.kind == BenefitKind.EVENT and benefit.seats is None:
        raise BenefitIncomplete(missing=_("a number of seats"))
    _refuse_unflagged(benefit, latest)


def _refuse_unflagged(benefit: Benefit, latest: Terms) -> None:
    """What the kind promises has to be whole, and a code that everybody shares has to say so."""
    specifics = opened_specifics(benefit.kind, latest.specifics)
    faults = faults_of_specifics(benefit.kind, specifics, has_product=benefit.product_id is not None)
    if "is_shared" in faults:
        raise SharedCodeUnflagged
    if faults:
        labels = [str(field.label) for field in specifics_of(benefit.kind) if field.name in faults]
        raise BenefitIncomplete(missing=", ".join(labels))
