"""Changing the master key: every wrapped key is opened with the old one and wrapped by the new one. No code is touched."""

import time
from collections.abc import Callable

from django.db import connection, transaction

from common.actors import Actor
from common.feed import note, sign
from common.ids import new_id
from common.scope import vault, within
from common.sealed import key_provider, rewrap_root_key

CHUNK = 1000
_PAUSE_SECONDS = 0.2
_NEXT = """
SELECT id, wrapped_key, key_version FROM supply_lot WHERE key_version <> %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_REWRAP = """
UPDATE supply_lot l SET wrapped_key = n.wrapped, key_version = %s FROM unnest(%s::uuid[], %s::bytea[]) AS n (id, wrapped) WHERE l.id = n.id
"""
_LEFT = "SELECT count(*) FROM supply_lot WHERE key_version <> %s"


def rewrap_keys(*, by: Actor, progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """
    Wrap every lot's key and the root key by the present master key; how many lots were wrapped anew.

    The platform goes on meanwhile: its processes open with both keys. Each chunk is a transaction; run it again after a crash,
    and it goes on where it stopped. ``progress`` is told how many of how many are done.

    Locks    the lots of a chunk; others that hold one of them are not waited for, but come back to.

    :raises KeyLost: a key was wrapped by a master key that is not here; what was done so far stays done.
    """
    is_root_new = rewrap_root_key()
    total, done = left_to_rewrap(), 0
    while left_to_rewrap():
        some = _rewrap_chunk(by)
        done += some
        progress(done, total)
        if not some:
            time.sleep(_PAUSE_SECONDS)
    if done or is_root_new:
        _write_down(by, done)
    return done


@transaction.atomic
def _write_down(by: Actor, done: int) -> None:
    sign(by, "the master key was changed")
    note("vault.rewrapped", subject=("vault", new_id()), data={"lots": done, "key": key_provider().version})


def left_to_rewrap() -> int:
    """How many lots are still under another master key."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [key_provider().version])
        return int(cursor.fetchone()[0])


@transaction.atomic
def _rewrap_chunk(by: Actor) -> int:
    provider = key_provider()
    sign(by, "the master key was changed")
    with within(vault()), connection.cursor() as cursor:
        cursor.execute(_NEXT, [provider.version, CHUNK])
        lots = cursor.fetchall()
        wrapped = [provider.wrap(provider.unwrap(bytes(key), version=version)) for _id, key, version in lots]
        cursor.execute(_REWRAP, [provider.version, [lot[0] for lot in lots], wrapped])
    return len(lots)
