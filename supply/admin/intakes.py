"""Files of codes on their way in: progress, what was refused and why, and the decision."""

from collections.abc import Iterator
from contextvars import Context, copy_context
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.console import Act, Figure, ReadOnlyAdmin, columns, job_of, ops_site, progress
from common.console.search import by_id, prefix
from common.sheets.downloads import XLSX, attachment
from common.sheets.reasons import sentence
from common.sheets.sheet import Notice
from common.sheets.spliced import packed_rows, spliced
from supply.models import Intake
from supply.operations import commit_intake, discard_intake
from supply.queries import RefusedLine, preview_of, refused_pieces
from supply.rules.intake import PROBLEMS
from supply.states import IntakeState

_LINES_A_PAGE = 50
_REASONS = {
    "malformed": _("Not of the product's form"),
    "expired": _("Expired"),
    "date_impossible": _("Impossible date"),
    "duplicate_in_file": _("Twice in the file"),
    "duplicate_on_platform": _("On the platform already"),
}


@display(description=_("file"), ordering="file_name")
def _called(intake: Intake) -> str:
    return intake.called


def _what_comes_in(intake: Any) -> list[Figure]:
    seen = preview_of(intake.pk)
    left_over = seen.received + seen.good - seen.ordered
    return [
        Figure(_("Become stock"), f"{seen.good:,}", tone="green"),
        Figure(_("Refused, left out"), f"{seen.refused:,}", tone="orange" if seen.refused else ""),
        Figure(_("Ordered"), f"{seen.ordered:,}"),
        Figure(_("More than ordered"), f"{max(0, left_over):,}", tone="orange" if left_over > 0 else ""),
    ]


@admin.register(Intake, site=ops_site)
class IntakeAdmin(ReadOnlyAdmin):
    list_display = (
        _called,
        "lot",
        columns.state(),
        columns.count("line_count", _("lines")),
        columns.count("good_count", _("good")),
        columns.count("refused_count", _("refused")),
        "created_at",
    )
    list_filter = ("state",)
    list_select_related = ("lot",)
    search_fields = (prefix("lot__number", _("lot"), upper=True), by_id())
    fieldsets = ((None, {"fields": ((_called, columns.state()), ("lot", "encoding"), ("created_at", "finished_at"))}),)
    change_form_outer_before_template = "console/supply/intake.html"
    acts = (
        Act(
            "commit",
            label=_("Take into stock"),
            run=commit_intake,
            permission="supply.commit_intake",
            when=lambda intake: intake.state == IntakeState.READY and intake.good_count > 0,
            preview=_what_comes_in,
            confirm=_("The good lines become a lot in quarantine; members get them once it is released."),
            reason=False,
            done=_("The codes are being taken in."),
            tone="primary",
            icon="inventory",
        ),
        Act(
            "discard",
            label=_("Discard"),
            run=discard_intake,
            permission="supply.discard_intake",
            when=lambda intake: intake.state in (IntakeState.CHECKING, IntakeState.READY),
            confirm=_("The whole file is forgotten; it can be brought again."),
            done=_("The file is discarded."),
            tone="danger",
            icon="delete",
        ),
    )

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        job = job_of("supply.commit_intake", obj.pk) or job_of("supply.check_intake", obj.pk)
        seen = preview_of(obj.pk)
        reasons = [(_REASONS.get(code, code), count) for code, count in sorted(seen.by_reason.items(), key=lambda item: -item[1])]
        about = {"problem": PROBLEMS.get(seen.problem, seen.problem), "notices": _notices(obj), "ignored": obj.layout.get("unknown", [])}
        return {**about, "seen": seen, "reasons": reasons, "lines": _refused_page(obj, request), **progress(job, self.admin_site)}

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view(self.download_refused)
        return [path("<uuid:pk>/refused.xlsx", guarded, name="supply_intake_refused"), *super().get_urls()]

    def download_refused(self, request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
        """The refused lines as a spreadsheet: line, reason, and what of it may be shown. It is sent while it is being read."""
        intake = self.get_object(request, str(pk))
        if intake is None or not self.has_view_permission(request, intake):
            raise Http404
        headers = [gettext("Line"), gettext("Reason"), pgettext("refused line", "In words"), pgettext("as written", "Given")]
        answer = StreamingHttpResponse(spliced(headers, _packed_refused(pk, copy_context())), content_type=XLSX)
        answer["Content-Disposition"] = attachment(f"refused-{intake.lot.number}.xlsx")
        return answer


def _packed_refused(pk: UUID, around: Context) -> Iterator[bytes]:
    """The rows of the spreadsheet, packed some thousand at a time, as if it were still within the request that asked."""
    before, pieces = 0, refused_pieces(pk)
    while True:
        # The body is read when the middleware has gone home: language and scope are those of the view.
        lines = around.run(next, pieces, None)
        if lines is None:
            return
        yield packed_rows([(str(line.line_number), line.reason, line.sentence, line.given) for line in lines], before=before)
        before += len(lines)


def _refused_page(intake: Any, request: HttpRequest) -> Any:
    """One page of refused lines, each with its sentence."""
    staged = intake.staged.exclude(reason="").order_by("line_number")
    page = Paginator(staged, _LINES_A_PAGE).get_page(request.GET.get("line_page"))
    page.object_list = [_readable(line) for line in page.object_list]
    return page


def _notices(intake: Any) -> list[str]:
    """What the reader of the file wants a person to know, in words."""
    return [Notice(notice["code"], notice["count"]).sentence for notice in intake.layout.get("notices", [])]


def _readable(line: Any) -> RefusedLine:
    facts = {"given": line.given or "…", "row": line.same_as_line or "…"}
    return RefusedLine(line.line_number, line.reason, sentence(line.reason, facts), line.given)
