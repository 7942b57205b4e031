"""The three doors for spreadsheets, walked through as people do: what is stored of each row, or why it is not."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from benefits.models import Batch, BatchRow, Grant
from benefits.operations import GrantsFile, confirm_batch, upload_grants
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.sheets.refused import FileRefused
from members.models import Enterprise, Member, Roster, RosterRow
from members.operations import confirm_roster, upload_roster
from supply.models import Code, Intake, OrderLine
from supply.operations import commit_intake, receive_file
from supply.vault import open_code
from tests.factories import NOW, OPERATOR, make_benefit, make_budget, make_enterprise
from tests.hostile.sheets.files import HostileFile
from tests.supply.stocking import make_card_line

Stored = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What came of a file: what is stored by row number, the reasons of refused rows, or of the whole file."""

    problem: str = ""
    stored: dict[int, Stored] = field(default_factory=dict)
    refused: dict[int, list[str]] = field(default_factory=dict)


def bring(file: HostileFile) -> Outcome:
    """Bring a file to its door, and take it as far as it goes."""
    try:
        return {"grants": _grants, "roster": _roster, "codes": _codes}[file.kind.name](file)
    except FileRefused as refused:
        return Outcome(problem=refused.code if refused.message else "a refusal without a sentence")


def _grants(file: HostileFile) -> Outcome:
    enterprise = make_enterprise()
    make_budget(enterprise, amount=10**9, is_default=True)
    for code in ("ecard-100", "00042"):
        make_benefit("topup", code=code, price_minor=100)
    batch = upload_grants(GrantsFile(enterprise.id, file.name, file.content, creates_members=True), by=OPERATOR, at=NOW)
    _run("benefits.check_batch", batch.id)
    batch.refresh_from_db()
    if batch.state == "failed":
        return Outcome(problem=batch.problem)
    staged = list(BatchRow.objects.filter(batch=batch).order_by("number"))
    refused = {row.number: [reason["code"] for reason in row.reasons] for row in staged if row.outcome == "refused"}
    if batch.good_count:
        _issue(batch)
    return Outcome(stored={row.number: _granted(row, enterprise) for row in staged if row.outcome == "good"}, refused=refused)


def _issue(batch: Batch) -> None:
    confirm_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=NOW)
    _run("benefits.issue_batch", batch.id)
    batch.refresh_from_db()
    skipped = BatchRow.objects.filter(batch=batch, outcome="skipped").values_list("number", "reasons")
    assert (batch.state, list(skipped)) == ("done", [])


def _granted(row: BatchRow, enterprise: Enterprise) -> Stored:
    grant = Grant.objects.select_related("benefit", "member__department").get(row__id=row.id)
    assert (grant.quantity, grant.note, grant.enterprise_id) == (row.quantity, row.note, enterprise.id)
    return {
        **_person(grant.member),
        "department": grant.member.department.path if grant.member.department else "",
        "benefit_code": grant.benefit.code,
        "quantity": grant.quantity,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "note": grant.note,
    }


def _roster(file: HostileFile) -> Outcome:
    enterprise = make_enterprise()
    roster = upload_roster(enterprise_id=enterprise.id, file_name=file.name, content=file.content, by=OPERATOR, at=NOW)
    _run("members.check_roster", roster.id)
    roster.refresh_from_db()
    if roster.state == "failed":
        return Outcome(problem=roster.problem)
    if roster.row_count > roster.refused_count:
        _apply(roster)
    rows = list(RosterRow.objects.filter(roster=roster).order_by("number"))
    refused = {row.number: [reason["code"] for reason in row.reasons] for row in rows if row.verdict == "refused"}
    return Outcome(stored={row.number: _known(row) for row in rows if row.verdict != "refused"}, refused=refused)


def _apply(roster: Roster) -> None:
    confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=OPERATOR, at=NOW)
    _run("members.imports.apply_roster", roster.id)
    roster.refresh_from_db()
    assert roster.state == "done"


def _known(row: RosterRow) -> Stored:
    member = Member.objects.select_related("department").get(id=row.member_id)
    born = date.fromisoformat(member.birthday) if member.birthday else None
    facts = {"joined_on": member.joined_on, "birthday": born, "region": member.region, "status": member.state}
    return {**_person(member), **facts, "department": member.department.path if member.department else ""}


def _person(member: Member) -> Stored:
    addresses = dict(member.identities.values_list("kind", "value"))
    return {"staff_no": member.staff_no, "name": member.name, "phone": addresses.get("phone", ""), "email": addresses.get("email", "")}


def _codes(file: HostileFile) -> Outcome:
    intake = receive_file(order_line_id=_line().id, file_name=file.name, content=file.content, by=OPERATOR, at=NOW)
    _run("supply.check_intake", intake.id)
    intake.refresh_from_db()
    if intake.state == "failed":
        return Outcome(problem=intake.problem)
    refused = {line.line_number: [line.reason] for line in intake.staged.exclude(reason="")}
    if intake.good_count:
        commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
        _run("supply.commit_intake", intake.id)
    return Outcome(stored={code.line_number: _opened(code) for code in _stock(intake)}, refused=refused)


def _line() -> OrderLine:
    return make_card_line()


def _stock(intake: Intake) -> list[Code]:
    return list(Code.objects.filter(lot_id=intake.lot_id))


def _opened(code: Code) -> Stored:
    text = open_code(code.id)
    return {"code": text.code, "card_no": text.card_no, "expires_on": text.expires_on}


def _run(name: str, subject: Any) -> None:
    run_job(Job.objects.get(name=name, subject_id=subject).id)
