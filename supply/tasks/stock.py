"""What becomes due in stock by itself: codes that expire, lots that run out, recalled lots that still hold codes, reorder levels."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from common import clock
from common.actors import parse_actor, system
from common.jobs import Progress, ring, start_job, steps, sweeps
from common.jobs.models import Job
from supply.models import Lot
from supply.operations.exhaustion import exhaust_lots
from supply.operations.voiding import CODES_A_STEP, expire_codes, void_next_of_recalled
from supply.operations.watch_stock import ask_upstream_stock, claim_asking, watch_stock
from supply.states import CodeState, LotState

_STEPS_A_SWEEP = 4


@sweeps("supply.expire_codes")
def expire(at: datetime) -> None:
    """Available codes whose last day is over. A midnight with very many takes several sweeps."""
    for _step in range(_STEPS_A_SWEEP):
        if expire_codes(at=at) < CODES_A_STEP:
            return


@sweeps("supply.exhaust_lots")
def exhaust(at: datetime) -> None:
    """Released lots with nothing left."""
    exhaust_lots(at=at)


@sweeps("supply.void_recalled")
def void_rest_of_recalled(at: datetime) -> None:
    """Codes that came back to a lot after its recall."""
    for lot_id in Lot.objects.filter(state=LotState.RECALLED, codes__state=CodeState.AVAILABLE).values_list("id", flat=True).distinct():
        start_job("supply.void_recalled", lot_id, by=system("recall"), at=at)


@steps("supply.void_recalled")
def void_recalled(job: Job) -> Progress:
    return void_next_of_recalled(job.subject_id, by=parse_actor(job.actor), at=clock.now())


@sweeps("supply.watch_stock")
def watch(at: datetime) -> None:
    """Products that fell below their reorder level, and those that are back."""
    watch_stock(at=at)


@sweeps("supply.ask_stock")
def ask(at: datetime) -> None:
    """Suppliers of watched products, every ten minutes. A bell that is lost is rung again ten minutes later."""
    for supplier_id in claim_asking(at=at):
        ring("supply.ask_stock", supplier_id)


@shared_task(name="supply.ask_stock")
def ask_stock(supplier_id: str) -> None:
    ask_upstream_stock(UUID(supplier_id))
