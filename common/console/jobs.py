"""How far a long act is: a page, a piece of a page that renews itself, and the same as JSON."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.console.sites import ConsoleSite, OpsSite
from common.jobs.models import Job
from common.jobs.states import JobState

_FINISHED = (JobState.DONE, JobState.FAILED)


def job_of(name: str, subject_id: UUID) -> Job | None:
    """The latest job of this kind about one thing, for the page of that thing."""
    return Job.objects.filter(name=name, subject_id=subject_id).order_by("-created_at").first()


def job_page(site: ConsoleSite, request: HttpRequest, pk: UUID) -> HttpResponse:
    """
    One job: JSON for programs, the bare piece for htmx, else a page.

    The piece asks again every second while the job lives; once it is finished it says so with an HX-Refresh, once.
    """
    job = _job(site, request, pk)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_facts(job))
    context = progress(job, site)
    if request.headers.get("HX-Request"):
        response = render(request, "console/job_progress.html", context)
        if context["is_finished"]:
            response["HX-Refresh"] = "true"
        return response
    return TemplateResponse(request, "console/job.html", {**site.each_context(request), "title": _("Progress"), **context})


def progress(job: Job | None, site: ConsoleSite) -> dict[str, Any]:
    """The context of ``console/job_progress.html``; empty without a job."""
    if job is None:
        return {}
    return {"job": job, "job_path": f"/{site.name}/jobs/{job.id}/", "is_finished": job.state in _FINISHED}


def _job(site: ConsoleSite, request: HttpRequest, pk: UUID) -> Job:
    jobs = Job.objects.filter(pk=pk)
    if not isinstance(site, OpsSite):
        jobs = jobs.filter(enterprise_id=request.user.staff.enterprise_id)  # type: ignore[union-attr]
    job = jobs.first()
    if job is None:
        raise Http404
    return job


def _facts(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "state": job.state,
        "percent": job.percent,
        "done": job.done_count,
        "total": job.total_count,
        "error": job.error,
    }
