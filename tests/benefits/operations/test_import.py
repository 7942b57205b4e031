"""The grants import, from the file to the grants, on the sample and beside it."""

import csv
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine

from benefits.models import Batch, Benefit, Grant
from benefits.operations import FileChanged, GrantsFile, NotReady, confirm_batch, delist_benefit, undo_batch, upload_grants
from benefits.operations.batches import check, stage
from benefits.operations.budgets import BudgetExceeded
from benefits.queries.row_reasons import reasons_of as words_of
from benefits.states import BatchState, GrantState
from common import clock
from common.feed.models import Event
from common.ledger import balances_of
from common.refusals import NotFound
from common.sheets.reader import open_sheet
from common.sheets.refused import FileRefused
from common.sheets.shapes import Limits
from tests.benefits.operations.importing import SAMPLES, checked, confirmed, galaxy, run, sample
from tests.common.sheets.workbooks import texts
from tests.factories import NOW, OPERATOR, make_enterprise

pytestmark = pytest.mark.django_db
COLUMNS = "工号,权益编码,数量,生效日期,失效日期,备注\n"


def csv_file(*rows: str) -> bytes:
    return (COLUMNS + "\n".join(rows)).encode()


def reasons_of(batch: Batch) -> list[tuple[int, list[str]]]:
    refused = batch.rows.filter(outcome="refused").order_by("number")
    return [(row.number, [reason["code"] for reason in row.reasons]) for row in refused]


def test_sample_refuses_exactly_its_eleven_rows() -> None:
    batch = checked(galaxy(), sample())
    expected = [(int(row["row"]), [row["reason"]]) for row in csv.DictReader((SAMPLES / "grants-450.refused.csv").open())]
    assert reasons_of(batch) == expected
    assert (batch.state, batch.row_count, batch.good_count, batch.refused_count) == (BatchState.READY, 450, 439, 11)


def test_nothing_is_granted_or_reserved_before_the_confirmation() -> None:
    batch = checked(galaxy(), sample())
    assert Grant.objects.count() == 0
    assert balances_of("budget", [batch.budget_id])[batch.budget_id] == {
        "funding": -100_000_00,
        "available": 100_000_00,
        "reserved": 0,
        "spent": 0,
    }


def test_confirmed_sample_becomes_439_grants_within_its_budget() -> None:
    batch = confirmed(checked(galaxy(), sample()))
    assert (batch.state, batch.issued_count, Grant.objects.filter(batch=batch).count()) == (BatchState.DONE, 439, 439)
    balances = balances_of("budget", [batch.budget_id])[batch.budget_id]
    assert balances["reserved"] == batch.committed == sum(Grant.objects.values_list("committed", flat=True))
    assert balances["available"] == 100_000_00 - batch.committed
    assert Event.objects.filter(kind="grant.issued").count() == 439


def test_confirmation_is_bound_to_the_file_that_was_checked() -> None:
    batch = checked(galaxy(), sample())
    with pytest.raises(FileChanged):
        confirm_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=b"x" * 32, by=OPERATOR, at=clock.now())
    batch.refresh_from_db()
    assert (batch.state, Grant.objects.count()) == (BatchState.READY, 0)


def test_confirming_twice_makes_one_batch() -> None:
    batch = confirmed(checked(galaxy(), sample()))
    again = confirm_batch(
        batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now()
    )
    assert (again.id, again.state, Grant.objects.count()) == (batch.id, BatchState.DONE, 439)


def test_same_file_again_is_refused_row_by_row_unless_repeats_are_meant() -> None:
    enterprise = galaxy()
    confirmed(checked(enterprise, sample()))
    assert checked(enterprise, sample()).good_count == 0
    assert checked(enterprise, sample(), allows_repeats=True).good_count == 440


def test_rows_beyond_the_budget_are_refused_in_the_order_of_the_file() -> None:
    batch = checked(galaxy(amount=50_00), csv_file("G01001,video-month,1,,,", "G01002,video-month,1,,,", "G01003,video-month,1,,,"))
    assert reasons_of(batch) == [(4, ["budget_exceeded"])]


def test_reason_names_the_cell_by_which_somebody_was_looked_for() -> None:
    who = ["工号,手机号,邮箱,权益编码", "G99999,,,video-month", ",13911112222,,video-month", ",,no@body.cn,video-month", ",,,video-month"]
    batch = checked(galaxy(), "\n".join([*who, "G01001,19910475591,,video-month"]).encode())
    rows = batch.rows.filter(outcome="refused").order_by("number")
    told = [(reason.field, reason.code, reason.detail) for row in rows for reason in words_of(row, "CNY")]
    nobody = "Check it, or allow new people to be created: they need a name."
    assert told == [
        ("member", "member_not_found", f"Nobody here has G99999. {nobody}"),
        ("member.phone", "member_not_found", f"Nobody here has 13911112222. {nobody}"),
        ("member.email", "member_not_found", f"Nobody here has no@body.cn. {nobody}"),
        ("member", "member_not_found", "Nobody is named in this row. Write a staff number, a phone or an email."),
        ("member", "member_ambiguous", "What names the person here belongs to two people. Correct it, or leave all but one of it out."),
    ]


