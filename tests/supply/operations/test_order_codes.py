"""Codes over a supplier's API: ordered once, brought in as an intake, never guessed about."""

from collections.abc import Iterator

import pytest

import supply.tasks  # noqa: F401  The steps of the jobs register there.
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from supply.models import Code, Credential, Intake, OrderLine, TopUp
from supply.operations import LineOrdered, NoSource, commit_intake, order_codes, query_topup, submit_topup
from supply.operations.intake.refusals import OrderNotPlaced
from supply.rules.buying import SupplierSuspended
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from supply.states import IntakeState, OrderState, TopUpState
from tests.factories import OPERATOR, make_offer, make_order_line, make_supplier
from tests.supply.stocking import make_card_product

pytestmark = pytest.mark.django_db(transaction=True)
ORDERED = 7


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings()) as running:
        yield running


@pytest.fixture
def line(sandbox: Sandbox) -> OrderLine:
    supplier = make_supplier(connector="quanyi-http", base_url=sandbox.base_url)
    settings = sandbox.connector_settings
    Credential.objects.create(supplier=supplier, key_id=settings.key_id, secret=settings.secret.reveal())
    product = make_card_product()
    make_offer(product, supplier, supplier_sku="ecard-100", cost_minor=9600)
    return make_order_line(product, quantity=ORDERED, supplier=supplier, cost_minor=9600)


def ordered(line: OrderLine) -> TopUp:
    return order_codes(order_line_id=line.id, by=OPERATOR, at=clock.now())


def sent(order: TopUp) -> TopUp:
    submit_topup(order.id, at=clock.now())
    order.refresh_from_db()
    return order


def settled(order: TopUp) -> TopUp:
    while order.state in (TopUpState.PROCESSING, TopUpState.UNKNOWN):
        query_topup(order.id, at=clock.now())
        order.refresh_from_db()
    return order


def test_ordered_codes_come_in_as_an_intake_and_become_stock(line: OrderLine) -> None:
    assert settled(sent(ordered(line))).state == TopUpState.SUCCEEDED
    intake = Intake.objects.get(lot__order_line=line)
    _work()
    intake.refresh_from_db()
    assert (intake.state, intake.good_count) == (IntakeState.READY, ORDERED)
    commit_intake(intake_id=intake.id, by=OPERATOR, at=clock.now())
    _work()
    assert Code.objects.filter(lot__order_line=line).count() == ORDERED


def _work() -> None:
    for job in Job.objects.filter(state="queued"):
        run_job(job.id)


def test_line_is_ordered_once(line: OrderLine) -> None:
    ordered(line)
    with pytest.raises(LineOrdered):
        ordered(line)
    assert TopUp.objects.count() == 1


def test_silence_is_asked_about_and_bought_once(line: OrderLine, sandbox: Sandbox) -> None:
    sandbox.chaos.set({"orders:error_done": 1})
    order = sent(ordered(line))
    assert (order.state, Intake.objects.count()) == (TopUpState.UNKNOWN, 0)
    sandbox.chaos.clear()
    assert settled(order).state == TopUpState.SUCCEEDED
    # Each code is an effect of its own; all of one order, of one line.
    assert (len(judge.effects(sandbox.book, order.reference)) > 0, Intake.objects.count()) == (True, 1)


def test_definite_failure_leaves_the_line_to_be_ordered_again(line: OrderLine, sandbox: Sandbox) -> None:
    sandbox.chaos.set({"orders:out_of_stock": 1})
    assert sent(ordered(line)).state == TopUpState.FAILED
    sandbox.chaos.clear()
    assert settled(sent(ordered(line))).state == TopUpState.SUCCEEDED


def test_codes_that_can_not_come_in_now_stay_with_the_supplier(line: OrderLine) -> None:
    order = ordered(line)
    type(line.order).objects.filter(id=line.order_id).update(state=OrderState.CANCELLED)
    assert sent(order).state == TopUpState.PROCESSING
    assert Intake.objects.count() == 0


def test_order_that_was_not_placed_orders_nothing(line: OrderLine) -> None:
    type(line.order).objects.filter(id=line.order_id).update(state=OrderState.CANCELLED)
    with pytest.raises(OrderNotPlaced):
        ordered(line)
    assert TopUp.objects.count() == 0


def test_suspended_supplier_is_not_ordered_from(line: OrderLine) -> None:
    type(line.order.supplier).objects.filter(id=line.order.supplier_id).update(state="suspended")
    with pytest.raises(SupplierSuspended):
        ordered(line)
    assert TopUp.objects.count() == 0


def test_supplier_that_sends_files_has_no_api_to_order_from() -> None:
    with pytest.raises(NoSource):
        ordered(make_order_line(make_card_product()))


@pytest.mark.parametrize("flaw", [{"starts_on": "2099-01-01"}, {"ends_on": "2020-01-01"}, {"minimum_quantity": ORDERED + 1}])
def test_an_offer_is_used_under_the_same_rule_as_for_a_top_up(line: OrderLine, flaw: dict[str, object]) -> None:
    line.product.offers.update(**flaw)
    with pytest.raises(NoSource):
        ordered(line)
    assert TopUp.objects.count() == 0


def test_the_cheapest_of_the_suppliers_own_offers_is_taken_and_the_order_is_named_as_the_reason(line: OrderLine) -> None:
    cheap = make_offer(line.product, line.order.supplier, supplier_sku="ecard-100-b", cost_minor=9500)
    make_offer(line.product, make_supplier(connector="quanyi-http", base_url="https://other.test"), cost_minor=1)
    made = ordered(line)
    assert (made.offer, made.source_reason, made.source_facts["order"]) == (cheap, "order", line.order.number)
