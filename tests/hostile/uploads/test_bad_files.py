"""Files that must not come in, at the four doors for spreadsheets, over HTTP: a sentence in both languages, and nothing is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.html import escape
from django.utils.translation import override

from benefits.models import Batch, Import
from common.feed.models import Event
from common.jobs.models import Job
from members.models import Roster
from supply.models import Intake, Product
from tests.common.sheets.test_preflight import GOOD, OLE
from tests.common.sheets.workbooks import packed
from tests.factories import make_budget, make_enterprise, make_operator, make_staff
from tests.supply.stocking import make_card_line

pytestmark = pytest.mark.django_db

# The import of a catalogue shows what is wrong as its preview does.
REFUSED = {200, 400, 422}
KEPT = (Batch, Import, Roster, Intake, Product, Job, Event)
BAD = {
    "nothing": b"",
    "blanks": b"\xef\xbb\xbf \r\n\t\n",
    "a bomb": packed(GOOD | {"xl/media/zeros.bin": b"\0" * 30_000_000}),
    "a password": OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
    "an old workbook": OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"),
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a PDF": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a torn workbook": packed(GOOD)[:-40],
    "a workbook and more": packed(GOOD) + b"<?php",
    "a macro": packed(GOOD | {"xl/vbaProject.bin": b"x"}),
    "a way out": packed(GOOD | {"../../evil.py": "x"}),
    "too much": b"x" * (21 * 1024 * 1024),
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where files of one kind come in: who is there, what the form asks beside the file."""

    client: Client
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    name: str = "file"

    def bring(self, content: bytes, *, name: str = "名单.xlsx", kind: str = "application/octet-stream", language: str = "en") -> Any:
        self.client.raise_request_exception = False
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return self.client.post(self.address, {**self.fields, self.name: SimpleUploadedFile(name, content, content_type=kind)})


def grants() -> Door:
    enterprise = make_enterprise()
    return Door(at_desk(make_staff(enterprise).user), "/hr/batches/upload/", {"budget_id": str(make_budget(enterprise).id)})


def roster() -> Door:
    return Door(at_desk(make_staff().user), "/hr/rosters/upload/")


def codes() -> Door:
    line = make_card_line()
    act = {"act": "receive", "order_line_id": str(line.id)}
    return Door(at_desk(make_operator()), f"/ops/supply/purchaseorder/{line.order_id}/act/receive/", act)


def catalogue() -> Door:
    return Door(at_desk(make_operator()), "/ops/supply/product/import/", {"format": "0", "resource": "0"}, name="import_file")


def at_desk(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="members.staff_login.StaffBackend")
    client.get("/hr/")
    return client


DOORS = [grants, roster, codes, catalogue]


def kept() -> list[int]:
    return [model._default_manager.count() for model in KEPT]


def said(answer: Any, language: str) -> str:
    """The one sentence in which the page says what is wrong."""
    form = answer.context.get("form")
    with override(language):
        errors = [str(error) for name in form.errors for error in form.errors[name]] if form is not None else []
        [sentence] = {str(answer.context.get("refused") or ""), *errors} - {""}
    assert escape(sentence) in answer.content.decode()
    return sentence


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_both_languages_and_nothing_is_kept(door: Callable[[], Door], content: bytes) -> None:
    at = door()
    before = kept()
    english, chinese = at.bring(content), at.bring(content, language="zh-hans")
    # The file's name may be Chinese, and a column is named in both languages.
    assert said(english, "en").replace("/ 卡密", "").replace("…", "").isascii() or "“" in said(english, "en")
    assert not said(chinese, "zh-hans").isascii()
    assert (english.status_code in REFUSED, kept()) == (True, before)


@pytest.mark.parametrize("door", [grants, roster, codes])
@pytest.mark.parametrize(
    ("name", "kind"), [("a.exe", "application/x-msdownload"), ("../../x.php", "text/html"), ("x", ""), ("x.pdf", "image/png")]
)
def test_a_file_is_what_it_holds_whatever_it_is_called(door: Callable[[], Door], name: str, kind: str) -> None:
    answer = door().bring("工号,姓名,权益编码,卡密\nG1,林超,ecard,AAAA-BBBB-CCCC-DDDD\n".encode(), name=name, kind=kind)
    assert answer.status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_was_cut_off_or_is_called_something_else_brings_nothing(door: Callable[[], Door]) -> None:
    at = door()
    before = kept()
    whole = encode_multipart(BOUNDARY, {**at.fields, at.name: SimpleUploadedFile("x.csv", b"a,b\n" * 5_000)})
    bodies = [(whole[:-9_000], "multipart/form-data"), (whole, "multipart/form-data; boundary="), (whole, "application/json"), (whole, "")]
    answers = [at.client.generic("POST", at.address, body, content_type=kind).status_code for body, kind in bodies]
    assert (set(answers) <= {200, 400, 422}, kept()) == (True, before)
    torn = at.client.generic("POST", at.address, whole[:-9_000], content_type=MULTIPART_CONTENT)
    assert (torn.status_code < 500, kept()) == (True, before)


@pytest.mark.parametrize("door", DOORS)
def test_more_than_the_server_takes_into_memory_is_named_with_the_remedy(settings: Any, door: Callable[[], Door]) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
    at, before = door(), kept()
    answer = at.bring(b"a,b\n" * 300_000)
    assert (answer.status_code in REFUSED, kept()) == (True, before)
    assert re.fullmatch(r"The file is larger than 1 MB. Split it( into several)?\.", said(answer, "en"))


@pytest.mark.parametrize(("door", "most"), [(grants, 5), (roster, 5)])
def test_an_enterprise_has_a_few_files_checked_at_a_time(door: Callable[[], Door], most: int) -> None:
    at = door()
    answers = [at.bring(f"工号,姓名,权益编码\nG{n},林超,ecard\n".encode()) for n in range(most + 1)]
    assert [answer.status_code for answer in answers] == [302] * most + [429]
    assert said(answers[-1], "en")
    assert at.bring("工号,姓名\nG9,林超\n".encode(), language="zh-hans").status_code == 429
