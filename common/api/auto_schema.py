"""drf-spectacular's reading of a view, told one thing more."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import Direction

from common.api.fields import StrictSerializer


class ApiSchema(AutoSchema):
    """A body is required, too, when one of several fields must be in it."""

    def _get_request_for_media_type(self, serializer: Any, direction: Direction = "request") -> tuple[Any, bool]:
        schema, is_required = super()._get_request_for_media_type(serializer, direction)  # type: ignore[no-untyped-call]
        shape = force_instance(serializer)  # type: ignore[no-untyped-call]
        if isinstance(shape, StrictSerializer):
            is_required = is_required or bool(shape.exactly_one or shape.at_least_one)
        return schema, is_required
