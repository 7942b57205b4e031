"""Where this database's log is."""

import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from common.scope import PLATFORM, within

_KNOWN_SECONDS = 5.0
_known: dict[str, tuple[UUID, float]] = {}


def folder_of_book() -> Path:
    """The folder under ``WITNESS_LOG`` that belongs to this database. A database that was emptied begins a new one."""
    name = str(connection.settings_dict["NAME"])
    book, asked_at = _known.get(name, (None, 0.0))
    if book is None or time.monotonic() - asked_at > _KNOWN_SECONDS:
        book = _asked()
        _known[name] = (book, time.monotonic())
    return Path(settings.WITNESS_LOG) / str(book)


def forget_book() -> None:
    """Ask again at the next line."""
    _known.clear()


@within(PLATFORM)
def _asked() -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO common_witnessbook (is_one, id) VALUES (true, gen_random_uuid()) ON CONFLICT DO NOTHING")
        cursor.execute("SELECT id FROM common_witnessbook")
        book: UUID = cursor.fetchone()[0]
        return book
