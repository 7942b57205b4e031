"""The list of grants as a spreadsheet: the rows as they are filtered."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.operations.exports import GRANTS
from benefits.queries.hr.grant_sheet import count_of, ids_of
from common import clock
from members.hr.downloads import Wanted, answer_export

MOST = 200_000


def export_grants(request: HttpRequest, grants: QuerySet[Any]) -> HttpResponseBase:
    """Up to 200,000 rows; whoever asks for more is asked to narrow the list, and nothing is cut off silently."""
    ids = ids_of(grants, most=MOST)
    if count_of(ids) > MOST:
        messages.error(
            request, _("That is more than %(most)s rows. Narrow the list by days or state, and export it in parts.") % {"most": f"{MOST:,}"}
        )
        return HttpResponseRedirect(f"{reverse('hr:benefits_grant_changelist')}?{request.GET.urlencode()}")
    name = _("grants") + f"-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return answer_export(request, Wanted(GRANTS, name, count_of(ids), wanted=ids))
