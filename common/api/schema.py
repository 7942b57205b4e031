"""How the APIs are described in OpenAPI: problems with their codes, strict bodies, tokens, lists."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django.utils.functional import Promise
from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from common.api.fields import Shape
from common.api.paging import CursorInvalid, PageQuery
from common.pace import TooMany
from common.refusals import NotFound, Refused, StillBusy
from common.refusals.api import PROBLEM_JSON
from common.replay import KeyMissing, KeyReused

View = TypeVar("View", bound=Callable[..., Any])
Code = tuple[int, str, str | Promise]


class ErrorShape(Shape):
    """What is wrong with one field. ``grants.3.quantity`` is the quantity of the fourth grant."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemShape(Shape):
    """RFC 9457. ``code`` is stable and for programs, ``detail`` a sentence for people in the language asked for."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ErrorShape(many=True)  # type: ignore[assignment]  # The name that RFC 9457's readers expect.


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    pattern=r"^[!-~]{8,128}$",
    description="8 to 128 characters. The same key and body answer the same again, for 30 days.",
    examples=[OpenApiExample("A random key", value="5f0c8f0e-6b0e-4a55-9d3a-0a6b2f3c1d77")],
)

INVALID: Code = (400, "invalid", "Some fields can't be accepted.")
PARSE_ERROR: Code = (400, "parse_error", "The body is not valid JSON: Expecting value: line 1 column 1 (char 0).")
TOO_LARGE: Code = (413, "body_too_large", "The body is too large. Send less at a time.")
NOT_JSON: Code = (415, "unsupported_media_type", "Unsupported media type “text/plain” in request.")
NO_TOKEN: Code = (401, "token_missing", "Send a token in the header Authorization: Bearer …")
BAD_TOKEN: Code = (401, "token_invalid", "This token isn't valid, or no longer.")


def code_of(refused: type[Refused], status: int | None = None) -> Code:
    """A refusal as one line of the description."""
    return status or refused.status, refused.code, refused.sentence


def described(
    *,
    summary: str,
    answers: dict[int, Any],
    refusals: Iterable[type[Refused] | Code] = (),
    body: type[serializers.Serializer] | None = None,
    query: type[serializers.Serializer] | None = None,
    examples: Iterable[OpenApiExample] = (),
    headers: Iterable[OpenApiParameter] = (),
    idempotent: bool = False,
    public: bool = False,
    operation: str,
    tags: list[str],
) -> Callable[[View], View]:
    """Describe one method of a view: what it answers, and each code with which it may refuse."""
    codes: list[type[Refused] | Code] = [INVALID, TooMany, StillBusy, *refusals]
    codes += [CursorInvalid] if query else []
    codes += [] if public else [NO_TOKEN, BAD_TOKEN]
    codes += [PARSE_ERROR, TOO_LARGE, NOT_JSON] if body else []
    codes += [KeyMissing, KeyReused] if idempotent else []
    parameters: list[Any] = [*([query] if query else []), *headers]
    return extend_schema(
        operation_id=operation,
        summary=summary,
        tags=tags,
        request=body,
        parameters=[*parameters, *([IDEMPOTENCY_KEY] if idempotent else [])],
        responses={**answers, **_problems(code if isinstance(code, tuple) else code_of(code) for code in codes)},
        examples=list(examples),
        auth=[] if public else None,
    )


def page_of(shape: type[serializers.Serializer]) -> serializers.Serializer:
    """The shape of one page of a list."""
    return inline_serializer(
        f"{shape.__name__.removesuffix('Shape')}Page",
        {
            "results": shape(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )


def _problems(codes: Iterable[Code]) -> dict[tuple[int, str], OpenApiResponse]:
    by_status: dict[int, dict[str, str]] = {}
    with override("en"):
        for status, code, sentence in codes:
            by_status.setdefault(status, {})[code] = str(sentence)
    return {
        (status, PROBLEM_JSON): OpenApiResponse(
            ProblemShape,
            description=", ".join(f"`{code}`" for code in sorted(named)),
            examples=[_example(status, code, sentence) for code, sentence in sorted(named.items())],
        )
        for status, named in sorted(by_status.items())
    }


def _example(status: int, code: str, sentence: str) -> OpenApiExample:
    errors = [{"field": "quantity", "code": "invalid", "detail": "This must be a whole number."}] if code == "invalid" else []
    value = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": sentence, "code": code, "errors": errors}
    return OpenApiExample(code, value=value, response_only=True)


_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


class StrictBodies(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of strict shapes that they take no further fields, and which of some must be there."""

    target_class = "common.api.fields.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        schema = _mapped(auto_schema, self.target, direction)
        schema["additionalProperties"] = False
        schema["properties"] = {name: _one_text(said) for name, said in schema.get("properties", {}).items()}
        for word, names in (("oneOf", self.target.exactly_one), ("anyOf", self.target.at_least_one)):
            if names:
                schema[word] = [{"required": [name]} for name in names]
        return schema


def _mapped(auto_schema: AutoSchema, target: Any, direction: Direction) -> dict[str, Any]:
    return cast(dict[str, Any], auto_schema._map_serializer(target, direction, bypass_extensions=True))  # type: ignore[no-untyped-call]


_BLANK = {"type": "string", "maxLength": 0}


def _one_text(said: dict[str, Any]) -> dict[str, Any]:
    """A text that may be blank is one schema: "its pattern, or else blank" would count a blank one twice."""
    match said:
        case {"oneOf": [dict(text), blank]} if blank == _BLANK:
            return {**{word: value for word, value in said.items() if word != "oneOf"}, **text}
    return said


class AnswerShapes(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Names answers for what they are."""

    target_class = "common.api.fields.Shape"
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        return type(self.target).__name__.removesuffix("Shape")

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        return _mapped(auto_schema, self.target, direction)


class BearerTokens(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """One security scheme for each kind of token."""

    target_class = "common.api.callers.BearerAuthentication"
    match_subclasses = True

    @property
    def name(self) -> str:  # type: ignore[override]
        return self.target.scheme

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": self.target.description}


__all__ = ["Code", "NotFound", "OpenApiExample", "OpenApiTypes", "PageQuery", "ProblemShape", "code_of", "described", "page_of"]
