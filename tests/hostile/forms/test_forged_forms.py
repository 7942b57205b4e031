"""Forged forms, and whatever else a browser can be made to send: no address acts on it, leads elsewhere or lets itself be framed."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from members.models import Member
from redemption.models import Redemption
from tests.factories import make_grant, make_operator, make_staff
from tests.hostile.forms.routes import addresses
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import sign_in

pytestmark = pytest.mark.django_db

# Programs sign their requests in a header that no form can send: a cookie opens nothing there.
OF_PROGRAMS = ("/api/", "/suppliers/")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ELSEWHERE = ["//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "javascript:alert(1)", "http:evil.test", "//evil.test/%2f..",
             "/\t/evil.test", "\x00//evil.test", "https:///evil.test", "https://testserver@evil.test", "data:text/html,x", "/%0d%0aSet-Cookie:a=b\r\nX: y",
             "//testserver.evil.test", " //evil.test", "/\n/evil.test", "http://[::1", "／／evil.test"]  # fmt: skip


def everybody() -> list[Client]:
    """A member, an operator and an administrator of an enterprise, in browsers that are asked for their tokens."""
    member, operator, administrator = (Client(enforce_csrf_checks=True) for _n in range(3))
    sign_in(member, make_grant().member)
    operator.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    administrator.force_login(make_staff().user, backend="members.staff_login.StaffBackend")
    return [member, operator, administrator]


def test_no_form_is_taken_without_its_token() -> None:
    taken = []
    for client in everybody():
        for address in addresses():
            if address.startswith(OF_PROGRAMS):
                continue
            answer = client.post(address, {"x": "1"})
            if answer.status_code not in {403, 404, 405}:
                taken.append((address, answer.status_code))
    assert taken == []


def test_a_token_of_another_session_is_no_token() -> None:
    stranger = Client()
    stranger.get("/login/")
    foreign = stranger.cookies[settings.CSRF_COOKIE_NAME].value
    member = Client(enforce_csrf_checks=True)
    sign_in(member, make_grant().member)
    member.get("/me/")
    own = member.cookies[settings.CSRF_COOKIE_NAME].value
    assert own != foreign
    assert member.post("/logout/", {"csrfmiddlewaretoken": foreign}).status_code == 403
    assert member.post("/logout/", {}, headers={"x-csrftoken": foreign}).status_code == 403
    assert member.get("/me/").status_code == 200


@pytest.mark.parametrize("method", UNSAFE)
def test_a_cookie_opens_no_address_of_programs(method: str) -> None:
    opened = []
    for client, address in product(everybody(), [each for each in addresses() if each.startswith(OF_PROGRAMS)]):
        answer = client.generic(method, address, "{}", content_type="application/json")
        if answer.status_code < 400:
            opened.append((method, address, answer.status_code))
    assert opened == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_sign_in_leads_to_another_host(elsewhere: str) -> None:
    member = Client()
    sign_in(member, make_grant().member)
    operator = Client()
    operator.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    answers = [
        member.get("/login/", {"next": elsewhere}),
        member.get("/login/code/", {"next": elsewhere}),
        member.post("/language/", {"language": "en", "next": elsewhere}),
        member.post("/theme/", {"theme": "dark", "next": elsewhere}),
        member.post("/i18n/setlang/", {"language": "en", "next": elsewhere}),
        operator.get("/staff/login/", {"next": elsewhere}),
    ]
    places = [answer.get("Location", "/") for answer in answers]
    strange = [place for place in places if urlsplit(place).netloc or urlsplit(place).scheme or place.startswith(("//", "/\\", "\\"))]
    assert strange == []


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "127.0.0.1@evil.test", "localhost:80:80", "", "localhost/x", "[::1].evil.test"]
)
def test_another_host_is_answered_by_nothing(host: str, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]  # type: ignore[attr-defined]
    assert Client().get("/login/", headers={"host": host}).status_code == 400


def test_forwarded_headers_of_a_visitor_are_not_believed() -> None:
    spoofed = {"x-forwarded-host": "evil.test", "x-forwarded-proto": "https", "x-forwarded-for": "9.9.9.9", "forwarded": "host=evil.test", "x-original-url": "/ops/", "x-rewrite-url": "/ops/"}  # fmt: skip
    answer = Client().get("/login/?next=/me/", headers=spoofed)
    assert (answer.status_code, b"evil.test" in answer.content, answer.wsgi_request.is_secure()) == (200, False, False)
    assert answer.wsgi_request.get_host() == "testserver"


def test_no_answer_may_be_framed_sniffed_or_told_of_whatever_it_is() -> None:
    bare = []
    for client in [Client(), *everybody()]:
        client.raise_request_exception = False
        for address in addresses():
            answer = client.get(address)
            assert answer.status_code != 500, address
            headers = answer.headers
            if (headers.get("X-Frame-Options"), headers.get("X-Content-Type-Options"), headers.get("Referrer-Policy")) != (
                "DENY",
                "nosniff",
                "same-origin",
            ):
                bare.append(address)
    assert sorted(set(bare)) == []


def test_pages_about_codes_and_people_are_kept_by_no_browser() -> None:
    grant = code_grant()
    claim(grant)
    member, redemption = Client(), Redemption.objects.get(grant=grant)
    sign_in(member, Member.objects.get(id=grant.member_id))
    shown = member.post(f"/redemptions/{redemption.id}/code/")
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    operator = Client()
    operator.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    pages = ["/ops/", "/ops/supply/code/", "/ops/members/member/", f"/ops/redemption/redemption/{redemption.id}/change/"]
    assert {page: "no-store" in operator.get(page).headers.get("Cache-Control", "") for page in pages} == dict.fromkeys(pages, True)


def test_a_method_that_is_written_in_a_field_or_a_header_is_not_the_method() -> None:
    client = Client()
    sign_in(client, make_grant().member)
    answer = client.get("/logout/", {"_method": "POST"}, headers={"x-http-method-override": "POST", "x-method-override": "POST"})
    assert (answer.status_code, client.get("/me/").status_code) == (200, 200)
