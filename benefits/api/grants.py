"""Grants of an enterprise: issued one at a time, and read."""

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.api import answered, asked
from benefits.api.callers import EnterpriseView
from benefits.api.examples import GRANT, GRANT_BODY, TAG_GRANTS
from benefits.api.refusals import ROW_CODES
from benefits.operations import BudgetClosed, BudgetExceeded, GrantRequest, ReferenceReused, issue_grant
from benefits.operations.batches.upload import BudgetMissing
from benefits.queries.api.grants import GrantFilter, enterprise_grant, enterprise_grants
from common.api.once import answer_once
from common.api.paging import by_id, page_response, place_of
from common.api.schema import described, page_of
from common.refusals import NotFound
from common.replay import Answer


class Grants(EnterpriseView):
    """``grants``"""

    queries = {"GET": asked.GrantsQuery}

    @described(
        operation="enterprise_grants_list",
        tags=TAG_GRANTS,
        summary="Grants, newest first",
        query=asked.GrantsQuery,
        answers={200: page_of(answered.IssuedGrantShape)},
    )
    def get(self, request: Request) -> Response:
        wanted = GrantFilter(**{name: self.asked[name] for name in ("member", "state", "benefit", "since") if name in self.asked})
        page = enterprise_grants(self.enterprise_id, wanted, place=place_of(self.asked, key=by_id))
        return page_response(request, page, answered.IssuedGrantShape)

    @described(
        operation="enterprise_grants_create",
        tags=TAG_GRANTS,
        summary="Grant one benefit to one member",
        body=asked.GrantBody,
        answers={201: answered.IssuedGrantShape},
        refusals=[*ROW_CODES, ReferenceReused, BudgetExceeded, BudgetClosed, BudgetMissing],
        examples=[GRANT_BODY, GRANT],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        wanted = asked.wanted_of(self.read(asked.GrantBody))

        def act() -> Answer:
            grant = issue_grant(GrantRequest(self.enterprise_id, wanted), by=self.by, at=self.at)
            return Answer(201, answered.IssuedGrantShape(enterprise_grant(grant.serial, self.enterprise_id)).data)

        return answer_once(self, scope=f"enterprise:{self.enterprise_id}:grants", act=act, is_only_guard=True)


class Grant(EnterpriseView):
    """``grants/{serial}``"""

    @described(
        operation="enterprise_grants_read",
        tags=TAG_GRANTS,
        summary="One grant by its serial",
        answers={200: answered.IssuedGrantShape},
        refusals=[NotFound],
        examples=[GRANT],
    )
    def get(self, request: Request, serial: str) -> Response:
        grant = enterprise_grant(serial, self.enterprise_id)
        if grant is None:
            raise NotFound
        return Response(answered.IssuedGrantShape(grant).data)
