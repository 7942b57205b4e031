"""What waits for somebody on the front page: how many, what to do about it, and where its rows are."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from analytics.queries import today


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that waits: how many, what it means, and where the rows behind it are."""

    count: int
    name: Any
    advice: str | Promise
    link: str
    tone: str
    icon: str
    right: str

    @property
    def title(self) -> str:
        """The name in the number that is counted."""
        return str(self.name % self.count)


def alarms_of(seen: dict[str, Any]) -> list[Alarm]:
    """Everything that may wait, from one look at the tables; whoever draws it leaves out what counts nothing."""
    waiting: today.Waiting = seen["waiting"]
    short = sum(shelf.is_short for shelf in seen["shelves"])
    return [
        *_about_abuse(*seen["staff"]),
        *_about_trust(seen["red"], seen["stale"], waiting),
        *_about_deliveries(seen["figures"].failed, waiting),
        *_about_supply(short, waiting),
    ]


def _about_abuse(guessers: int, over_sms: int, loud: int, approvals: int, coincidences: int) -> list[Alarm]:
    return [
        Alarm(
            guessers,
            ngettext_lazy("guesser was stopped today", "guessers were stopped today"),
            _("More than twenty questions for what is not theirs, in ten minutes."),
            f"{reverse('ops:redemption_riskdecision_changelist')}?endpoint__exact=guess",
            "red",
            "gpp_maybe",
            "redemption.view_riskdecision",
        ),
        Alarm(
            over_sms,
            ngettext_lazy("enterprise has used up its SMS", "enterprises have used up their SMS"),
            _("Their members get no codes by SMS: raise the limit, or find out why."),
            reverse("ops:members_enterprise_changelist"),
            "orange",
            "sms_failed",
            "members.view_enterprise",
        ),
        Alarm(
            loud,
            ngettext_lazy("act of staff to look at today", "acts of staff to look at today"),
            _("The registry raises an alarm for each of them."),
            reverse("ops:staff_patterns"),
            "orange",
            "admin_panel_settings",
            "common.view_dutylimit",
        ),
        Alarm(
            approvals,
            ngettext_lazy("act waits for a second person", "acts wait for a second person"),
            _("Read it, and agree or refuse."),
            reverse("ops:common_approval_changelist"),
            "orange",
            "approval",
            "common.change_approval",
        ),
        Alarm(
            coincidences,
            ngettext_lazy("coincidence among people is not explained", "coincidences among people are not explained"),
            _("One phone, account or device behind several members, or a granter's own."),
            f"{reverse('ops:analytics_coincidence_changelist')}?open=1",
            "orange",
            "join_inner",
            "analytics.view_coincidence",
        ),
    ]


def _about_trust(red: int, stale: int, waiting: today.Waiting) -> list[Alarm]:
    jobs = f"{reverse('ops:common_job_changelist')}?state__exact=failed"
    batches = f"{reverse('ops:benefits_batch_changelist')}?state__exact=failed"
    return [
        Alarm(
            waiting.fences_up,
            ngettext_lazy("fence is up: nothing is given out", "fences are up: nothing is given out"),
            _("The database has forgotten what it gave, or the witness log is not all there. Run manage.py unfence on the host."),
            reverse("ops:invariants"),
            "red",
            "fence",
            "analytics.view_proof",
        ),
        Alarm(
            red,
            ngettext_lazy("invariant is broken", "invariants are broken"),
            _("Find out before anything else."),
            reverse("ops:invariants"),
            "red",
            "error",
            "analytics.view_proof",
        ),
        Alarm(
            stale,
            ngettext_lazy("invariant was not checked for a day", "invariants were not checked for a day"),
            _("Nothing vouches for what happened since. Check now, and see why the night's check did not run."),
            reverse("ops:invariants"),
            "red",
            "schedule",
            "analytics.view_proof",
        ),
        Alarm(
            waiting.tasks_off,
            ngettext_lazy("periodic task is switched off", "periodic tasks are switched off"),
            _("By these the platform looks after itself. See in Changes who switched it off, and have it switched on again."),
            reverse("ops:django_celery_beat_periodictask_changelist"),
            "red",
            "schedule",
            "django_celery_beat.view_periodictask",
        ),
        Alarm(
            waiting.jobs_failed,
            ngettext_lazy("job gave up today", "jobs gave up today"),
            _("Read why, and start the act again."),
            jobs,
            "red",
            "report",
            "common.view_job",
        ),
        Alarm(
            waiting.batches_failed,
            ngettext_lazy("batch failed today", "batches failed today"),
            _("See what was wrong with the file."),
            batches,
            "orange",
            "stacks",
            "benefits.view_batch",
        ),
    ]


