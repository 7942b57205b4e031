"""Queries that are compiled once: the same rows as the ORM's, with the values of each call."""

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet, UUIDField
from django.db.transaction import TransactionManagementError
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from common.ids import new_id
from common.sql import Given, KeptQuery, KeptValues, among, execute, insert
from members.models import Department, Enterprise, Member
from tests.factories import make_enterprise, make_member

pytestmark = pytest.mark.django_db


def members() -> QuerySet[Member]:
    mine = Member.objects.filter(id=Given("member_id", UUIDField()))
    return mine.select_related("enterprise", "department").only("name", "staff_no", "enterprise__name", "department__name")


def test_a_kept_query_gives_the_rows_of_its_queryset_for_the_values_of_each_call() -> None:
    enterprise = make_enterprise(name="星河科技")
    department = Department.objects.create(enterprise=enterprise, name="研发")
    one, other = make_member(enterprise, name="张三", department=department), make_member(enterprise, name="李四")
    find = KeptQuery(members)
    assert [(m.id, m.name, m.enterprise.name, m.department) for m in find(member_id=one.id)] == [(one.id, "张三", "星河科技", department)]
    assert [(m.id, m.name, m.enterprise.name, m.department) for m in find(member_id=other.id)] == [(other.id, "李四", "星河科技", None)]
    assert find(member_id=new_id()) == []


def test_a_kept_query_finds_those_of_a_list_and_no_more_than_it_was_cut_to() -> None:
    enterprise = make_enterprise()
    one, other, third = (make_member(enterprise, name=name) for name in "甲乙丙")
    find = KeptQuery(lambda: Member.objects.filter(among("id", "ids", UUIDField())).order_by("-id")[:2])
    assert [m.id for m in find(ids=[one.id, third.id])] == [third.id, one.id]
    assert [m.id for m in find(ids=[one.id, other.id, third.id])] == [third.id, other.id]
    assert find(ids=[]) == []


def test_kept_values_come_in_their_order_and_as_python_knows_them() -> None:
    member = make_member(make_enterprise(name="星河科技"), name="张三")
    find = KeptValues(lambda: Member.objects.filter(id=Given("member_id", UUIDField())).values_list("enterprise__name", "name", "id"))
    assert find(member_id=member.id) == [["星河科技", "张三", member.id]]
    assert find(member_id=new_id()) == []


def test_what_a_kept_query_leaves_out_is_fetched_when_it_is_asked_for() -> None:
    member = make_member(make_enterprise(), language="en")
    (found,) = KeptQuery(members)(member_id=member.id)
    assert found.get_deferred_fields() >= {"language", "birthday"}
    assert found.language == "en"


def test_a_kept_query_is_one_statement_in_the_query_log_however_often_it_ran() -> None:
    member = make_member(make_enterprise())
    find = KeptQuery(members)
    with CaptureQueriesContext(connection) as asked:
        for _n in range(5):
            find(member_id=member.id)
    assert len(asked) == 5
    assert all('FROM "members_member"' in query["sql"] for query in asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_a_kept_query_that_locks_is_refused_outside_of_a_transaction() -> None:
    member = make_member(make_enterprise())
    lock = KeptQuery(lambda: members().select_for_update(of=("self",)))
    with transaction.atomic():
        assert [m.id for m in lock(member_id=member.id)] == [member.id]
    with pytest.raises(TransactionManagementError):
        lock(member_id=member.id)


def test_insert_writes_what_save_would() -> None:
    enterprise = Enterprise(slug="inserted", name="插入")
    insert(enterprise)
    kept = Enterprise.objects.get(slug="inserted")
    assert {f.attname: getattr(kept, f.attname) for f in Enterprise._meta.concrete_fields} == {
        f.attname: getattr(enterprise, f.attname) for f in Enterprise._meta.concrete_fields
    }
    assert not enterprise._state.adding


def test_insert_is_stopped_by_a_constraint_as_save_is() -> None:
    enterprise = make_enterprise()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Enterprise(slug=enterprise.slug, name="twice"))


@pytest.mark.alone("it touches every row of a table")
def test_execute_tells_how_many_rows_it_touched() -> None:
    make_enterprise()
    make_enterprise()
    assert execute("UPDATE members_enterprise SET name = %s", ["alle"]) == 2
