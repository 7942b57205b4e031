"""
The consoles: two admin sites and what their pages are declared with.

``ops_site`` stands at ``/ops/`` and ``hr_site`` at ``/hr/``. A list derives from ``ReadOnlyAdmin``, on ``hr_site`` from
``TenantAdmin``; what can be done there is declared as ``Act``s. Import it from ``admin`` rooms only: it needs the apps loaded.
"""

from functools import partial

from common.console import columns
from common.console.acts import Act, Figure, Outcome, all_acts, go_to, show_once, to_list
from common.console.forms import ActForm, DropInput, MomentInput
from common.console.inlines import ReadOnlyInline
from common.console.jobs import job_of, job_page, progress
from common.console.money_field import MoneyField
from common.console.read_only import ReadOnlyAdmin
from common.console.sidebar import Group, Link
from common.console.sidebar_ops import OPS_GROUPS
from common.console.sites import ConsoleSite, hr_site, ops_site
from common.console.tenant import TenantAdmin, TenantRelatedFilter, enterprise_of

ops_site.groups = OPS_GROUPS
for _site in (ops_site, hr_site):
    _site.add_page("jobs/<uuid:pk>/", partial(job_page, _site), name="job")

__all__ = [
    "Act",
    "ActForm",
    "ConsoleSite",
    "DropInput",
    "Figure",
    "Group",
    "Link",
    "MomentInput",
    "MoneyField",
    "Outcome",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "TenantAdmin",
    "TenantRelatedFilter",
    "all_acts",
    "columns",
    "enterprise_of",
    "go_to",
    "hr_site",
    "job_of",
    "job_page",
    "ops_site",
    "progress",
    "show_once",
    "to_list",
]
