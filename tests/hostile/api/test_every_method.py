"""Every address of the APIs by methods, content types and repetitions that it does not know: told so, and nothing is done."""

from typing import Any

import pytest
from django.urls import resolve

from benefits.models import Grant
from common.feed.models import Event
from members.models import MemberSession
from tests.calling import Caller, api_of_enterprise, api_of_member
from tests.hostile.api.writes import ENTERPRISE, MEMBER
from tests.hostile.forms.routes import addresses
from tests.redemption.operations.claiming import code_grant

pytestmark = pytest.mark.django_db

STRANGE = ("TRACE", "CONNECT", "PROPFIND", "POSTS", "PATCH", "DELETE")
TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/xml",
    "application/json-seq",
    "",
)


@pytest.fixture
def callers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Caller]:
    settings.API_MISSES = settings.API_MISSES_PER_KEY = 10**6
    monkeypatch.setattr("common.api.views.ApiView.requests_a_minute", 10**6)
    grant: Grant = code_grant()
    return {"/api/v1/enterprise/": api_of_enterprise(grant.enterprise), "/api/v1/": api_of_member(grant.member)}


def test_a_method_that_an_address_does_not_know_does_nothing(callers: dict[str, Caller]) -> None:
    before, odd = Event.objects.count(), []
    for root, caller in callers.items():
        for address in (each for each in addresses() if each.startswith(root)):
            known = _known(address)
            for method in (each for each in STRANGE if each not in known):
                answer = caller.client.generic(method, address, "{}", content_type="application/json", headers=caller.headers)
                if answer.status_code not in {401, 404, 405}:
                    odd.append((method, address, answer.status_code))
    assert odd == []
    assert Event.objects.count() == before
    assert MemberSession.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("kind", TYPES)
def test_a_body_that_is_not_called_json_is_not_read(callers: dict[str, Caller], kind: str) -> None:
    before = Event.objects.count()
    for root, writes in (("/api/v1/enterprise/", ENTERPRISE), ("/api/v1/", MEMBER)):
        caller = callers[root]
        for method, path in writes:
            address = root + path.format(grant="0192f000-0000-7000-8000-000000000000", redemption="0192f000-0000-7000-8000-000000000000")
            answer = caller.client.generic(
                method, address, "a=1", content_type=kind, headers={**caller.headers, "idempotency-key": "x" * 12}
            )
            assert (path, answer.status_code) in {(path, 415), (path, 404)}
    assert Event.objects.count() == before


def _known(address: str) -> tuple[str, ...]:
    view: Any = resolve(address).func
    return tuple(name.upper() for name in getattr(view, "cls", view).http_method_names if hasattr(getattr(view, "cls", view), name))
