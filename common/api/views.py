"""The base of every endpoint: strict about queries and bodies, counted, and answering in one way."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django.conf import settings
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from common import clock
from common.api.callers import Caller
from common.api.fields import refusal_of
from common.pace import Rate, spend
from common.refusals import Refused
from common.refusals.api import problem_details
from common.scope import enterprise, narrow

_MINUTE = timedelta(minutes=1)


class ApiView(APIView):
    """
    One address of an API. ``self.at`` is the moment of the request, ``self.asked`` its checked query.

    ``queries`` names the serializer of a method's query; a method without one takes no parameters.
    """

    authentication_classes = []
    permission_classes = []
    metadata_class = None
    queries: ClassVar[dict[str, type[Serializer]]] = {}
    max_body_bytes: ClassVar[int] = 64 * 1024
    requests_a_minute: ClassVar[int] = 0
    counts_misses: ClassVar[bool] = False
    at: datetime
    asked: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.at = clock.now()
        super().initial(request, *args, **kwargs)
        if request.user is not None:
            narrow(enterprise(self.caller.enterprise_id))
        if request.user is not None and self.requests_a_minute:
            spend(f"requests:{self.caller.name}", Rate(self.requests_a_minute, _MINUTE), at=self.at)
        # "Not this way" comes before "not these parameters".
        self.asked = self._read_query(request) if request.method in self.allowed_methods else {}

    def get_authenticators(self) -> list[Any]:
        # What may be asked here is no secret.
        return [] if getattr(self.request, "method", "") == "OPTIONS" else super().get_authenticators()

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # DRF's request.
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def caller(self) -> Caller:
        """Who calls. Only behind ``authentication_classes``."""
        return cast(Caller, self.request.user)

    def read(self, shape: type[Serializer]) -> dict[str, Any]:
        """The body, checked. Fields that the shape does not name are refused."""
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What a token opens is for its holder alone.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if response.status_code == 404 and self.counts_misses and getattr(self.request, "auth", None):
            try:
                self.count_miss()
            except Refused as refused:
                return problem_details(refused, self.get_exception_handler_context()) or response
        return response

    def count_miss(self) -> None:
        """
        One more question for what is not there.

        :raises Refused: that was too many of them; the answer is then this one.
        """
        spend(f"missed:{self.caller.name}", Rate(settings.API_MISSES, 10 * _MINUTE), at=self.at)

    def _read_query(self, request: Request) -> dict[str, Any]:
        shape = self.queries.get("GET" if request.method == "HEAD" else str(request.method))
        given = request.query_params
        unknown = sorted(set(given) - set(shape().fields if shape else ()))
        if unknown:
            raise ValidationError({name: [refusal_of("unknown_parameter")] for name in unknown})
        twice = [name for name in given if len(given.getlist(name)) > 1]
        if twice:
            raise ValidationError({name: [refusal_of("given_twice")] for name in twice})
        if shape is None:
            return {}
        query = shape(data=given.dict())
        query.is_valid(raise_exception=True)
        return query.validated_data
