"""The staff's front door: ``/staff/`` leads to the console that is theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Operators go to ``/ops/``, an enterprise's staff to ``/hr/``."""
    return redirect("/ops/" if request.user.is_staff else "/hr/")
