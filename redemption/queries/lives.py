"""Whole lives, across the houses: one code from its purchase order to its reader, one grant from its batch to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benefits.queries.lines import GrantLine, grant_line
from common.feed import TrailEntry, trail_of
from redemption.models import Redemption, Reveal
from redemption.states import channel_in_words
from supply.queries import CodeLife, life_of_code


@dataclass(frozen=True, slots=True)
class Showing:
    """One time that a code was shown: when, to whom, where."""

    at: datetime
    actor: str
    channel: str
    address: str
    device: str

    @property
    def channel_words(self) -> str:
        return channel_in_words(self.channel)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One redemption as a station of a life."""

    id: UUID
    kind: str
    state: str
    item_no: int
    code_id: UUID | None
    code_masked: str
    topup_id: UUID | None
    topup_reference: str
    supplier: str
    created_at: datetime
    replaces_id: UUID | None


@dataclass(frozen=True, slots=True)
class Life:
    """
    One thing's whole life: where it came from, whom it went to, and every event of everything on the way, oldest first.

    ``code`` is there for the life of a code; ``grant`` is missing for a code that nobody has yet.
    """

    code: CodeLife | None
    grant: GrantLine | None
    deliveries: list[Delivery]
    showings: list[Showing]
    trail: list[TrailEntry]


def whole_life_of_code(code_id: UUID) -> Life:
    """
    A code with all that happened to it and because of it. Never its plaintext.

    :raises NotFound: there is no such code.
    """
    code = life_of_code(code_id)
    rows = _redemptions(code_id=code_id)
    grant = grant_line(rows[0].grant_id) if rows else None
    subjects = [("redemption", row.id) for row in rows]
    if grant is not None:
        subjects += [("grant", grant.id), ("batch", grant.batch_id)]
    trail = sorted([*code.trail, *trail_of(subjects)], key=lambda entry: entry.at)
    return Life(code, grant, [_delivery(row) for row in rows], _showings(code_id=code_id), trail)


def whole_life_of_grant(grant_id: UUID) -> Life:
    """
    A grant with its batch, every delivery made for it, and what those took from stock or ordered.

    :raises NotFound: there is no such grant.
    """
    grant = grant_line(grant_id)
    rows = _redemptions(grant_id=grant_id)
    subjects = [("grant", grant.id), ("batch", grant.batch_id), *_stations(rows)]
    return Life(None, grant, [_delivery(row) for row in rows], _showings(redemption__grant_id=grant_id), trail_of(subjects))


def _redemptions(**where: UUID) -> list[Redemption]:
    related = ("code", "topup__supplier")
    unseen = ("code__ciphertext", "code__fingerprint", "topup__account")
    return list(Redemption.objects.filter(**where).select_related(*related).defer(*unseen).order_by("item_no", "id"))


def _stations(rows: Iterable[Redemption]) -> list[tuple[str, UUID]]:
    found = []
    for row in rows:
        found.append(("redemption", row.id))
        if row.code_id:
            found.append(("code", row.code_id))
        if row.topup_id:
            found.append(("topup", row.topup_id))
    return found


def _delivery(row: Redemption) -> Delivery:
    return Delivery(
        id=row.id,
        kind=row.kind,
        state=row.state,
        item_no=row.item_no,
        code_id=row.code_id,
        code_masked=str(row.code) if row.code else "",
        topup_id=row.topup_id,
        topup_reference=row.topup.reference if row.topup else "",
        supplier=row.topup.supplier.name if row.topup else "",
        created_at=row.created_at,
        replaces_id=row.replaces_id,
    )


def _showings(**where: UUID) -> list[Showing]:
    rows = Reveal.objects.filter(**where).order_by("at")
    return [Showing(row.at, row.actor, row.channel, row.address or "", row.device) for row in rows]
