"""kill -9 in the middle of an import and of a top-up, and an emptied broker: nothing lost, nothing doubled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from analytics.operations import prove_all
from benefits.models import Batch, Benefit, Grant
from benefits.operations import GrantRequest, GrantsFile, GrantWanted, confirm_batch, issue_grant, upload_grants
from benefits.states import BatchState, GrantState
from common import clock
from common.jobs.models import Job
from members.models import Enterprise, Member
from redemption.operations import claim_grant
from supply.models import Attempt, TopUp
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from supply.states import TopUpState
from tests.factories import OPERATOR, make_benefit, make_budget, make_enterprise, make_member
from tests.faults.rig import Workers, empty_the_broker, wait_until, workers
from tests.redemption.operations.claiming import owner, topup_benefit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROWS = 12_000


@pytest.fixture
def running() -> Iterator[Workers]:
    with workers() as rig:
        yield rig


@pytest.fixture
def slow_supplier() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings(slow_seconds=4)) as sandbox:
        yield sandbox


def uploaded(rows: int) -> Batch:
    """A spreadsheet for so many people, uploaded and not yet checked."""
    enterprise = make_enterprise()
    make_benefit("code", code="coffee", price_minor=1)
    make_budget(enterprise, is_default=True)
    Member.objects.bulk_create(Member(enterprise=enterprise, staff_no=f"S{n}", name="某人") for n in range(rows))
    content = "工号,权益编码\n" + "\n".join(f"S{n},coffee" for n in range(rows))
    return upload_grants(GrantsFile(enterprise.id, "many.csv", content.encode()), by=OPERATOR, at=clock.now())


def granted_and_tapped(member: Member, benefit: Benefit) -> None:
    """A grant made as programs make it, and claimed by its member."""
    at = clock.now()
    wanted = GrantWanted(benefit.code, staff_no=member.staff_no or "")
    grant = issue_grant(GrantRequest(member.enterprise_id, wanted), by=OPERATOR, at=at)
    claim_grant(grant_id=grant.id, member_id=member.id, by=owner(member.id), at=at, account="13812345678")


def confirm(batch: Batch) -> None:
    confirm_batch(
        batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now()
    )


def is_in(batch: Batch, state: BatchState) -> bool:
    batch.refresh_from_db()
    return batch.state == state


def no_waiting_for_leases() -> None:
    """As if the time of every lease had passed."""
    Job.objects.update(leased_until=None)
    TopUp.objects.exclude(lease=None).update(leased_until=clock.now() - timedelta(seconds=1))
    TopUp.objects.exclude(next_query_at=None).update(next_query_at=clock.now())


def assert_everything_holds() -> None:
    assert [proven.invariant.name for proven in prove_all(at=clock.now()) if not proven.holds] == []


def test_import_goes_on_at_the_next_chunk_after_its_worker_was_killed(running: Workers) -> None:
    batch = uploaded(ROWS)
    running.start()
    wait_until(lambda: is_in(batch, BatchState.READY))
    confirm(batch)
    wait_until(lambda: Grant.objects.exists())
    running.kill()
    made = Grant.objects.count()
    assert 0 < made < ROWS
    no_waiting_for_leases()
    running.start()
    wait_until(lambda: is_in(batch, BatchState.DONE))
    assert Grant.objects.count() == ROWS == batch.issued_count
    assert_everything_holds()


def test_top_up_whose_worker_was_killed_in_the_call_is_asked_about_and_bought_once(running: Workers, slow_supplier: Sandbox) -> None:
    make_budget(enterprise := make_enterprise(), is_default=True)
    granted_and_tapped(make_member(enterprise), topup_benefit(slow_supplier))
    slow_supplier.chaos.set({"orders:slow": 1})
    running.start()
    wait_until(lambda: Attempt.objects.exists())
    wait_until(lambda: bool(judge.effects(slow_supplier.book, TopUp.objects.get().reference)))
    running.kill()
    assert TopUp.objects.get().state == TopUpState.SUBMITTING
    slow_supplier.chaos.clear()
    no_waiting_for_leases()
    running.start()
    wait_until(lambda: TopUp.objects.get().state != TopUpState.SUBMITTING)
    no_waiting_for_leases()
    wait_until(lambda: Grant.objects.get().state == GrantState.FULFILLED)
    assert len(judge.effects(slow_supplier.book, TopUp.objects.get().reference)) == 1
    assert Attempt.objects.filter(kind="submit").count() == 1
    assert_everything_holds()


def test_emptied_broker_loses_no_work(running: Workers, slow_supplier: Sandbox) -> None:
    batch = uploaded(50)
    benefit = topup_benefit(slow_supplier)
    for _number in range(5):
        granted_and_tapped(make_member(Enterprise.objects.get(id=batch.enterprise_id)), benefit)
    running.start()
    wait_until(lambda: is_in(batch, BatchState.READY))
    running.kill()
    confirm(batch)
    empty_the_broker()
    no_waiting_for_leases()
    running.start()
    wait_until(lambda: is_in(batch, BatchState.DONE))
    wait_until(lambda: Grant.objects.filter(benefit=benefit, state=GrantState.FULFILLED).count() == 5)
    assert [len(judge.effects(slow_supplier.book, topup.reference)) for topup in TopUp.objects.all()] == [1] * 5
    assert_everything_holds()
