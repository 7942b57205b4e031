"""What members did in an enterprise's own systems."""

from dataclasses import asdict

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.api import answered, asked
from benefits.api.callers import EnterpriseView
from benefits.api.examples import EVENTS_BODY, TAG_EVENTS, TAKEN
from benefits.operations.behaviour import report_behaviour
from common.api.schema import described


class Events(EnterpriseView):
    """``events``"""

    max_body_bytes = 2 * 1024 * 1024

    @described(
        operation="enterprise_events_create",
        tags=TAG_EVENTS,
        summary="Report behaviour; each event is taken once by its key",
        body=asked.EventsBody,
        answers={202: answered.TakenShape},
        examples=[EVENTS_BODY, TAKEN],
    )
    def post(self, request: Request) -> Response:
        events = [asked.reported_of(event) for event in self.read(asked.EventsBody)["events"]]
        taken = report_behaviour(self.enterprise_id, events, by=self.by, at=self.at)
        return Response(answered.TakenShape(asdict(taken)).data, status=202)
