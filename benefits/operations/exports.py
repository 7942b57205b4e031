"""What of benefits can be taken away as a spreadsheet."""

from benefits.queries.hr.batch_sheet import BatchSheet
from benefits.queries.hr.grant_sheet import GrantSheet
from members.operations import exported_as

GRANTS, BATCH_RESULT = "grants", "batch_result"

exported_as(GRANTS, GrantSheet)
exported_as(BATCH_RESULT, BatchSheet)
