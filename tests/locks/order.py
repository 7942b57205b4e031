"""The one order of locks. docs/locking.md says why each stands where it does."""

from collections.abc import Iterable

from tests.locks.recorder import Edge

ORDER: tuple[str, ...] = (
    # Whose turn it is.
    "common_approval",
    "common_job",
    "common_cursor",
    "common_rootkey",
    "advisory members.exports",
    "members_export",
    # Stock in.
    "supply_supplier",
    "supply_intake",
    "supply_purchaseorder",
    "advisory supply.number",
    "supply_lot",
    # What is given.
    "benefits_benefit",
    "benefits_opening",
    "benefits_batch",
    "benefits_budget",
    "advisory opening.stock",
    "advisory opening",
    "benefits_piece",
    "advisory benefits.reference",
    "advisory benefits.limits",
    # People.
    "members_user",
    "members_staff",
    "members_secondstep",
    "mfa_authenticator",
    "members_boundaccount",
    "advisory members.address",
    "advisory members.phone",
    "advisory members.email",
    "members_logincode",
    "members_enterprise",
    "members_roster",
    "members_member",
    "members_identity",
    # One grant, and what comes of it.
    "advisory benefits.issue",
    "benefits_grant",
    "redemption_redemption",
    "redemption_complaint",
    "supply_topup",
    "advisory limit",
    "advisory seats",
    "supply_code",
    # What a second person must agree to, by the day's sum.
    "advisory second_person",
    # Money, last: everybody meets here.
    "common_account",
)
_PLACE = {name: place for place, name in enumerate(ORDER)}


def against_the_order(edges: Iterable[Edge]) -> list[str]:
    """Each edge that goes against the order, or between locks of which one has no place in it; once, in words."""
    return sorted({_said(edge) for edge in edges if not _is_in_order(edge)})


def _is_in_order(edge: Edge) -> bool:
    held, wanted = _PLACE.get(edge.held), _PLACE.get(edge.wanted)
    return held is not None and wanted is not None and held < wanted


def _said(edge: Edge) -> str:
    missing = [name for name in (edge.held, edge.wanted) if name not in _PLACE]
    why = f"{', '.join(missing)} has no place in the order" if missing else "against the order"
    return f"{edge.wanted} was waited for while {edge.held} was held ({why}): {edge.sql}"
