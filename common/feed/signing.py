"""A signature for whatever a request writes, so that no page can forget its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from common.actors import Actor
from common.feed.signature import sign


@contextmanager
def everything_signed(by: Callable[[], Actor]) -> Iterator[None]:
    """
    Sign every transaction of the block at its first statement. An operation that signs for itself says it anew, with its reason.

    A statement outside of a transaction gets one: by itself it would be over before anybody had signed. What only reads is let by.
    """
    with connection.execute_wrapper(_Signer(by)):
        yield


class _Signer:
    """The first write of a request is signed wherever it stands: a test has begun its transaction already."""

    def __init__(self, by: Callable[[], Actor]) -> None:
        self.by = by
        self.is_first = True
        self.is_signing = False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature.
        begins = connection.connection.pgconn.transaction_status == TransactionStatus.IDLE
        if self.is_signing or not (begins or self.is_first):
            return execute(sql, params, many, context)
        if _only_reads(sql) and not (begins and connection.in_atomic_block):
            return execute(sql, params, many, context)
        with nullcontext() if connection.in_atomic_block else transaction.atomic():
            self._sign()
            return execute(sql, params, many, context)

    def _sign(self) -> None:
        self.is_signing, self.is_first = True, False
        try:
            sign(self.by())
        finally:
            self.is_signing = False


def _only_reads(sql: Any) -> bool:
    return str(sql).lstrip()[:6].upper() == "SELECT"
