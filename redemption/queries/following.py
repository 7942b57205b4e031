"""Which redemptions their top-ups have overtaken."""

from uuid import UUID

from django.db.models import F, Q

from redemption.models import Redemption
from redemption.states import OPEN


def topups_to_follow(*, limit: int = 200) -> list[UUID]:
    """Ids of top-ups in a state that their open redemption does not show yet."""
    moved = Q(topup__state__in=["succeeded", "failed"]) | (Q(topup__state__in=["processing", "unknown"]) & ~Q(topup__state=F("state")))
    return list(Redemption.objects.filter(moved, state__in=OPEN).order_by("id").values_list("topup_id", flat=True)[:limit])
