"""Budgets of an enterprise."""

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.api import answered
from benefits.api.callers import EnterpriseView
from benefits.api.examples import TAG_BUDGETS
from benefits.queries.api.budgets import enterprise_budgets
from common.api.paging import PageQuery, by_id, page_response, place_of
from common.api.schema import described, page_of


class Budgets(EnterpriseView):
    """``budgets``"""

    queries = {"GET": PageQuery}

    @described(
        operation="enterprise_budgets_list",
        tags=TAG_BUDGETS,
        summary="Budgets: amount, reserved, spent, available",
        query=PageQuery,
        answers={200: page_of(answered.BudgetShape)},
    )
    def get(self, request: Request) -> Response:
        page = enterprise_budgets(self.enterprise_id, place=place_of(self.asked, key=by_id))
        return page_response(request, page, answered.BudgetShape)