def _about_deliveries(failed: int, waiting: today.Waiting) -> list[Alarm]:
    board, topups = reverse("ops:unknown"), reverse("ops:supply_topup_changelist")
    callbacks = f"{reverse('ops:supply_callback_changelist')}?state__exact=conflict"
    failures = f"{reverse('ops:redemption_redemption_changelist')}?state__exact=failed"
    right = "supply.view_topup"
    return [
        Alarm(
            waiting.with_a_person,
            ngettext_lazy("order needs a person", "orders need a person"),
            _("The supplier has not said for too long: call them."),
            board,
            "red",
            "support_agent",
            right,
        ),
        Alarm(
            failed,
            ngettext_lazy("delivery failed today", "deliveries failed today"),
            _("Make them good, or let the member try again."),
            failures,
            "red",
            "cancel",
            "redemption.view_redemption",
        ),
        Alarm(
            waiting.unknown,
            ngettext_lazy("result is unknown", "results are unknown"),
            _("They are being asked about; nothing is bought twice."),
            board,
            "orange",
            "help",
            right,
        ),
        Alarm(
            waiting.not_sent,
            ngettext_lazy("order is not sent yet", "orders are not sent yet"),
            _("Is a worker running, and does the supplier answer?"),
            f"{topups}?state__exact=created",
            "orange",
            "hourglass_empty",
            right,
        ),
        Alarm(
            waiting.conflicts,
            ngettext_lazy("callback contradicts today", "callbacks contradict today"),
            _("Compare them with the supplier's own answer."),
            callbacks,
            "orange",
            "sync_problem",
            "supply.view_callback",
        ),
    ]


def _about_supply(short: int, waiting: today.Waiting) -> list[Alarm]:
    lots = reverse("ops:supply_lot_changelist")
    intakes = f"{reverse('ops:supply_intake_changelist')}?state__exact=ready"
    suppliers = reverse("ops:supply_supplier_changelist")
    budgets = f"{reverse('ops:benefits_budget_changelist')}?low=1"
    return [
        Alarm(
            short,
            ngettext_lazy("product can't cover what is promised", "products can't cover what is promised"),
            _("Order more before members come for it."),
            reverse("ops:stock"),
            "red",
            "production_quantity_limits",
            "supply.view_lot",
        ),
        Alarm(
            waiting.frozen,
            ngettext_lazy("lot is frozen", "lots are frozen"),
            _("Members complain of its codes, or one doesn't open. Ask the supplier, then release or recall it."),
            f"{lots}?frozen=1",
            "red",
            "ac_unit",
            "supply.view_lot",
        ),
        Alarm(
            waiting.complaints,
            ngettext_lazy("complaint about a code waits for an answer", "complaints about codes wait for an answer"),
            _("Ask the supplier, then make it good, or say why not."),
            f"{reverse('ops:redemption_complaint_changelist')}?state__exact=open",
            "orange",
            "thumb_down",
            "redemption.view_complaint",
        ),
        Alarm(
            waiting.stock_low,
            ngettext_lazy("product is below its reorder level", "products are below their reorder level"),
            _("Order more, or raise what its suppliers hold for you."),
            f"{reverse('ops:supply_product_changelist')}?low=1",
            "orange",
            "trending_down",
            "supply.view_product",
        ),
        Alarm(
            waiting.balances_unexplained,
            ngettext_lazy("supplier has charged us without an order", "suppliers have charged us without an order"),
            _("Ask what was charged. A key may be in wrong hands."),
            suppliers,
            "red",
            "money_off",
            "supply.view_supplier",
        ),
        Alarm(
            waiting.balances_low,
            ngettext_lazy("balance at a supplier is low", "balances at suppliers are low"),
            _("Pay in before orders are refused."),
            suppliers,
            "orange",
            "savings",
            "supply.view_supplier",
        ),
        Alarm(
            waiting.to_decide,
            ngettext_lazy("file of codes waits for a decision", "files of codes wait for a decision"),
            _("Look at what was refused, then take them in."),
            intakes,
            "blue",
            "upload_file",
            "supply.view_intake",
        ),
        Alarm(
            waiting.quarantined,
            ngettext_lazy("lot is quarantined", "lots are quarantined"),
            _("Verify a sample, then release them."),
            f"{lots}?state__exact=quarantined",
            "blue",
            "inventory_2",
            "supply.view_lot",
        ),
        Alarm(
            waiting.low_budgets,
            ngettext_lazy("budget runs low", "budgets run low"),
            _("Tell the enterprise, or raise them."),
            budgets,
            "orange",
            "account_balance_wallet",
            "benefits.view_budget",
        ),
    ]
