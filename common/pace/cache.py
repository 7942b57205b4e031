"""Django's cache: a memory of the process, but for the keys by which a library counts. Those are in PostgreSQL, one for all processes."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Q

from common import clock
from common.pace.models import Kept
from common.scope import PLATFORM, within
from common.sql import prepared_cursor

# What has ended is as if it were not there: of many who add it again at once, one does.
_ADD = """
INSERT INTO common_kept AS kept (key, value, ends_at) VALUES (%(key)s, %(value)s::jsonb, %(ends_at)s::timestamptz)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, ends_at = EXCLUDED.ends_at WHERE kept.ends_at <= %(at)s::timestamptz
RETURNING key
"""


class CountingCache(LocMemCache):
    """``OPTIONS["SHARED"]``: how the keys begin that all processes share. Their values are plain JSON."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._shared: tuple[str, ...] = tuple(params.get("OPTIONS", {}).get("SHARED", ()))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if not key.startswith(self._shared):
            return bool(super().add(key, value, timeout, version))
        with within(PLATFORM), prepared_cursor() as cursor:
            cursor.execute(_ADD, {"key": key, "value": json.dumps(value), "ends_at": self._ends_at(timeout), "at": clock.now()})
            return cursor.fetchone() is not None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if not key.startswith(self._shared):
            return super().get(key, default, version)
        with within(PLATFORM):
            lasting = Q(ends_at=None) | Q(ends_at__gt=clock.now())
            found = Kept.objects.filter(lasting, key=key).values_list("value", flat=True)[:1]
            return next(iter(found), default)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if not key.startswith(self._shared):
            super().set(key, value, timeout, version)
            return
        with within(PLATFORM):
            row = Kept(key=key, value=value, ends_at=self._ends_at(timeout))
            Kept.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "ends_at"])

    def delete(self, key: str, version: int | None = None) -> bool:
        if not key.startswith(self._shared):
            return bool(super().delete(key, version))
        with within(PLATFORM):
            return Kept.objects.filter(key=key).delete()[0] > 0

    def _ends_at(self, timeout: Any) -> datetime | None:
        seconds = self.get_backend_timeout(timeout)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