def test_budget_that_just_suffices_refuses_nothing() -> None:
    batch = checked(galaxy(amount=46_00), csv_file("G01001,video-month,1,,,", "G01002,video-month,1,,,"))
    assert (reasons_of(batch), batch.good_count, batch.committed) == ([], 2, 46_00)


def test_file_that_turns_out_unreadable_below_its_first_rows_stages_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "open_sheet", partial(open_sheet, limits=Limits(rows=1200)))
    rows = [[f"G{number:05d}", "video-month"] for number in range(1500)]
    batch = checked(galaxy(), texts([["工号", "权益编码"], *rows]))
    assert (batch.state, batch.problem, batch.rows.count()) == (BatchState.FAILED, "too_many_rows", 0)
    assert (batch.row_count, bytes(batch.sheet.sealed_content or b"")) == (0, b"")


def test_rows_that_come_in_several_portions_keep_their_order_and_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "_CHUNK", 70)
    batch = checked(galaxy(), sample())
    assert list(batch.rows.order_by("id").values_list("number", flat=True)) == list(range(2, 452))
    assert (batch.good_count, batch.refused_count) == (439, 11)


def test_budget_that_shrank_after_the_preview_refuses_the_confirmation() -> None:
    enterprise = galaxy(amount=50_00)
    first = checked(enterprise, csv_file("G01001,video-month,1,,,"))
    second = checked(enterprise, csv_file("G01002,video-month,2,,,"))
    confirmed(first)
    with pytest.raises(BudgetExceeded):
        confirmed(second)
    second.refresh_from_db()
    assert (second.state, Grant.objects.count()) == (BatchState.READY, 1)


def skipped_in(batch: Batch) -> list[tuple[int, str]]:
    return [(row.number, row.reasons[0]["code"]) for row in batch.rows.filter(outcome="skipped").order_by("number")]


def test_benefit_that_was_delisted_after_the_preview_is_not_granted_and_its_price_is_free_again() -> None:
    batch = checked(galaxy(), csv_file("G01001,ecard-100,1,,,", "G01002,video-month,1,,,"))
    delist_benefit(benefit_id=Benefit.objects.get(code="ecard-100").id, by=OPERATOR, at=clock.now())
    confirmed(batch)
    batch.refresh_from_db()
    assert (skipped_in(batch), batch.issued_count, batch.committed) == ([(2, "benefit_not_available")], 1, 23_00)
    assert balances_of("budget", [batch.budget_id])[batch.budget_id]["reserved"] == 23_00


def test_benefit_whose_listing_ended_after_the_preview_is_not_granted() -> None:
    batch = checked(galaxy(), csv_file("G01001,ecard-100,1,,,"))
    Benefit.objects.filter(code="ecard-100").update(listed_until=clock.now())
    assert skipped_in(confirmed(batch)) == [(2, "benefit_not_available")]


NOT_NOW = [
    ({"state": "delisted"}, "The benefit “ecard-100” has been delisted. Choose another, or ask the platform."),
    (
        {"listed_from": datetime(2999, 12, 1, 16, tzinfo=UTC)},
        "The benefit “ecard-100” is listed from 2999-12-02 00:00. Grant it then, or ask the platform.",
    ),
    (
        {"listed_until": datetime(2020, 1, 31, 1, 30, tzinfo=UTC)},
        "The benefit “ecard-100” was listed until 2020-01-31 09:30. Choose another, or ask the platform.",
    ),
    ({"currency": "USD"}, "The benefit “ecard-100” is priced in USD. Choose a budget in that currency."),
]


@pytest.mark.parametrize(("changes", "sentence"), NOT_NOW)
def test_benefit_that_can_not_be_granted_now_is_refused_with_the_reason_and_skipped_with_it(changes: dict, sentence: str) -> None:
    enterprise = galaxy()
    before = checked(enterprise, csv_file("G01001,ecard-100,1,,,"))
    Benefit.objects.filter(code="ecard-100").update(**changes)
    for batch in (checked(enterprise, csv_file("G01002,ecard-100,1,,,")), confirmed(before)):
        [reason] = words_of(batch.rows.get(), "CNY")
        assert (reason.field, reason.code, reason.detail) == ("benefit", "benefit_not_available", sentence)


