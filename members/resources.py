"""The roster as a spreadsheet to fill in."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.sheets.templates import template_xlsx
from members.rules.roster_columns import COLUMNS

_EXAMPLE = ["G01001", "林超", "19911978347", "lin.chao@example.com", "研发中心/平台部", "2025-01-30", "1991-03-09", "上海", "在职"]


def roster_template() -> bytes:
    """An empty roster with headers in the reader's language and one example."""
    notes = {
        "staff_no": _("One of staff number, phone and email is enough to know somebody again."),
        "department": _("From the top down, parts separated by /."),
        "status": _("在职 or 离职. Only rows that say 离职 leave; people whom the file does not name stay."),
    }
    return template_xlsx(COLUMNS, [_EXAMPLE], sheet_name=_("Roster"), language=get_language() or "en", notes=notes)
