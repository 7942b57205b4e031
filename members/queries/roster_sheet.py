"""The rows of a roster as the spreadsheet that people take away."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.sheets.pieces import Piece
from common.sheets.templates import heading
from members.models.roster import RosterRow
from members.queries.exports import About
from members.queries.rosters import line_of
from members.rules.roster_columns import COLUMNS


class RosterSheet:
    """Each row as it was written, with what it does and why not, in the reader's language."""

    def __init__(self, about: About) -> None:
        assert about.subject_id is not None  # A roster's result is asked for with its roster.
        self._rows = RosterRow.objects.filter(roster_id=about.subject_id, roster__enterprise_id=about.enterprise_id).order_by("number")

    def headers(self) -> list[str]:
        language = get_language() or "en"
        return [*(heading(column, language=language) for column in COLUMNS), _("Result"), _("Reason")]

    def piece(self, after: int, limit: int) -> Piece:
        lines = [line_of(row) for row in self._rows.filter(number__gt=after)[:limit]]
        cells = [[*(line.shown.get(column.key, "") for column in COLUMNS), line.verdict_name, " ".join(line.reasons)] for line in lines]
        return Piece(cells, lines[-1].number if len(lines) == limit else None)
