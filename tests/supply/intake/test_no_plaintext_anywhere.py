"""The canary: after the whole way of a file, no code of it stands anywhere but sealed."""

import base64
import csv
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from common.scope import OWNER, within
from supply.operations import open_code_for
from supply.operations.intake import checking
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import SAMPLES, bring, issue, make_card_line, receive, release, run_jobs, take_in

pytestmark = pytest.mark.django_db

CONTENT = (SAMPLES / "codes-2000.csv").read_bytes()
# Every tenth code, and all lines that are refused: those go another way.
ROWS = list(csv.reader(CONTENT.decode("gb18030").splitlines()))
CANARIES = [row[1] for number, row in enumerate(ROWS, start=1) if row[1] and number > 1 and (number % 10 == 0 or len(row[1]) != 19)]
REFUSED = [ROWS[line - 1][1] for line in (383, 735, 902, 1190, 1756, 1790)]
_COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying', 'bytea', 'jsonb', 'json')
"""


def _forms(code: str) -> set[bytes]:
    """A code as it could leak: plain, without dashes, small, in hex, in base64 at each of the three offsets, backwards."""
    bare = code.replace("-", "").strip()
    plain = {code, code.upper(), code.lower(), bare, bare.lower(), code[::-1], bare[4:12]} - {""}
    raw = {text.encode() for text in plain if len(text) >= 7}
    shifted = {base64.b64encode(b"\0" * shift + code.encode())[4:-4] for shift in range(3)}
    return raw | {text.hex().encode() for text in raw} | {text for text in shifted if len(text) >= 8}


NEEDLES = {form for code in [*CANARIES, *REFUSED] for form in _forms(code)}


def _leaks(text: bytes) -> list[bytes]:
    return [needle for needle in NEEDLES if needle in text]


def _everything_stored() -> Iterator[bytes]:
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
            yield b"\n".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for (value,) in cursor)


def _leaks_in_tables() -> list[bytes]:
    return [leak for stored in _everything_stored() for leak in _leaks(stored)]


def test_no_table_holds_a_code_at_any_stage() -> None:
    intake = receive(CONTENT, name="codes-2000.csv")
    assert _leaks_in_tables() == []
    run_jobs()
    assert _leaks_in_tables() == []
    take_in(intake)
    assert _leaks_in_tables() == []


def test_the_canary_sings_when_a_code_is_stored() -> None:
    lot = take_in(bring(CONTENT))
    lot.order_line.order.note = f"please check {REFUSED[0]}"
    lot.order_line.order.save()
    assert _leaks_in_tables() != []


def test_no_log_line_and_no_temporary_file_holds_a_code(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    code = issue(release(take_in(bring(CONTENT))))
    assert code.purpose_id is not None
    open_code_for(code_id=code.id, purpose_id=code.purpose_id, by=OPERATOR, at=NOW)
    written = capfd.readouterr()
    assert _leaks((caplog.text + written.out + written.err).encode()) == []
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("broken", ["_judged", "_good_rows", "copy_into"])
def test_a_step_that_breaks_tells_nothing(
    broken: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)

    def break_off(*_given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(checking, broken, break_off)
    with pytest.raises(RuntimeError, match="broken"):
        bring(CONTENT, line=make_card_line())
    written = capfd.readouterr()
    assert _leaks((caplog.text + written.out + written.err).encode()) == []
    assert _leaks_in_tables() == []
