"""What is not there: addresses of the member API that do not exist, told as everything else there is."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common.api.unknown import UnknownAddress
from redemption.api.callers import speak_to_members


@extend_schema(exclude=True)
class UnknownToMembers(UnknownAddress):
    """Answers in the language of the member API."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        speak_to_members(request)
        super().initial(request, *args, **kwargs)