def test_preview_that_is_older_than_its_days_grants_nothing_that_is_over() -> None:
    with time_machine.travel(NOW, tick=False):
        batch = checked(galaxy(), csv_file("G01001,ecard-100,1,,2026-03-03,", "G01002,ecard-100,1,,2026-03-09,"))
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        confirmed(batch)
    assert (skipped_in(batch), Grant.objects.filter(batch=batch).count()) == ([(2, "until_in_the_past")], 1)


def test_undo_takes_back_what_is_open_and_frees_the_budget() -> None:
    batch = confirmed(checked(galaxy(), sample()))
    kept = batch.grants.first()
    Grant.objects.filter(id=kept.id).update(state=GrantState.CLAIMABLE)
    Grant.objects.filter(id=kept.id).update(state=GrantState.CLAIMED, claimed_at=clock.now())
    result = undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now(), reason="wrong file")
    assert (result.reversed, result.kept, result.kept_serials) == (438, 1, [kept.serial])
    assert balances_of("budget", [batch.budget_id])[batch.budget_id]["reserved"] == kept.committed


def test_undo_twice_answers_the_same_and_moves_nothing() -> None:
    batch = confirmed(checked(galaxy(), csv_file("G01001,video-month,1,,,")))
    first = undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now())
    before = balances_of("budget", [batch.budget_id])
    assert undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now()) == first
    assert balances_of("budget", [batch.budget_id]) == before


def test_another_enterprise_finds_no_batch_to_confirm_or_undo() -> None:
    batch, other = checked(galaxy(), csv_file("G01001,video-month,1,,,")), make_enterprise()
    with pytest.raises(NotFound):
        confirm_batch(batch_id=batch.id, enterprise_id=other.id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now())
    with pytest.raises(NotFound):
        undo_batch(batch_id=batch.id, enterprise_id=other.id, by=OPERATOR, at=clock.now())


def test_file_that_is_no_spreadsheet_is_refused_at_the_door() -> None:
    enterprise = galaxy()
    with pytest.raises(FileRefused):
        upload_grants(GrantsFile(enterprise.id, "grants.xlsx", b"%PDF-1.7 hello"), by=OPERATOR, at=clock.now())
    assert Batch.objects.count() == 0


def test_file_without_benefit_codes_fails_with_its_reason_and_keeps_no_content() -> None:
    batch = checked(galaxy(), "工号,数量\nG01001,1\n".encode(), name="grants.csv")
    assert (batch.state, batch.sheet.sealed_content, batch.rows.count()) == (BatchState.FAILED, None, 0)
    assert batch.problem == batch.sheet.warnings[0]["code"]


def test_batch_that_is_still_checked_can_not_be_confirmed() -> None:
    enterprise = galaxy()
    batch = upload_grants(GrantsFile(enterprise.id, "a.xlsx", sample()), by=OPERATOR, at=clock.now())
    with pytest.raises(NotReady):
        confirm_batch(
            batch_id=batch.id, enterprise_id=enterprise.id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now()
        )


def test_issuing_resumes_after_a_crash_without_doubling(monkeypatch: pytest.MonkeyPatch) -> None:
    import benefits.operations.batches.issue as issuing

    batch = checked(galaxy(), sample())
    monkeypatch.setattr(issuing, "CHUNK", 100)
    real, calls = issuing._make_grants, []

    def breaks_once(*args: object) -> None:
        calls.append(args)
        real(*args)  # type: ignore[arg-type]
        if len(calls) == 3:
            raise RuntimeError("the worker died here")

    monkeypatch.setattr(issuing, "_make_grants", breaks_once)
    with pytest.raises(RuntimeError):
        confirmed(batch)
    assert Grant.objects.count() == 200
    from common.jobs.models import Job

    Job.objects.filter(name="benefits.issue_batch").update(leased_until=None)
    run("benefits.issue_batch", batch)
    assert Grant.objects.count() == 439 == Grant.objects.values("serial").distinct().count()


def test_unknown_person_is_created_only_when_that_was_ticked() -> None:
    enterprise = galaxy()
    content = "手机号,姓名,权益编码\n13955501234,新同事,video-month\n".encode()
    assert reasons_of(checked(enterprise, content, name="a.csv")) == [(2, ["member_not_found"])]
    nameless = content.replace("新同事".encode(), b"")
    assert reasons_of(checked(enterprise, nameless, name="a.csv", creates_members=True)) == [(2, ["member_not_found"])]
    misnamed = content.replace("新同事".encode(), b"=1+1")
    assert reasons_of(checked(enterprise, misnamed, name="a.csv", creates_members=True)) == [(2, ["formula_refused"])]
    batch = confirmed(checked(enterprise, content, name="a.csv", creates_members=True))
    assert [grant.member.name for grant in batch.grants.all()] == ["新同事"]
