"""Redemptions as the member API shows them: with the instructions that were given with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from benefits.queries.api.instructions import Instructions, instructions_at
from benefits.queries.specifics import facts_of
from benefits.queries.words import Words
from common.pages import Page, Place, page_at
from common.sql import Given, KeptQuery
from redemption.models import Redemption
from redemption.queries.complaints import ComplaintFace, complaints_about
from redemption.queries.faces import READ, RedemptionFace, redemption_face, redemptions_with_faces


@dataclass(frozen=True, slots=True)
class RedemptionView:
    """One redemption and how to use what it delivered. Of a code only its last characters are known here."""

    face: RedemptionFace
    given: Instructions
    complaint: ComplaintFace | None = None

    @property
    def instructions(self) -> Words:
        return self.given.words

    @property
    def specifics(self) -> dict[str, Any]:
        return facts_of(self.face.kind, self.given.specifics)

    @property
    def account(self) -> str | None:
        return self.face.account_masked or None

    @property
    def masked_code(self) -> str | None:
        return f"****{self.face.code_tail}" if self.face.has_code else None


def member_redemptions(member_id: UUID, *, place: Place) -> Page[RedemptionView]:
    """One page of a member's redemptions, newest first; three queries."""
    page = page_at(place, _rows().filter(member_id=member_id), order="-id")
    views = _views(page.rows, complaints_about(row.id for row in page.rows if row.code_id))
    return page.of(lambda row: views[row.id])


def redemption_view(redemption_id: UUID, member_id: UUID) -> RedemptionView | None:
    """One redemption of a member; two queries, of a code three."""
    rows = _one(redemption_id=redemption_id, member_id=member_id)
    return next(iter(_views(rows, complaints_about(row.id for row in rows if row.code_id)).values()), None)


def redemption_views(redemptions: Sequence[Redemption], member_id: UUID) -> list[RedemptionView]:
    """Redemptions of one grant that was just claimed, in the order of their items: nobody has complained yet. Two queries."""
    wanted = {row.id for row in redemptions}
    rows = _of_grant(grant_id=redemptions[0].grant_id, member_id=member_id)
    return list(_views([row for row in rows if row.id in wanted], {}).values())


def _rows() -> QuerySet[Redemption]:
    return redemptions_with_faces().select_related("grant").only(*READ, "grant__created_at", "grant__benefit_id", "grant__terms_id")


_OF_MEMBER = {"member_id": Given("member_id", UUIDField())}
_one = KeptQuery(lambda: _rows().filter(id=Given("redemption_id", UUIDField()), **_OF_MEMBER).order_by())
_of_grant = KeptQuery(lambda: _rows().filter(grant_id=Given("grant_id", UUIDField()), **_OF_MEMBER).order_by("item_no", "id"))


def _views(rows: list[Redemption], complaints: dict[UUID, ComplaintFace]) -> dict[UUID, RedemptionView]:
    given = instructions_at({_key(row) for row in rows})
    return {row.id: RedemptionView(redemption_face(row), given[_key(row)], complaints.get(row.id)) for row in rows}


def _key(row: Redemption) -> tuple[UUID, datetime, UUID | None]:
    is_whole = row.benefit_id == row.grant.benefit_id
    return row.benefit_id, row.grant.created_at, row.grant.terms_id if is_whole else None
