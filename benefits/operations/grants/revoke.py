"""Taking grants back that nobody has claimed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Grant
from benefits.states import GrantState
from common.actors import Actor, system
from common.feed import sign
from common.refusals import NotFound, Refused
from members.queries.contacts import leaver_policy

_OPEN = (GrantState.SCHEDULED, GrantState.CLAIMABLE)


class NotRevocable(Refused):
    code = "grant_not_open"
    sentence = exact = _("Only a grant that nobody has claimed can be taken back.")


@transaction.atomic
def revoke_grant(*, grant_id: UUID, by: Actor, at: datetime, reason: str = "", enterprise_id: UUID | None = None) -> Grant:
    """
    Take one unclaimed grant back; the settlement frees its budget within seconds.

    Locks    the grant.

    :raises NotRevocable: it was claimed, or has ended.
    """
    grants = Grant.objects.select_for_update().filter(id=grant_id)
    if enterprise_id is not None:
        grants = grants.filter(enterprise_id=enterprise_id)
    grant = grants.first()
    if grant is None:
        raise NotFound
    if grant.state not in _OPEN:
        raise NotRevocable
    sign(by, reason)
    grant.state, grant.revoked_at = GrantState.REVOKED, at
    grant.save(update_fields=["state", "revoked_at"])
    return grant


_LEAVERS_WITH_GRANTS = """
SELECT m.id FROM members_member m JOIN members_enterprise e ON e.id = m.enterprise_id AND e.leaver_policy = 'revoke'
WHERE m.state = 'left' AND m.left_at > %s AND EXISTS (
    SELECT 1 FROM benefits_grant g WHERE g.member_id = m.id AND g.state IN ('scheduled', 'claimable'))
LIMIT 200
"""


def leavers_with_grants(*, at: datetime) -> list[UUID]:
    """Who left within two days and still has something to claim that the policy takes back: their bell was lost."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVERS_WITH_GRANTS, [at - timedelta(days=2)])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def revoke_for_leaver(*, member_id: UUID, at: datetime) -> int:
    """What the enterprise's policy says for a member who has left: take unclaimed grants back, or keep them."""
    if leaver_policy(member_id) != "revoke":
        return 0
    sign(system("leaver"), "the member has left")
    return Grant.objects.filter(member_id=member_id, state__in=_OPEN).update(state=GrantState.REVOKED, revoked_at=at)
