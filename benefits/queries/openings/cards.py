"""Openings with the faces of their benefits, for the member's pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from benefits.models import Benefit
from benefits.queries.faces import BenefitFace, face_of
from benefits.queries.openings.shown import ShownOpening


@dataclass(frozen=True, slots=True)
class OpeningCard:
    """One opening, and what is opened."""

    opening: ShownOpening
    benefit: BenefitFace


def cards_of(openings: Sequence[ShownOpening]) -> list[OpeningCard]:
    """The openings in their order, each with its benefit. One query; none where nothing is open."""
    wanted = {opening.benefit_id for opening in openings}
    if not wanted:
        return []
    faces = {row.id: face_of(row) for row in Benefit.objects.filter(id__in=wanted).select_related("product__brand")}
    return [OpeningCard(opening, faces[opening.benefit_id]) for opening in openings]
