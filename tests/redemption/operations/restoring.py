"""A restore to an earlier moment, in one test's transaction: back to a savepoint, while the witness keeps its lines."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from django.db import transaction

from benefits.models import Grant
from common.witness import fence
from common.witness.book import folder_of_book, forget_book
from common.witness.fence import compare_with_witness
from redemption.operations import reveal_code
from tests.factories import NOW
from tests.redemption.operations.claiming import claim, owner


class Restored:
    """What the tables forget when ``forgotten`` ends."""

    def __init__(self, capture: Any) -> None:
        self._capture = capture

    @contextmanager
    def forgotten(self) -> Iterator[None]:
        """What is done meanwhile commits, and is then gone from the tables."""
        folder_of_book()
        compare_with_witness(NOW)
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)
        forget_connections()

    def claimed(self, grant: Grant) -> Any:
        """A claim that has committed."""
        with self.committing():
            (redemption,) = claim(grant)
        return redemption

    def committing(self) -> AbstractContextManager[Any]:
        """What waits for a commit is done when this ends."""
        return cast("AbstractContextManager[Any]", self._capture(execute=True))

    def shown(self, grant: Grant) -> str:
        """Claimed, and its code on the member's screen."""
        redemption = self.claimed(grant)
        return reveal_code(redemption_id=redemption.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, channel="api").code


def forget_connections() -> None:
    """As after a restore: whoever comes, comes by a new connection."""
    forget_book()
    fence._memory = fence._Memory()
