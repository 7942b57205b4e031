"""A second person: asked for instead of done, agreed to by somebody else, done once and exactly as it was asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from benefits.models import Grant
from common import clock
from common.duties.approvals import NotWaiting, Person, SamePerson, SeenOtherwise, agree, let_lapse
from common.duties.models import Approval, DutyLimit
from members.models import Enterprise, User
from redemption.models import Reveal
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_benefit, make_budget, make_enterprise, make_member, make_operator
from tests.redemption.operations.claiming import claim, code_grant
from tests.together import together

ADD = "/ops/benefits/grant/act/give/"


def _person(mail: str = "") -> tuple[Client, User]:
    user = make_operator(email=mail)
    return sign_in(user), user


def _shop() -> tuple[Enterprise, Any]:
    enterprise = make_enterprise()
    make_budget(enterprise, amount=10_000_000)
    make_member(enterprise, staff_no="E1")
    return enterprise, make_benefit(price_minor=60_000)


def _give(client: Client, enterprise: Enterprise, benefit: Any, quantity: int = 1) -> Any:
    typed = {"enterprise_id": enterprise.pk, "staff_no": "E1", "benefit": benefit.pk, "quantity": quantity}
    return client.post(ADD, {"act": "give", "reason": "made good", **typed})


def _decide(client: Client, approval: Approval, verdict: str = "agree", **more: str) -> Any:
    form = {"verdict": verdict, "reason": "I looked at it", "seen": bytes(approval.content_sha256).hex(), **more}
    return client.post(f"/ops/common/approval/{approval.pk}/decide/", form)


@pytest.mark.django_db
def test_grants_by_hand_above_a_days_sum_wait_for_somebody_else() -> None:
    (client, asker), (other, _second) = _person(), _person()
    enterprise, benefit = _shop()
    _give(client, enterprise, benefit)
    assert Grant.objects.count() == 1
    _give(client, enterprise, benefit)  # 600 and 600 are above 1,000: splitting helps nobody.
    approval = Approval.objects.get()
    assert (Grant.objects.count(), approval.state, approval.amount, approval.asked_by) == (1, "waiting", 60_000, asker)
    _decide(other, approval)
    grant = Grant.objects.latest("created_at")
    assert (Grant.objects.count(), grant.batch.created_by, grant.quantity) == (2, f"user:{asker.pk}", 1)


@pytest.mark.django_db
def test_nobody_agrees_to_their_own_nor_from_a_second_login_nor_at_the_same_machine() -> None:
    client, asker = _person("lin@example.com")
    twin, _second = _person("LIN@example.com ")
    enterprise, benefit = _shop()
    client.get(ADD)
    _give(client, enterprise, benefit, quantity=2)
    approval = Approval.objects.get()
    same_desk, _third = _person()
    same_desk.cookies["quanyi_desk"] = client.cookies["quanyi_desk"].value
    for who in (client, twin, same_desk):
        _decide(who, approval)
    assert (Grant.objects.count(), Approval.objects.get().state, asker.pk) == (0, "waiting", approval.asked_by_id)


@pytest.mark.django_db
def test_whoever_may_not_do_it_may_not_agree_to_it() -> None:
    from tests.factories import make_user

    client, _asker = _person()
    enterprise, benefit = _shop()
    _give(client, enterprise, benefit, quantity=2)
    clerk = make_user(is_staff=True)
    assert _decide(sign_in(clerk), Approval.objects.get()).status_code in (403, 404)
    assert Grant.objects.count() == 0


@pytest.mark.django_db
def test_what_was_asked_can_not_be_changed_nor_agreed_to_as_something_else() -> None:
    client, _asker = _person()
    _other, second = _person()
    enterprise, benefit = _shop()
    _give(client, enterprise, benefit, quantity=2)
    approval = Approval.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE common_approval SET amount = 1")
    with pytest.raises(SeenOtherwise):
        agree(approval_id=approval.pk, seen="00" * 32, by=Person(second.pk), at=clock.now())


@pytest.mark.django_db
def test_an_asker_who_lost_the_right_gets_nothing_done() -> None:
    (client, asker), (other, _second) = _person(), _person()
    enterprise, benefit = _shop()
    _give(client, enterprise, benefit, quantity=2)
    User.objects.filter(pk=asker.pk).update(is_active=False)
    _decide(other, Approval.objects.get())
    assert (Grant.objects.count(), Approval.objects.get().state) == (0, "waiting")


@pytest.mark.django_db
def test_it_may_be_refused_withdrawn_and_it_lapses() -> None:
    (client, _asker), (other, second) = _person(), _person()
    enterprise, benefit = _shop()
    for _n in range(3):
        _give(client, enterprise, benefit, quantity=2)
    first, mine, _old = Approval.objects.order_by("asked_at")
    _decide(other, first, "refuse")
    _decide(client, mine, "refuse")
    let_lapse(clock.now() + timedelta(days=4))
    assert list(Approval.objects.order_by("asked_at").values_list("state", flat=True)) == ["refused", "withdrawn", "lapsed"]
    assert Approval.objects.get(pk=first.pk).decided_by == second
    assert Grant.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_agree_at_once_one_does_and_it_runs_once() -> None:
    ran: list[Approval] = []
    asker, people = make_operator(), [make_operator() for _n in range(4)]
    from common.duties.approvals import Wanted, ask

    wanted = Wanted("ops.test", "ops", "benefits.grant", "give", None, "Give", {"a": ["1"]}, [])
    approval = ask(wanted, by=Person(asker.pk), at=NOW)
    seen = bytes(approval.content_sha256).hex()
    outcomes = together(20, lambda n: agree(approval_id=approval.pk, seen=seen, by=Person(people[n % 4].pk), at=NOW, run=ran.append))
    assert (len(ran), sum(isinstance(o, NotWaiting) for o in outcomes)) == (1, 19)
    with pytest.raises(SamePerson):
        agree(approval_id=ask(wanted, by=Person(asker.pk), at=NOW).pk, seen=seen, by=Person(asker.pk), at=NOW)


@pytest.mark.django_db
def test_staff_see_a_code_once_with_a_limit_of_their_own_and_a_second_person() -> None:
    (client, asker), (other, _second) = _person(), _person()
    [redemption] = claim(code_grant())
    address = f"/ops/redemption/redemption/{redemption.pk}/act/show/"
    typed = {"act": "show", "reason": "the member can not read it"}
    refused = client.post(address, typed, headers={"accept-language": "en"})
    assert (refused.status_code, "personal limit" in refused.content.decode()) == (403, True)
    until = datetime(2100, 1, 1, tzinfo=UTC)
    DutyLimit.objects.create(person=asker, duty="ops.redemption.redemption.show", daily=1, reason="desk", until=until, created_at=NOW)
    client.post(address, typed)
    approval = Approval.objects.get()
    assert Reveal.objects.count() == 0
    _decide(other, approval)
    assert (Approval.objects.get().state, Reveal.objects.count()) == ("approved", 0)
    shown = client.post(f"/ops/common/approval/{approval.pk}/decide/", {"verdict": "collect"})
    assert "CODE-" in shown.content.decode()
    assert Reveal.objects.values_list("actor", "channel").get() == (f"user:{asker.pk}", "console")
    again = client.post(f"/ops/common/approval/{approval.pk}/decide/", {"verdict": "collect"}, follow=True)
    assert "CODE-" not in again.content.decode()


@pytest.mark.django_db
def test_a_download_above_the_days_rows_waits_and_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from common.duties.registry import DUTIES
    from tests.factories import make_product

    name = "ops.supply.product.take_away"
    monkeypatch.setitem(DUTIES, name, replace(DUTIES[name], above=1))
    (client, _asker), (other, _second) = _person(), _person()
    product = make_product()
    make_product()
    assert client.get(f"/ops/supply/product/taken.xlsx?brand__id__exact={product.brand_id}").status_code == 200
    waits = client.get("/ops/supply/product/taken.xlsx")
    assert (waits.status_code, waits["Location"]) == (302, "/ops/common/approval/")
    approval = Approval.objects.get()
    _decide(other, approval)
    taken = client.post(f"/ops/common/approval/{approval.pk}/decide/", {"verdict": "collect"})
    assert client.get(taken["Location"])["Content-Type"].startswith("application/vnd.openxml")
    assert other.get(taken["Location"]).status_code == 302


@pytest.mark.django_db
def test_the_title_says_what_it_is_about_and_no_id() -> None:
    (client, asker), (enterprise, benefit) = _person(), _shop()
    _give(client, enterprise, benefit, quantity=2)
    [redemption] = claim(code_grant())
    until = datetime(2100, 1, 1, tzinfo=UTC)
    DutyLimit.objects.create(person=asker, duty="ops.redemption.redemption.show", daily=1, reason="desk", until=until, created_at=NOW)
    address = f"/ops/redemption/redemption/{redemption.pk}/act/show/"
    client.post(address, {"act": "show", "reason": "the member can not read it"}, headers={"accept-language": "en"})
    given, shown = Approval.objects.order_by("asked_at").values_list("title", flat=True)
    assert given.endswith(f" · {benefit} × 2 · E1")
    assert shown == f"Show the code · {redemption.benefit} · {redemption.grant.serial}"
