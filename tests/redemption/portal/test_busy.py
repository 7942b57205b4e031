"""When a lock is held too long, the member reads a sentence, not an error."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import resolve

from common.refusals import NotFound, StillBusy
from redemption.portal.middleware import MemberMiddleware
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.django_db


def _answer_to(error: Exception, path: str = "/me/") -> object:
    request = RequestFactory(headers={"accept-language": "en"}).get(path)
    request.resolver_match = resolve(path)
    request.member = None  # type: ignore[attr-defined]
    return MemberMiddleware(lambda _request: None).process_exception(request, error)


def test_a_lock_held_too_long_asks_to_come_back_in_a_moment() -> None:
    response = _answer_to(OperationalError("canceling statement due to lock timeout"))
    assert (response.status_code, response["Retry-After"]) == (503, "2")  # type: ignore[attr-defined, index]
    assert str(StillBusy.sentence) in words_of(response.content.decode())  # type: ignore[attr-defined]


def test_missing_is_missing() -> None:
    assert _answer_to(NotFound()).status_code == 404  # type: ignore[attr-defined]


def test_mistakes_of_ours_are_not_dressed_up() -> None:
    assert _answer_to(ValueError()) is None


def test_elsewhere_others_answer() -> None:
    assert _answer_to(NotFound(), "/staff/login/") is None
