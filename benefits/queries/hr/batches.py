"""One batch as its page shows it, and the latest ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from benefits.models import Batch, Benefit, Grant, Import
from benefits.queries.hr.budgets import BudgetBar, bars_of
from benefits.queries.words import Words
from benefits.states import BatchState, GrantState
from common.sheets.sheet import Notice

KEPT = (GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED)
OPEN = (GrantState.SCHEDULED, GrantState.CLAIMABLE)
CHECKED = (BatchState.READY, BatchState.ISSUING, BatchState.DONE, BatchState.UNDONE)


@dataclass(frozen=True, slots=True)
class BatchFile:
    """What the reader noticed about the spreadsheet of a batch."""

    name: str
    sha256: str
    sheet_name: str
    encoding: str
    unknown_columns: list[str]
    notices: list[Notice]
    sample: list[str]


@dataclass(frozen=True, slots=True)
class BenefitTotal:
    """What one benefit takes of a batch. ``people`` counts rows of people who are created with it."""

    name: Words
    code: str
    rows: int
    pieces: int
    committed: int
    new_people: int


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """What undoing a batch would do now: how many go back, worth how much, and how many are kept."""

    reversible: int
    freed: int
    kept: int


def batch_of(batch_id: UUID, enterprise_id: UUID) -> Batch | None:
    """One batch of an enterprise with its budget; a foreign one looks like a missing one."""
    return Batch.objects.select_related("budget", "enterprise").filter(id=batch_id, enterprise_id=enterprise_id).first()


def latest_batches(enterprise_id: UUID, limit: int = 6) -> list[Batch]:
    """The batches that were made last."""
    return list(Batch.objects.filter(enterprise_id=enterprise_id).select_related("budget").order_by("-created_at")[:limit])


def file_of(batch: Batch) -> BatchFile | None:
    """The spreadsheet of a batch, without its content; ``None`` where it came another way."""
    sheet = Import.objects.filter(batch=batch).defer("sealed_content").first()
    if sheet is None:
        return None
    notices = [Notice(kept["code"], kept["count"]) for kept in sheet.warnings if "count" in kept]
    return BatchFile(
        name=sheet.file_name,
        sha256=bytes(sheet.file_sha256).hex(),
        sheet_name=sheet.sheet_name,
        encoding=sheet.encoding,
        unknown_columns=sheet.unknown_columns,
        notices=notices,
        sample=sheet.sample,
    )


def file_problem(batch: Batch) -> dict[str, str]:
    """The facts of the refusal of a whole file."""
    warnings = Import.objects.filter(batch=batch).values_list("warnings", flat=True).first() or []
    return next((kept["facts"] for kept in warnings if kept.get("code") == batch.problem), {})


def budget_of(batch: Batch) -> BudgetBar | None:
    """The budget of a batch as it stands now."""
    return bars_of([batch.budget])[0] if batch.budget else None


def benefit_totals(batch: Batch) -> list[BenefitTotal]:
    """What the batch grants, by benefit, the most expensive first. Two queries."""
    rows = batch.rows.filter(outcome__in=["good", "granted"]).values("benefit_id").order_by()
    sums = rows.annotate(rows=Count("id"), pieces=Sum("quantity"), total=Sum("committed"), new_people=Count("id", filter=Q(member_id=None)))
    known = Benefit.objects.in_bulk([row["benefit_id"] for row in sums])
    totals = [_total(known[row["benefit_id"]], row) for row in sums]
    return sorted(totals, key=lambda total: (-total.committed, total.code))


def is_overtaken(batch: Batch) -> bool:
    """Whether another spreadsheet was confirmed since this one was brought: rows that repeat it will be skipped."""
    others = Batch.objects.filter(enterprise_id=batch.enterprise_id, source="import", confirmed_at__gte=batch.created_at)
    return not batch.allows_repeats and others.exclude(id=batch.id).exists()


def undo_forecast(batch: Batch) -> UndoForecast:
    """What ``undo_batch`` would do at this moment."""
    figures = Grant.objects.filter(batch=batch).aggregate(
        reversible=Count("id", filter=Q(state__in=OPEN)),
        freed=Sum("committed", filter=Q(state__in=OPEN)),
        kept=Count("id", filter=Q(state__in=KEPT)),
    )
    return UndoForecast(figures["reversible"], figures["freed"] or 0, figures["kept"])


def kept_grants(batch: Batch, limit: int = 200) -> list[Grant]:
    """The grants of a batch that somebody had claimed, with their members."""
    grants = Grant.objects.filter(batch=batch, state__in=KEPT).order_by("id")
    return list(grants.select_related("member", "benefit").defer("member__birthday")[:limit])


def claim_share(batch: Batch) -> int:
    """The percentage of a batch's grants that were claimed, for its done page."""
    figures = Grant.objects.filter(batch=batch).aggregate(all=Count("id"), claimed=Count("id", filter=Q(state__in=KEPT)))
    return figures["claimed"] * 100 // figures["all"] if figures["all"] else 0


def _total(benefit: Benefit, row: Mapping[str, Any]) -> BenefitTotal:
    name = Words(benefit.name, benefit.name_en)
    return BenefitTotal(name, benefit.code, row["rows"], row["pieces"], row["total"], row["new_people"])


def waiting_for_second(enterprise_id: UUID) -> list[Batch]:
    """What somebody confirmed and somebody else must agree to, the oldest first."""
    ready = Batch.objects.filter(enterprise_id=enterprise_id, state=BatchState.READY, asked_at__isnull=False)
    return list(ready.select_related("budget").order_by("asked_at")[:100])
