"""
A new master key over a million codes in stock: every lot's key is wrapped anew, and no code is touched.

The command's own operation in one process, as it runs beside a platform that serves.
"""

import base64
import os
import time

from django.conf import settings
from django.db import connection

from bench.figures import Aim, Figure
from bench.ground import make_stock, settle_tables
from common.actors import system
from common.sealed import providers, root
from supply.models import Lot
from supply.operations.rewrap import left_to_rewrap, rewrap_keys
from supply.vault import new_lot_key

CODES, LOTS = 1_000_000, 500
LIMIT_SECONDS = 60.0


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """One rotation, and what it would take to write every code once instead."""
    lots = max(10, int(LOTS * scale))
    for _number in range(lots):
        _benefit, lot = make_stock(CODES // LOTS)
        key = new_lot_key()
        Lot.objects.filter(id=lot.id).update(wrapped_key=key.wrapped, key_version=key.version)
    settle_tables()
    codes = lots * (CODES // LOTS)
    every_code = _seconds_to_write_each()
    _change_master_key()
    assert left_to_rewrap() == lots
    began = time.perf_counter()
    rewrap_keys(by=system("bench"))
    seconds = time.perf_counter() - began
    assert left_to_rewrap() == 0
    name = f"rotation, {codes:,} codes"
    return [
        Figure(name, seconds, "limit", LIMIT_SECONDS * codes / CODES, "s", Aim(1)),
        Figure(name, seconds, "writing each code once", every_code, "s"),
    ], [f"{lots} lots"]


def _seconds_to_write_each() -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE TEMPORARY TABLE sealed_anew AS SELECT id, ciphertext FROM supply_code")
        cursor.execute("UPDATE sealed_anew SET ciphertext = ciphertext || ''")
        cursor.execute("RESET statement_timeout")
    return time.perf_counter() - began


def _change_master_key() -> None:
    settings.VAULT_KEYS_KNOWN = [settings.VAULT_KEY]
    settings.VAULT_KEY = base64.b64encode(os.urandom(32)).decode()
    providers._provider.cache_clear()
    root.root_key.cache_clear()
