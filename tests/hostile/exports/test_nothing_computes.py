"""What people take away as a spreadsheet holds texts that others wrote: each is a text there, whatever it begins with."""

import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from members.models import Export, Roster
from members.operations.exports import ask, write
from supply.models import Intake
from supply.operations import receive_file
from tests.benefits.hr.desk import at_desk, confirm, upload, work
from tests.factories import (
    NOW,
    OPERATOR,
    make_benefit,
    make_brand,
    make_budget,
    make_enterprise,
    make_grant,
    make_member,
    make_operator,
    make_product,
)
from tests.members import rosters
from tests.supply.stocking import make_card_line

pytestmark = pytest.mark.django_db

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://evil.test";"x")',
    "http://evil.test",
)
ACTIVE = re.compile(rb"<f[ >/]|<hyperlink|externalLink|ddeLink|oleLink|<definedName")


def texts_in(content: bytes) -> set[str]:
    """Every text of a workbook, in which nothing is computed, linked or fetched."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert [name for name in book.namelist() if ACTIVE.search(book.read(name)) or "external" in name] == []
    cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} <= {"s", "inlineStr"}
    return {cell.value for cell in cells if isinstance(cell.value, str)}


def taken(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    if answer.status_code == 302:
        work()
        answer = client.get(f"/hr/downloads/{Export.objects.latest('id').id}/file/")
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


@pytest.fixture(params=["short", "long"])
def length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long lists are written in pieces, by another writer."""
    if request.param == "long":
        monkeypatch.setattr(ask, "AT_ONCE", 1)
        monkeypatch.setattr(write, "PIECE", 4)


@pytest.mark.usefixtures("length")
def test_a_list_of_grants_computes_nothing() -> None:
    client, staff = at_desk()
    for number, text in enumerate(FORMULAS):
        member = make_member(staff.enterprise, name=text, staff_no=f"{text[:30]}{number}")
        make_grant(member, make_benefit(name=text, code=f"b{number}"), note=text)
    assert {text.strip() for text in FORMULAS} <= {text.strip() for text in texts_in(taken(client, "/hr/benefits/grant/export/"))}


@pytest.mark.usefixtures("length")
def test_the_results_of_files_compute_nothing() -> None:
    client, staff = at_desk(make_enterprise())
    make_budget(staff.enterprise, is_default=True)
    make_benefit(code="ecard")
    make_member(staff.enterprise, staff_no="G1")
    lines = [f'G1,ecard,"{text.replace(chr(34), chr(34) * 2)}"' for text in FORMULAS] + ['=1+1,@SUM(1),"x"']
    batch = upload(client, "\n".join(["工号,权益编码,备注", *lines]).encode(), name="g.csv")
    confirm(client, batch)
    work()
    assert "@SUM(1)" in texts_in(taken(client, f"/hr/batches/{batch.id}/result/"))
    roster: Roster = rosters.bring(staff.enterprise, *(f'"{text.replace(chr(34), chr(34) * 2)}",林超,12' for text in FORMULAS))
    assert "=1+1" in texts_in(taken(client, f"/hr/rosters/{roster.id}/result/"))


def test_what_operators_take_away_computes_nothing() -> None:
    for number, text in enumerate(FORMULAS):
        make_product(brand=make_brand(name=text), name=text, sku=f"sku-{number}")
    content = "\n".join(
        ["卡密,卡号", *(f'"{text.replace(chr(34), chr(34) * 2)}","{number}"' for number, text in enumerate(FORMULAS))]
    ).encode()
    intake: Intake = receive_file(order_line_id=make_card_line().id, file_name="=1+1.csv", content=content, by=OPERATOR, at=NOW)
    work()
    client = Client()
    client.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    assert set(FORMULAS) & texts_in(taken(client, "/ops/supply/product/taken.xlsx")) >= {"=1+1", "@SUM(1)", "＝1+1"}
    texts_in(taken(client, f"/ops/supply/intake/{intake.id}/refused.xlsx"))
