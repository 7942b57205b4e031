"""Writing a line, flushed before anybody learns of what it says."""

import json
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from common.witness.book import folder_of_book

logger = logging.getLogger(__name__)
_open_files: dict[Path, int] = {}
_HOST = "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in socket.gethostname()) or "host"


class WitnessSilent(Refused):
    code = "witness_silent"
    status = 503
    sentence = _("This can't be done safely right now. Please try again in a moment.")
    exact = _("The witness log can't be written (%(error)s), so nothing is shown or sent.")


def bear_witness(kind: str, subject: UUID, *, at: datetime, **facts: str) -> None:
    """
    Write one line: what left the platform, and of what id. ``facts`` are ids and digests, never a secret or a name.

    Does nothing where ``WITNESS_LOG`` is unset.

    :raises WitnessSilent: it could not be written; what it would have said must not happen.
    """
    if not settings.WITNESS_LOG:
        return
    line = json.dumps({"at": at.isoformat(), "kind": kind, "id": str(subject), **facts}, separators=(",", ":"))
    try:
        _append(folder_of_book() / f"{_HOST}-{at:%Y-%m-%d}.log", line)
    except OSError as error:
        _open_files.clear()
        logger.exception("the witness can't write")
        raise WitnessSilent(error=error.strerror or type(error).__name__, retry_after=10) from error


def bear_witness_after_commit(kind: str, subject: UUID, *, at: datetime, **facts: str) -> None:
    """
    The same once the transaction has committed: a line about what was rolled back would be a false alarm.

    It never fails what is committed. Whatever shows or sends the thing itself writes a line of its own first.
    """
    transaction.on_commit(_quietly(lambda: bear_witness(kind, subject, at=at, **facts)))


def _quietly(write: Callable[[], None]) -> Callable[[], None]:
    def written() -> None:
        with suppress(WitnessSilent):  # It is in the log, and the next reveal refuses.
            write()

    return written


def _append(path: Path, line: str) -> None:
    # The line feed before it ends what a full disk may have left of an earlier line. One write: lines of others never mix with it.
    said = f"\n{line}\n".encode()
    descriptor = _descriptor(path)
    if os.write(descriptor, said) != len(said):
        raise OSError(None, "the line was cut")
    if settings.WITNESS_FSYNC:
        os.fsync(descriptor)


def _descriptor(path: Path) -> int:
    known = _open_files.get(path)
    if known is not None and os.fstat(known).st_nlink:
        return known
    for old in _open_files.values():  # Yesterday's file, or one that was moved away.
        os.close(old)
    _open_files.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    _open_files[path] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    return _open_files[path]
