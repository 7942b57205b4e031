"""Pages of long lists without counting them: exact to ten thousand rows, an estimate beyond."""

from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

# A person does not turn ten thousand rows page by page, and OFFSET pays for every row it skips.
MOST = 10_000

_ESTIMATE = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"


class CheapPaginator(Paginator):
    """
    Counts at most ``MOST`` rows, so that a list costs the same at a thousand rows and at a hundred million.

    ``stated`` is what the page says: a number, "10,000+", or what the statistics of the table estimate.
    """

    template_name = "console/pagination.html"

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @cached_property
    def stated(self) -> str:
        if self._counted <= MOST:
            return f"{self._counted:,}"
        estimated = self._estimated
        if estimated > MOST:
            return _("about %(count)s") % {"count": f"{estimated:,}"}
        return f"{MOST:,}+"

    @property
    def is_cut(self) -> bool:
        """Whether there are rows behind the last page: search and filters reach them."""
        return self._counted > MOST

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        return rows.order_by().values("pk")[: MOST + 1].count()

    @property
    def _estimated(self) -> int:
        query = getattr(self.object_list, "query", None)
        if query is None or query.where:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_ESTIMATE, [query.get_meta().db_table])
            return int(cursor.fetchone()[0])
