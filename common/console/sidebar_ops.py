"""The operators' sidebar. Models are named by label: a house that is not registered leaves no gap."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.console.sidebar import Group, Link

OPS_GROUPS = [
    Group(
        "",
        [
            Link("space_dashboard", page="index", title=_("Today")),
            Link("help", page="unknown", title=_("Unknown results"), permission="supply.view_topup"),
            Link("verified", page="invariants", title=_("Invariants"), permission="analytics.view_proof"),
        ],
    ),
    Group(
        _("Supply"),
        [
            Link("handshake", model="supply.Supplier"),
            Link("deployed_code", model="supply.Product"),
            Link("sell", model="supply.Offer"),
            Link("receipt_long", model="supply.PurchaseOrder"),
            Link("shelves", page="stock", title=_("Stock"), permission="supply.view_lot"),
            Link("inventory_2", model="supply.Lot"),
            Link("upload_file", model="supply.Intake"),
            Link("password", model="supply.Code"),
            Link("bolt", model="supply.TopUp"),
            Link("history", model="supply.LostOrder"),
            Link("workspaces", model="supply.Brand"),
            Link("category", model="supply.Category"),
        ],
    ),
    Group(
        _("Members"),
        [
            Link("apartment", model="members.Enterprise"),
            Link("account_tree", model="members.Department"),
            Link("badge", model="members.Member"),
            Link("supervisor_account", model="members.Staff"),
            Link("key", model="members.ApiKey"),
            Link("sms", model="members.SentMessage"),
        ],
    ),
    Group(
        _("Benefits"),
        [
            Link("redeem", model="benefits.Benefit"),
            Link("donut_small", page="benefit_classes", title=_("By class"), permission="benefits.view_grant"),
            Link("campaign", model="benefits.Campaign"),
            Link("account_balance_wallet", model="benefits.Budget"),
            Link("timer", model="benefits.Opening"),
            Link("stacks", model="benefits.Batch"),
            Link("card_giftcard", model="benefits.Grant"),
        ],
    ),
    Group(
        _("Redemption"),
        [
            Link("task_alt", model="redemption.Redemption"),
            Link("visibility", model="redemption.Reveal"),
            Link("thumb_down", model="redemption.Complaint"),
            Link("rule", model="redemption.RiskRule"),
            Link("block", model="redemption.RiskEntry"),
            Link("gpp_maybe", model="redemption.RiskDecision"),
        ],
    ),
    Group(
        _("Staff"),
        [
            Link("approval", model="common.Approval"),
            Link("query_stats", page="staff_patterns", title=_("Patterns of staff"), permission="common.view_dutylimit"),
            Link("join_inner", model="analytics.Coincidence"),
            Link("tune", model="common.DutyLimit"),
            Link("policy", page="duties", title=_("What is privileged"), permission="common.view_dutylimit"),
            Link("manage_history", page="audit", title=pgettext_lazy("audit", "Changes"), permission="common.view_event"),
            Link("visibility_lock", model="members.OperatorScope"),
        ],
    ),
    Group(
        _("Platform"),
        [
            Link("person", model="members.User"),
            Link("group", model="auth.Group"),
            Link("schedule", model="django_celery_beat.PeriodicTask"),
            Link("progress_activity", model="common.Job"),
            Link("history", model="common.Event"),
            Link("call_received", model="supply.Callback"),
        ],
    ),
]
