"""Groups of operators that are there from the beginning. Rights are named, as in the sidebar: a house that is not installed leaves no gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class ReadyGroup:
    """
    One group. ``sees`` and ``edits`` are models (``supply.Lot``), ``makes`` those that it may also add; ``acts`` are rights of acts.

    ``sees`` of ``("*",)`` is whatever the operators' console shows.
    """

    name: str
    label: Promise
    sees: tuple[str, ...]
    edits: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


_SHELVES = ("supply.Brand", "supply.Category", "supply.Product", "supply.Offer")
_STOCK = ("supply.Lot", "supply.Intake", "supply.Code", "supply.PurchaseOrder", "supply.Supplier")
_ORDERS = ("supply.TopUp", "supply.Callback")
_PEOPLE = ("members.Enterprise", "members.Department", "members.Member")
_RISK = ("redemption.RiskRule", "redemption.RiskEntry", "redemption.RiskDecision", "common.Approval")
_BOARDS = ("analytics.Proof", "analytics.Coincidence")
_GIVEN = ("benefits.Grant", "benefits.Batch", "redemption.Redemption")

READY_GROUPS = (
    ReadyGroup(
        "sourcing",
        _("Sourcing"),
        sees=(*_SHELVES, *_STOCK, *_ORDERS, "redemption.Complaint", "common.Job"),
        edits=(*_SHELVES, "supply.Supplier", "supply.PurchaseOrder"),
        makes=(*_SHELVES, "supply.Supplier", "supply.PurchaseOrder"),
        acts=(
            "supply.place_order",
            "supply.cancel_order",
            "supply.receive_codes",
            "supply.generate_codes",
            "supply.order_codes",
            "supply.commit_intake",
            "supply.discard_intake",
            "supply.release_lot",
            "supply.quarantine_lot",
            "supply.recall_lot",
            "supply.suspend_supplier",
            "supply.resume_supplier",
            "supply.explain_balance",
            "supply.query_topup",
        ),
    ),
    ReadyGroup(
        "catalogue",
        _("Catalogue"),
        sees=(*_SHELVES, "supply.Lot", "benefits.Benefit", "benefits.Campaign", "benefits.Opening"),
        edits=("benefits.Benefit", "benefits.Campaign"),
        makes=("benefits.Benefit", "benefits.Campaign"),
        acts=(
            "benefits.publish_terms",
            "benefits.list_benefit",
            "benefits.delist_benefit",
            "benefits.draft_opening",
            "benefits.publish_opening",
            "benefits.close_opening",
        ),
    ),
    ReadyGroup(
        "support",
        _("Support"),
        sees=(*_PEOPLE, *_GIVEN, *_ORDERS, "benefits.Benefit", "redemption.Reveal", "redemption.Complaint", "members.SentMessage"),
        acts=(
            "redemption.reissue",
            "redemption.confirm_complaint",
            "redemption.reject_complaint",
            "redemption.mark_use",
            "redemption.undo_use",
            "benefits.revoke_grant",
            "supply.query_topup",
            "supply.settle_topup",
        ),
    ),
    ReadyGroup(
        "risk",
        _("Risk"),
        sees=(
            *(*_PEOPLE, *_GIVEN, *_ORDERS, *_RISK),
            *("supply.Code", "supply.Lot", "redemption.Reveal", "redemption.Complaint", "common.Event", *_BOARDS),
        ),
        acts=(
            "analytics.explain_coincidence",
            "members.freeze_roster",
            "members.loosen_freeze",
            "redemption.make_riskrule",
            "redemption.change_riskrule",
            "redemption.put_on_list",
            "redemption.lift_entry",
            "supply.void_code",
            "supply.quarantine_lot",
            "redemption.reverse_redemption",
            "benefits.revoke_grant",
            "analytics.prove",
        ),
    ),
    ReadyGroup(
        "finance",
        _("Finance"),
        sees=(
            *_GIVEN,
            "members.Enterprise",
            "benefits.Benefit",
            "benefits.Budget",
            "benefits.Campaign",
            "supply.Offer",
            "supply.PurchaseOrder",
            "supply.Supplier",
            "supply.Lot",
            "supply.TopUp",
        ),
    ),
    ReadyGroup("auditor", _("Auditor"), sees=(EVERYTHING,)),
)
LABELS = {group.name: group.label for group in READY_GROUPS}


def make_groups(seen_on_console: Iterable[Any]) -> None:
    """
    Make the ready groups, and give each exactly its rights; called after migrating, as often as anyone likes.

    Other groups are left alone: whoever wants other rights makes a group of their own.
    """
    models = {model._meta.label for model in seen_on_console}
    rights = {(right.content_type.app_label, right.codename): right for right in Permission.objects.select_related("content_type")}
    for ready in READY_GROUPS:
        group, _is_new = Group.objects.get_or_create(name=ready.name)
        wanted = {rights[key].pk for key in _keys(ready, models) if key in rights}
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)


def _keys(ready: ReadyGroup, models: set[str]) -> Iterable[tuple[str, str]]:
    sees = models if ready.sees == (EVERYTHING,) else ready.sees
    for verb, labels in (("view", sees), ("change", ready.edits), ("add", ready.makes)):
        for label in labels:
            app_label, _dot, name = label.partition(".")
            yield app_label, f"{verb}_{name.lower()}"
    for act in ready.acts:
        app_label, _dot, codename = act.partition(".")
        yield app_label, codename


def is_last_app(app_config: Any) -> bool:
    """Whether the signal after a migration is the last of its round: only then are all rights there."""
    return app_config == [config for config in apps.get_app_configs() if config.models_module is not None][-1]
