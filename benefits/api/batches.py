"""Batches of an enterprise: many grants at once, the outcome of each, and the way back."""

from dataclasses import asdict
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.api import answered, asked
from benefits.api.callers import EnterpriseView
from benefits.api.examples import BATCH, BATCH_BODY, TAG_BATCHES, UNDONE
from benefits.models import Batch as BatchRow
from benefits.operations import undo_batch, upload_api_batch
from benefits.operations.batches.undo import NotDone
from benefits.operations.batches.upload import BudgetMissing
from benefits.queries.api.batches import batch_of, rows_of
from common.api.fields import StrictSerializer
from common.api.once import answer_once
from common.api.paging import page_response, place_of
from common.api.schema import described, page_of
from common.refusals import NotFound
from common.replay import Answer


class Batches(EnterpriseView):
    """``batches``"""

    max_body_bytes = 6 * 1024 * 1024  # What Django takes into memory, and the proxy lets through.

    @described(
        operation="enterprise_batches_create",
        tags=TAG_BATCHES,
        summary="Grant to many; each row is checked on its own",
        body=asked.BatchBody,
        answers={202: answered.BatchShape},
        refusals=[BudgetMissing],
        examples=[BATCH_BODY, BATCH],
        idempotent=True,
    )
    def post(self, request: Request) -> Response:
        grants = [asked.wanted_of(grant) for grant in self.read(asked.BatchBody)["grants"]]

        def act() -> Answer:
            batch = upload_api_batch(enterprise_id=self.enterprise_id, grants=grants, by=self.by, at=self.at)
            return Answer(202, dict(answered.BatchShape(batch).data))

        return answer_once(self, scope=f"enterprise:{self.enterprise_id}:batches", act=act, is_only_guard=True)


class Batch(EnterpriseView):
    """``batches/{id}``"""

    @described(
        operation="enterprise_batches_read",
        tags=TAG_BATCHES,
        summary="One batch: its counts and state",
        answers={200: answered.BatchShape},
        refusals=[NotFound],
        examples=[BATCH],
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        return Response(answered.BatchShape(_batch_or_404(batch_id, self.enterprise_id)).data)


class BatchRows(EnterpriseView):
    """``batches/{id}/rows``"""

    queries = {"GET": asked.RowsQuery}

    @described(
        operation="enterprise_batches_rows",
        tags=TAG_BATCHES,
        summary="Each row's outcome, with reason codes",
        query=asked.RowsQuery,
        answers={200: page_of(answered.RowShape)},
        refusals=[NotFound],
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        batch = _batch_or_404(batch_id, self.enterprise_id)
        page = rows_of(batch, outcome=self.asked.get("outcome", ""), place=place_of(self.asked, key=int))
        return page_response(request, page, answered.RowShape)


class BatchUndo(EnterpriseView):
    """``batches/{id}/undo``"""

    @described(
        operation="enterprise_batches_undo",
        tags=TAG_BATCHES,
        summary="Take back what nobody has claimed; again answers the same",
        answers={200: answered.UndoShape, 202: answered.UndoShape},
        refusals=[NotFound, NotDone],
        examples=[UNDONE],
    )
    def post(self, request: Request, batch_id: UUID) -> Response:
        """More than 10,000 open grants take a while: 202 with how many were taken back so far. Ask again until it is 200."""
        self.read(StrictSerializer)
        result = undo_batch(batch_id=batch_id, enterprise_id=self.enterprise_id, by=self.by, at=self.at)
        return Response(answered.UndoShape(asdict(result)).data, status=200 if result.is_finished else 202)


def _batch_or_404(batch_id: UUID, enterprise_id: UUID) -> BatchRow:
    batch = batch_of(batch_id, enterprise_id)
    if batch is None:
        raise NotFound
    return batch
