"""A day of one enterprise, told twice: alone on the platform, and among three that have the same people, numbers and files."""

import re
from datetime import timedelta
from io import BytesIO
from itertools import count

import openpyxl
import pytest
import time_machine
from django.test import Client

from benefits.models import Grant
from members.models import Enterprise, Member
from tests.benefits.hr.desk import at_desk, confirm, upload, work
from tests.calling import api_of_enterprise, api_of_member
from tests.factories import NOW, make_benefit, make_budget, make_enterprise
from tests.members.rosters import LIN, REN, apply
from tests.redemption.operations.claiming import stock_of
from tests.redemption.portal.visiting import tap, visitor

pytestmark = pytest.mark.django_db(transaction=True)

GRANTS = "工号,姓名,手机号,权益编码,数量,备注\n" + "\n".join(
    ["G1,林超,13812345678,tea,1,辛苦了", "G2,任强,,badge,1,", ",,13900001111,tea,1,", "G9,,,tea,1,", "G1,王明,,tea,1,"]
)
DESK = ["", "members/member/", "members/member/?q=林超", "members/member/?q=13812345678", "members/department/", "members/roster/"]
DESK += [
    "benefits/grant/",
    "benefits/grant/?q=林超",
    "benefits/grant/?state__exact=fulfilled",
    "benefits/batch/",
    "benefits/budget/",
    "batches/upload/",
]
PORTAL = ["", "history/", "accounts/", "me/", "benefits/tea/", "benefits/badge/"]
OF_MEMBER = ["me", "grants", "redemptions", "benefits"]
OF_PROGRAM = ["grants", "batches", "budgets", "members/oa-1"]
# What is drawn by lot: ids, serials, codes, tokens, and the numbers that grow with the platform.
DRAWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|G(?:-[0-9A-Z]{4,5}){3}|CODE-[0-9A-F]{8}|[0-9a-f]{64}|[A-Za-z0-9_-]{43,64}|····\w{4}|user-\d+|galaxy-\d"
)
# The database's own clock, which nobody stops.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(:[0-9.]+)?")


class Told:
    """What was seen, line by line, with each thing that was drawn by lot called by when it came first."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self._names: dict[str, str] = {}
        self._numbers = count(1)

    def add(self, where: str, text: str) -> None:
        self.lines += [(where, DRAWN.sub(self._name, MOMENT.sub("a moment", line.strip()))) for line in text.splitlines() if line.strip()]

    def _name(self, found: re.Match[str]) -> str:
        return self._names.setdefault(found[0], f"#{next(self._numbers)}")


def morning(slug: str) -> tuple[Enterprise, Client]:
    """People by roster, a budget, a spreadsheet of benefits confirmed; everybody claims what they may."""
    enterprise = make_enterprise(slug, name="星河科技", name_en="Galaxy")
    apply(enterprise, LIN, REN)
    Member.objects.filter(enterprise=enterprise, staff_no="G1").update(external_id="oa-1")
    make_budget(enterprise, name="年度福利")
    client, _staff = at_desk(enterprise)
    batch = upload(client, GRANTS.encode(), name="中秋.csv")
    confirm(client, batch)
    work()
    for number, grant in enumerate(Grant.objects.filter(enterprise=enterprise).order_by("row__number"), 1):
        with time_machine.travel(NOW + timedelta(minutes=number), tick=False):
            tap(visitor(grant.member), grant.id)
    return enterprise, client


def day(slug: str) -> list[tuple[str, str]]:
    """All that the enterprise's people and programs are shown in the end."""
    enterprise, desk = morning(slug)
    told = Told()
    for path in DESK:
        told.add(f"hr/{path}", desk.get(f"/hr/{path}").content.decode())
    for page in (
        f"/hr/benefits/grant/{pk}/change/"
        for pk in Grant.objects.filter(enterprise=enterprise).order_by("row__number").values_list("id", flat=True)
    ):
        told.add("hr/grant", desk.get(page).content.decode())
    for row in openpyxl.load_workbook(BytesIO(_whole(desk.get("/hr/benefits/grant/export/")))).active.iter_rows(values_only=True):
        told.add("export", repr(row))
    for member in Member.objects.filter(enterprise=enterprise).order_by("staff_no"):
        _tell(told, "portal/", PORTAL, visitor(member), "/")
        app = api_of_member(member)
        _tell(told, "api/", OF_MEMBER, app.client, app.root, **app.headers)
    program = api_of_enterprise(enterprise)
    _tell(told, "enterprise/", OF_PROGRAM, program.client, program.root, **program.headers)
    return told.lines


def _tell(told: Told, where: str, paths: list[str], client: Client, root: str, **headers: str) -> None:
    for path in paths:
        told.add(where + path, client.get(root + path, headers=headers).content.decode())


def _whole(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_day_among_others_is_told_as_a_day_alone() -> None:
    tea = make_benefit("code", code="tea", name="乌龙茶")
    make_benefit("badge", code="badge", name="纪念徽章")
    stock_of(tea.product, 40)
    alone = day("galaxy-1")
    for slug in ("noise-1", "noise-2", "noise-3"):
        morning(slug)
    among = day("galaxy-2")
    assert [where for where, _text in among] == [where for where, _text in alone]
    differs = [(where, told, again) for (where, told), (_where, again) in zip(alone, among, strict=True) if told != again]
    assert differs == []
    assert Grant.objects.filter(enterprise__slug="galaxy-2", state="fulfilled").count() == 3
