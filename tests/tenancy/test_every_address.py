"""Every address of the portal and of both APIs, asked about somebody else's row: it does not exist. The consoles have theirs."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from benefits.models import Batch, Grant
from members.models import BoundAccount, MemberSession
from redemption.models import Redemption
from tests.calling import api_of_enterprise, api_of_member
from tests.redemption.portal.visiting import visitor
from tests.tenancy.parties import Party, make_party

pytestmark = pytest.mark.django_db

PORTAL, MEMBERS, PROGRAMS = "", "api/v1/", "api/enterprise/v1/"
OF_STAFF_AND_SUPPLIERS = ("hr/", "ops/", "staff/", "suppliers/", "media")
# What an address wants besides its row.
BODIES = {"complaint": {"reason": "other"}, "use": {"number": 1}, "unuse": {"number": 1}}
# Django says "not found" in the words of the address; tokens and moments differ between any two answers.
PASSING = re.compile(r'value="[A-Za-z0-9_-]{20,}"|"request_id": ?"[^"]*"|csrf[^>]*')
Ask = Callable[[str, str], Any]


def routes(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> Iterator[str]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern)


def routes_about_rows(root: str) -> list[str]:
    """The addresses below ``root`` that name a row, without the root itself."""
    named = [route for route in routes() if "<" in route and not route.startswith(OF_STAFF_AND_SUPPLIERS)]
    roots = (PROGRAMS, MEMBERS, PORTAL)
    return [route.removeprefix(root) for route in named if next(r for r in roots if route.startswith(r)) == root]


def noun_of(route: str, party: Party) -> str:
    """Which row of a party an address is about."""
    return next(noun for noun in party.rows if route.startswith(noun))


def missing_beside(name: str) -> str:
    """What no row is called, and could be: its length and its form are right."""
    return str(uuid4()) if re.fullmatch(r"[0-9a-f-]{36}", name) else name[:-2] + ("ZZ" if name[:-2].isupper() else "zz")


def told(ask: Ask, method: str, route: str, name: str) -> tuple[int, str, str]:
    """Status, body and where to, without the name that was asked about."""
    response = ask(method, re.sub(r"<[^>]+>", name, route))
    body, place = response.content.decode(), response.headers.get("location", "")
    return response.status_code, PASSING.sub("", body.replace(name, "NAME")), place.replace(name, "NAME")


def is_refused(answer: tuple[int, str, str]) -> bool:
    """Not found, nothing to be asked by this method, or sent back; what was asked for is unchanged, as another test says."""
    return answer[0] in {404, 405, 302}


def at_portal(party: Party) -> Ask:
    client: Client = visitor(party.member)
    return lambda method, path: getattr(client, method.lower())(
        f"/{path}", {"key": str(uuid4()), "number": "1", "reason": "other", "code": "123456"}
    )


def as_member(party: Party) -> Ask:
    caller = api_of_member(party.member)
    return lambda method, path: caller.send(method, path, BODIES.get(path.split("/")[-1], {}), key=str(uuid4()))


def as_program(party: Party) -> Ask:
    caller = api_of_enterprise(party.enterprise)
    return lambda method, path: caller.send(method, path, BODIES.get(path.split("/")[-1], {}), key=str(uuid4()))


DOORS = {PORTAL: at_portal, MEMBERS: as_member, PROGRAMS: as_program}


@pytest.mark.parametrize(("root", "count"), [(PORTAL, 13), (MEMBERS, 9), (PROGRAMS, 5)])
def test_every_address_about_a_row_is_walked(root: str, count: int) -> None:
    party = make_party()
    assert [route for route in routes_about_rows(root) if not route.startswith(tuple(party.rows))] == []
    assert len(routes_about_rows(root)) >= count


@pytest.mark.parametrize("root", DOORS)
def test_the_own_row_is_there(root: str) -> None:
    party = make_party()
    answers = {told(DOORS[root](party), "GET", route, party.rows[noun_of(route, party)])[0] for route in routes_about_rows(root)}
    assert answers <= {200, 302, 405}
    assert 200 in answers


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("root", DOORS)
def test_a_strangers_row_and_a_missing_one_answer_the_same(root: str, method: str) -> None:
    stranger = make_party()
    ask = DOORS[root](make_party())
    for route in routes_about_rows(root):
        name = stranger.rows[noun_of(route, stranger)]
        answer = told(ask, method, route, name)
        assert is_refused(answer), (route, answer)
        assert answer == told(ask, method, route, missing_beside(name)), route


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("root", [PORTAL, MEMBERS])
def test_a_colleagues_row_and_a_missing_one_answer_the_same(root: str, method: str) -> None:
    me = make_party()
    colleague = make_party(me.enterprise, phone="+8613800002222")
    ask = DOORS[root](me)
    for route in routes_about_rows(root):
        noun = noun_of(route, colleague)
        if noun in {"benefits/", "openings/"}:  # Theirs in common.
            continue
        name = colleague.rows[noun]
        answer = told(ask, method, route, name)
        assert is_refused(answer), (route, answer)
        assert answer == told(ask, method, route, missing_beside(name)), route


def test_nothing_of_a_stranger_was_changed_by_asking() -> None:
    stranger = make_party()
    before = _standing(stranger)
    me = make_party()
    for root, door in DOORS.items():
        for route in routes_about_rows(root):
            told(door(me), "POST", route, stranger.rows[noun_of(route, stranger)])
    assert _standing(stranger) == before


def _standing(party: Party) -> list[Any]:
    mine = {"member": party.member}
    return [
        sorted(Grant.objects.filter(**mine).values_list("id", "state")),
        sorted(Redemption.objects.filter(**mine).values_list("id", "state", "used_count")),
        sorted(BoundAccount.objects.filter(**mine).values_list("id", flat=True)),
        sorted(MemberSession.objects.filter(**mine).values_list("id", "ended_at")),
        sorted(Batch.objects.filter(enterprise=party.enterprise).values_list("id", "state")),
    ]
