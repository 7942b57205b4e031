"""``Idempotency-Key``: the same key and body answer the same again."""

from collections.abc import Callable

from rest_framework.response import Response

from common.api.views import ApiView
from common.replay import Answer, once


def answer_once(view: ApiView, *, scope: str, act: Callable[[], Answer], is_only_guard: bool = False) -> Response:
    """
    Run ``act`` once for the request's key, in one transaction with the record of its answer.

    The scope names caller and endpoint: a key of somebody else, or of another endpoint, is another key. ``is_only_guard`` where
    nothing else keeps the act from being done again, in however many years.

    :raises KeyMissing: no key, or one that is too short or too long.
    :raises KeyReused: the key came before with another body.
    """
    key = view.request.headers.get("Idempotency-Key")
    answer = once(scope=scope, key=key, request=view.request.data, at=view.at, act=act, is_only_guard=is_only_guard)
    return Response(answer.body, status=answer.status)
