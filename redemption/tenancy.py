"""Who may do what with redemptions. What was shown is written down once."""

from common.scope.guards import owned, platform_only, through
from common.scope.guards.shapes import APPEND

_KEEPS = ("SELECT", "INSERT", "UPDATE")

GUARDS = {
    "redemption_redemption": owned(enterprise=_KEEPS, platform=_KEEPS),
    "redemption_use": owned(enterprise=_KEEPS, platform=_KEEPS),
    # A member says it, and reads what came of it; the platform decides.
    "redemption_complaint": owned(enterprise=APPEND, platform=_KEEPS),
    "redemption_reveal": through("redemption_redemption", "redemption_id", enterprise=APPEND, platform=APPEND),
    # Risk looks over all enterprises at once, and tells none of them what it saw.
    "redemption_riskrule": platform_only(),
    "redemption_riskentry": through("members_member", "member_id", enterprise=()),
    "redemption_riskdecision": through("members_member", "member_id", enterprise=()),
}
