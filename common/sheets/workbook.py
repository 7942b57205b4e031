"""Our side of the pipe: starts the limited child for one workbook, and collects what it reads."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
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


def read_workbook(content: bytes, *, columns: Sequence[Column], limits: Limits, sheet: str | None) -> Sheet:
    """
    Read a workbook that passed preflight, in a child limited in memory and time.

    :raises Unfit: what the child says, or ``file_too_big`` where it died of its limits.
    """
    request = {
        "columns": [(column.key, column.headers, column.required) for column in columns],
        "limits": asdict(limits),
        "sheet": sheet,
    }
    with _child(limits) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        sender = threading.Thread(target=_send, args=(child.stdin, to_line(request), content), daemon=True)
        sender.start()
        answer = _collect(child.stdout)
        sender.join()
    if not answer.is_complete:
        if child.returncode > 0:
            raise RuntimeError(f"The reader of workbooks did not start: exit status {child.returncode}.")
        raise Unfit("file_too_big", rows=limits.rows, megabytes=limits.file_bytes // MEGABYTE)
    return answer.as_sheet()


@dataclass(slots=True)
class _Answer:
    head: dict[str, Any]
    rows: list[Row]
    notices: dict[str, int] | None = None

    @property
    def is_complete(self) -> bool:
        return self.notices is not None

    def as_sheet(self) -> Sheet:
        return Sheet(
            sheet_name=self.head["sheet"],
            columns=tuple(self.head["columns"]),
            unknown_columns=tuple(self.head["unknown"]),
            rows=self.rows,
            warnings=tuple(Notice(code, count) for code, count in (self.notices or {}).items() if count),
        )


def _collect(stdout: IO[bytes]) -> _Answer:
    answer = _Answer(head={}, rows=[])
    for line in stdout:
        if not line.endswith(b"\n"):
            break  # The child died while it wrote.
        said = from_line(line)
        if isinstance(said, list):
            answer.rows += [Row(cells[0], tuple(cells[1:])) for cells in said]
        elif "refused" in said:
            raise Unfit(said["refused"], **said["facts"])
        elif "end" in said:
            answer.notices = said["end"]
        else:
            answer.head = said
    return answer


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
            try:
                yield child
            except BaseException:
                child.kill()
                raise
    finally:
        watch.cancel()


def _send(stdin: IO[bytes], request: bytes, content: bytes) -> None:
    # A child that has refused, or died, closes the pipe: its answer tells why.
    with suppress(BrokenPipeError), stdin:
        stdin.write(request)
        stdin.write(content)
