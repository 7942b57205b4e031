"""What benchmarks stand on: people, stock and grants by the thousand, written by COPY past the operations."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benefits.models import Batch, Benefit, Budget, Grant
from common import clock
from common.ids import new_id, new_serial, new_token, token_hash
from common.scope.copying import copy_rows
from members.models import Enterprise, Member, MemberSession
from supply.models import Lot
from tests.factories import make_batch, make_benefit, make_budget, make_enterprise, make_order_line


@dataclass(frozen=True, slots=True)
class Ground:
    """One enterprise with its people and a budget that reaches for everything."""

    enterprise: Enterprise
    budget: Budget
    batch: Batch
    members: Sequence[Member]


def make_ground(*, members: int) -> Ground:
    enterprise = make_enterprise()
    budget = make_budget(enterprise, amount=10**12)
    people = [Member(enterprise=enterprise, staff_no=f"S{number:06d}", name=f"员工{number}") for number in range(members)]
    return Ground(enterprise, budget, make_batch(enterprise, budget), Member.objects.bulk_create(people, batch_size=5000))


def make_stock(count: int) -> tuple[Benefit, Lot]:
    """A benefit whose product has one released lot of so many codes. Nobody opens them, so that random bytes will do."""
    benefit = make_benefit("code")
    line = make_order_line(benefit.product)
    lot = Lot.objects.create(
        number=f"L{new_id().hex[-12:]}",
        order_line=line,
        product_id=line.product_id,
        state="released",
        received_count=count,
        wrapped_key=b"-",
        key_version="-",
    )
    for first in range(1, count + 1, _CODES_AT_ONCE):
        last = min(count, first + _CODES_AT_ONCE - 1)
        with connection.cursor() as cursor:
            cursor.execute(
                _CODES, {"lot": lot.id, "product": lot.product_id, "first": first, "last": last, "begun": time.time_ns() // 10**6}
            )
    return benefit, lot


# Ids in the order of time, as the product's own are; everything else of a code by lot.
_CODES = """
INSERT INTO supply_code (id, lot_id, product_id, state, fingerprint, ciphertext, tail, shuffle, line_number)
SELECT (lpad(to_hex(%(begun)s + n / 1000), 12, '0') || '7' || left(drawn, 3) || '8' || substr(drawn, 4, 15))::uuid, %(lot)s, %(product)s,
    'available', sha256(drawn::bytea), sha256((drawn || 'a')::bytea) || sha256((drawn || 'b')::bytea), lpad((n %% 10000)::text, 4, '0'),
    floor(random() * 4294967296 - 2147483648)::bigint::integer, n
FROM (SELECT n, md5(%(lot)s::text || n) AS drawn FROM generate_series(%(first)s::bigint, %(last)s) AS n) AS made
"""
_CODES_AT_ONCE = 250_000


def make_grants(ground: Ground, benefit: Benefit, count: int) -> list[tuple[UUID, UUID]]:
    """Claimable grants dealt out over the members: grant and member of each."""
    at = clock.now()
    terms_id = benefit.terms.get().id
    made = [(new_id(), ground.members[number % len(ground.members)].id) for number in range(count)]
    fixed = (ground.enterprise.id, benefit.id, terms_id, ground.budget.id, ground.batch.id, "claimable", 1, benefit.price_minor)
    window = (at - timedelta(hours=1), at + timedelta(days=30), "", "", at - timedelta(hours=1))
    columns = ("id", "serial", "member_id", "enterprise_id", "benefit_id", "terms_id", "budget_id", "batch_id", "state", "quantity")
    rest = ("committed", "claimable_from", "claimable_until", "note", "why", "created_at")
    copy("benefits_grant", columns + rest, ((grant, new_serial("G"), member, *fixed, *window) for grant, member in made))
    return made


def sign_in_all(ground: Ground, *, kind: str) -> dict[UUID, str]:
    """A live session of every member; their tokens by the member's id."""
    at = clock.now()
    tokens = {member.id: new_token() for member in ground.members}
    MemberSession.objects.bulk_create([_session(member_id, token, kind, at) for member_id, token in tokens.items()])
    return tokens


def _session(member_id: UUID, token: str, kind: str, at: datetime) -> MemberSession:
    times = {"created_at": at, "seen_at": at + timedelta(hours=1), "expires_at": at + timedelta(days=1)}
    return MemberSession(member_id=member_id, token_hash=token_hash(token), kind=kind, **times)


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table by COPY."""
    with transaction.atomic():
        copy_rows(table, columns, rows)


def settle_tables() -> None:
    """Statistics and visibility as after a night: no benchmark measures what autovacuum has not come round to."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
        cursor.execute("RESET statement_timeout")


def open_grants_of(benefit: Benefit) -> int:
    """How many grants of a benefit are still to be claimed: what a benchmark of claims must bring to zero."""
    return Grant.objects.filter(benefit=benefit, state="claimable").count()
