"""The roster as spreadsheets."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from members.resources import roster_result, roster_template
from tests.factories import make_enterprise
from tests.members.rosters import bring, verdicts

pytestmark = pytest.mark.django_db


def cells(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_template_can_be_brought_in_as_it_is() -> None:
    roster = bring(make_enterprise(), content=roster_template())
    assert (verdicts(roster), roster.unknown_columns) == (["joins"], [])


def test_the_result_says_of_each_row_what_it_does_and_why_not() -> None:
    roster = bring(make_enterprise(), "G1,林超,13812345678,,,,,,在职", "G2,任强,12345,,,,,,在职")
    rows = cells(roster_result(roster.id))
    assert rows[0][-2:] == ["Result", "Reason"]
    assert rows[1][:3] + rows[1][-2:] == ["G1", "林超", "13812345678", "Joins", ""]
    assert rows[2][-2] == "Refused"
    assert str(rows[2][-1]).startswith("“12345” is not a mobile number.")


def test_a_result_never_computes() -> None:
    roster = bring(make_enterprise(), '"=cmd|calc!A1",林超,,,,,,,在职')
    assert b"<f>" not in roster_result(roster.id)
