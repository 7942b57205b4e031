"""What is left of our prepayments at suppliers, every ten minutes."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from common.jobs import ring, sweeps
from supply.operations import watch_balances


@sweeps("supply.ask_balances")
def ask(at: datetime) -> None:
    """Suppliers with an API. A bell that is lost is rung again ten minutes later."""
    for supplier_id in watch_balances.claim_asking_balances(at=at):
        ring("supply.ask_balance", supplier_id)


@shared_task(name="supply.ask_balance")
def ask_balance(supplier_id: str) -> None:
    watch_balances.ask_balance(UUID(supplier_id))
