"""Pages on the wire: an opaque cursor in, two links out."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from common.api.fields import DigitsField, StrictSerializer
from common.pages import Page, Place
from common.refusals import NotFound

MOST, USUAL = 100, 50


class PageQuery(StrictSerializer):
    """The parameters that every list takes. More than 100 a page is read as 100."""

    cursor = serializers.RegexField(
        r"^[A-Za-z0-9_-]{1,400}$", required=False, help_text=_("From a link of an earlier page. Never made by hand.")
    )
    page_size = DigitsField(required=False, default=USUAL, min_value=1, help_text=_("How many a page; more than 100 is read as 100."))


class CursorInvalid(NotFound):
    code = "cursor_invalid"
    sentence = _("There is no such page. Begin with the first one.")


def place_of(asked: dict[str, Any], *, key: Callable[[str], Any]) -> Place:
    """
    The place that a query names. ``key`` reads the key of the list's order from text.

    :raises CursorInvalid: the cursor is none of ours.
    """
    size = min(asked["page_size"], MOST)
    if "cursor" not in asked:
        return Place(size)
    try:
        direction, text = json.loads(base64.urlsafe_b64decode(asked["cursor"] + "=="))
        return Place(size, key(text), is_before={"after": False, "before": True}[direction])
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error, RecursionError) as error:
        raise CursorInvalid from error


def page_response(request: Request, page: Page[Any], shape: type[serializers.Serializer]) -> Response:
    """``{"results", "next", "previous"}``; the links carry the filters along."""
    return Response(
        {
            "results": shape(page.rows, many=True, context={"request": request}).data,
            "next": _link(request, "after", page.next_key),
            "previous": _link(request, "before", page.previous_key),
        }
    )


def by_id(text: str) -> UUID:
    """The key of lists in the order of their ids."""
    return UUID(text)


def _link(request: Request, direction: str, key: Any) -> str | None:
    if key is None:
        return None
    cursor = base64.urlsafe_b64encode(json.dumps([direction, str(key)]).encode()).decode().rstrip("=")
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)
