"""From whom we may buy. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from supply.states import SupplierState


class SupplierSuspended(Refused):
    code = "supplier_suspended"
    sentence = _("%(supplier)s is suspended. Nothing is bought from it until it is resumed.")


class OutOfContract(Refused):
    code = "out_of_contract"
    sentence = _("There is no contract with %(supplier)s on %(day)s. Correct its dates, or choose another supplier.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of a supplier before anything is bought: its state, and the first and last day of its contract."""

    name: str
    state: str
    contract_starts_on: date | None
    contract_ends_on: date | None


def refuse_unless_buyable(supplier: Standing, *, today: date) -> None:
    """
    Nothing is bought from a supplier that is suspended or out of contract. No date means no bound.

    :raises SupplierSuspended: an operator has suspended it.
    :raises OutOfContract: today is before the first or after the last day of its contract.
    """
    if supplier.state != SupplierState.ACTIVE:
        raise SupplierSuspended(supplier=supplier.name)
    begins, ends = supplier.contract_starts_on or today, supplier.contract_ends_on or today
    if not begins <= today <= ends:
        raise OutOfContract(supplier=supplier.name, day=today.isoformat())


def is_buyable(supplier: Standing, *, today: date) -> bool:
    """Whether something may be bought from it today."""
    try:
        refuse_unless_buyable(supplier, today=today)
    except Refused:
        return False
    return True
