"""
The enterprises' console, as far as it is about benefits: the front page, granting by spreadsheet, batches, grants, budgets.

Loaded once the consoles stand; every list and page registers itself.
"""

from collections.abc import Callable
from typing import Any

from benefits.hr import approvals, batches, budgets, grants, leavers_panel, member_panel, openings
from benefits.hr.batch_acts import batch_confirm, batch_discard, batch_resume, batch_undo
from benefits.hr.batch_page import batch_page
from benefits.hr.batch_result import batch_result
from benefits.hr.catalogue import catalogue
from benefits.hr.home import home
from benefits.hr.sidebar import HR_GROUPS
from benefits.hr.uploading import grants_template, grants_upload
from common.console import hr_site

hr_site.home = home
hr_site.groups = HR_GROUPS
_pages: dict[str, Callable[..., Any]] = {
    "batches/upload/": grants_upload,
    "batches/template/": grants_template,
    "batches/<uuid:pk>/": batch_page,
    "batches/<uuid:pk>/confirm/": batch_confirm,
    "batches/<uuid:pk>/discard/": batch_discard,
    "batches/<uuid:pk>/resume/": batch_resume,
    "batches/<uuid:pk>/undo/": batch_undo,
    "batches/<uuid:pk>/result/": batch_result,
    "catalogue/": catalogue,
}
for _route, _view in _pages.items():
    hr_site.add_page(_route, _view, name=_view.__name__.replace("batch_page", "batch"))

__all__ = ["approvals", "batches", "budgets", "grants", "leavers_panel", "member_panel", "openings"]
