"""What supply learns of the use of its codes: that somebody said so."""

from datetime import datetime
from uuid import UUID

from supply.models import Code


def say_used(code_id: UUID, *, used_at: datetime | None) -> None:
    """
    Say that a code is used up, or that it is not after all (``None``). The caller holds its redemption, and has noted why.

    Locks    the code.
    """
    Code.objects.filter(id=code_id).update(used_at=used_at)
