"""Our side of the pipe: starts the limited child for one workbook, and passes on what it reads."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from common.sheets.shapes import MEGABYTE, Column, Limits, Unfit
from common.sheets.sheet import Notice, Row, Sheet
from common.sheets.wire import from_line, to_line

_ROOT = Path(__file__).resolve().parents[2]
# The child opens what strangers send: it inherits no secret from our environment.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG")
# Its own limit counts the processor's time; this one ends a child that waits for ever.
_PATIENCE = 3


@contextmanager
def open_workbook(content: bytes, *, columns: Sequence[Column], limits: Limits, sheet: str | None) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """
    Read a workbook that passed preflight, in a child limited in memory and time.

    What is known of the sheet before its rows, and the rows, which can be worked on while the child reads on. The sheet's
    warnings are known after the last row.

    :raises Unfit: what the child says, or ``file_too_big`` where it died of its limits; also from among the rows.
    """
    request = {
        "columns": [(column.key, column.headers, column.required) for column in columns],
        "limits": asdict(limits),
        "sheet": sheet,
    }
    with _child(limits) as child:
        assert child.stdin is not None
        sender = threading.Thread(target=_send, args=(child.stdin, to_line(request), content), daemon=True)
        sender.start()
        try:
            answers = _answers(child, limits)
            head = next(answers)
            opened = Sheet(sheet_name=head["sheet"], columns=tuple(head["columns"]), unknown_columns=tuple(head["unknown"]), rows=())
            yield opened, _rows(answers, opened)
        except BaseException:
            child.kill()
            raise
        finally:
            sender.join()  # Whoever closed the pipe while it writes would hear of that, and not of what happened.


def _answers(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[Any]:
    """The head, batches of rows and the end, as the child says them; never less than all of them."""
    assert child.stdout is not None
    for line in child.stdout:
        if not line.endswith(b"\n"):
            break  # The child died while it wrote.
        said = from_line(line)
        if isinstance(said, dict) and "refused" in said:
            raise Unfit(said["refused"], **said["facts"])
        yield said
        if isinstance(said, dict) and "end" in said:
            return
    if child.wait() > 0:
        raise RuntimeError(f"The reader of workbooks did not start: exit status {child.returncode}.")
    raise Unfit("file_too_big", rows=limits.rows, megabytes=limits.file_bytes // MEGABYTE)


def _rows(answers: Iterator[Any], opened: Sheet) -> Iterator[Row]:
    for said in answers:
        if isinstance(said, list):
            for cells in said:
                yield Row(cells[0], tuple(cells[1:]))
        else:
            opened.warnings = tuple(Notice(code, count) for code, count in said["end"].items() if count)


@contextmanager
def _child(limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "common.sheets.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
    )
    watch = threading.Timer(limits.cpu_seconds * _PATIENCE, child.kill)
    watch.start()
    try:
        with child:
            yield child
    finally:
        watch.cancel()


def _send(stdin: IO[bytes], request: bytes, content: bytes) -> None:
    # A child that has refused, or died, closes the pipe: its answer tells why.
    with suppress(BrokenPipeError), stdin:
        stdin.write(request)
        stdin.write(content)
