"""Finding members."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.queries import find_members, member_by_id, member_page, members_by_ids
from tests.factories import NOW, make_department, make_enterprise, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.alone("operators see every enterprise's")
def test_a_member_is_found_by_phone_mail_number_id_and_name() -> None:
    member = make_member(phone="+8613812345678", email="lin@galaxy.test", name="林超", staff_no="G01001", external_id="E-1")
    make_member(phone="+8613900001111", name="任强")
    texts = ["138-1234-5678", "LIN@galaxy.test", "G01001", "E-1", " 林超 "]
    assert [[line.id for line in find_members(None, text)] for text in texts] == [[member.id]] * 5


def test_nothing_is_found_by_a_part_of_it_or_by_nothing() -> None:
    make_member(phone="+8613812345678", name="林超")
    assert [find_members(None, text) for text in ("1381234", "林", "", "   ")] == [[], [], [], []]


def test_an_enterprise_finds_its_own_alone() -> None:
    here, there = make_enterprise(), make_enterprise()
    make_member(there, phone="+8613812345678", name="林超")
    assert find_members(here.id, "13812345678") == []
    assert len(find_members(there.id, "林超")) == 1


def test_finding_many_costs_as_many_queries_as_finding_one() -> None:
    enterprise = make_enterprise()
    for n in range(10):
        make_member(enterprise, name="林超", phone=f"+861381234567{n}")
    with CaptureQueriesContext(connection) as queries:
        assert len(find_members(enterprise.id, "林超")) == 10
    assert len(queries) == 3


def test_a_line_is_masked() -> None:
    enterprise = make_enterprise(name="星河科技")
    member = make_member(
        enterprise, phone="+8613812345678", email="lin@galaxy.test", department=make_department(enterprise, "研发中心/平台部")
    )
    line = member_by_id(member.id)
    assert line is not None
    assert (line.phone, line.email, line.department) == ("138****5678", "l****n@galaxy.test", "研发中心/平台部")
    assert members_by_ids([member.id]) == {member.id: line}


def test_a_page_shows_no_year_of_birth_and_no_foreigner() -> None:
    member = make_member(phone="+8613812345678", birthday="1991-03-09")
    page = member_page(member.id, at=NOW)
    assert page is not None
    assert (page.birthday, [i.masked for i in page.identities]) == ("****-03-09", ["138****5678"])
    assert member_page(member.id, at=NOW, enterprise_id=make_enterprise().id) is None
