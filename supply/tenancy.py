"""Who may do what with stock. Nothing that came in sealed is read by anybody but the vault."""

from common.scope.guards import CURRENT, Guard, owned, platform_only, shared, through

_KEEPS = ("SELECT", "INSERT", "UPDATE")

GUARDS = {
    # Codes are never deleted, and a free one is nobody's: an enterprise sees those that its members have.
    "supply_code": Guard(
        own=f"enterprise_id = {CURRENT}",
        enterprise=("SELECT", "UPDATE(revealed_at)", "UPDATE(used_at)"),
        platform=_KEEPS,
        vault=_KEEPS,
        sealed=("ciphertext", "fingerprint"),
    ),
    "supply_lot": Guard(enterprise=("SELECT",), platform=_KEEPS, vault=("SELECT", "UPDATE"), sealed=("wrapped_key",)),
    "supply_stagedcode": Guard(vault=("SELECT", "INSERT", "UPDATE", "DELETE"), sealed=("ciphertext", "fingerprint")),
    "supply_intakechunk": Guard(vault=("SELECT", "DELETE"), sealed=("sealed",)),
    "supply_topup": owned(enterprise=_KEEPS, platform=_KEEPS),
    "supply_attempt": through("supply_topup", "topup_id", enterprise=()),
    "supply_callback": through("supply_topup", "topup_id", enterprise=()),
    "supply_brand": shared(),
    "supply_category": shared(),
    "supply_product": shared(),
    # What things cost the platform is the platform's business.
    "supply_supplier": platform_only(),
    "supply_credential": platform_only(),
    "supply_offer": platform_only(),
    "supply_offerprice": platform_only(),
    "supply_purchaseorder": platform_only(),
    "supply_orderline": platform_only(),
    "supply_intake": Guard(vault=("SELECT",)),
    "supply_spentcode": Guard(vault=("SELECT",)),
    "supply_lostorder": platform_only(),
    "supply_stockalert": platform_only(),
}
