"""
A platform with one of everything, in which every text that anybody writes is a payload: people, programs, files, suppliers.

The texts are written into the tables themselves, so that no check at a door hides a page that would let them live.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import DatabaseError, models, transaction

from benefits.models import Batch
from benefits.operations import GrantsFile, upload_grants
from common.duties.approvals import Person, Wanted, ask
from common.feed import sign
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.sealed import SealedTextField
from members.models import Enterprise, Member, Staff
from members.operations import bind_account
from redemption.models import Redemption
from redemption.operations import mark_use, reveal_code
from supply.models import LostOrder, Lot
from supply.operations import receive_file
from tests.analytics.admin.world import make_world
from tests.factories import NOW, OPERATOR, by_member, make_benefit, make_brand, make_export, make_grant, make_terms
from tests.hostile.pages.tables import HOUSES
from tests.members import rosters
from tests.redemption.operations.claiming import claim, stock_of
from tests.supply.stocking import make_card_line

# What closes an attribute, a title, a script; what asks for another host; what the libraries of the pages would read.
PAYLOAD = "\"'></title></script><img src=//evil.test onerror=alert(1)><svg/onload=alert(2)><b x-init=alert(3)>{{ 7|add:424242424242 }}%s"
SHORT = "\"'><img src=//evil.test>"
# Texts that the platform writes for itself, and reads again; what a file gave is in them already. Slugs are checked at every door.
OWN = {
    *("time_zone", "language", "connector", "key_version", "duty", "site", "model", "act", "password", "encoding", "content", "currency"),
    *("weekdays", "sample", "unit", "owner_type", "scope", "key", "request_id", "before", "after", "subject_type", "asked_desk", "verdict"),
    *("kind", "cover", "invariant", "brand", "number", "given", "person", "Account.name", "Job.name"),
}


@dataclass(frozen=True, slots=True)
class Poisoned:
    """The platform, who is to look at it, and the columns that hold a payload, as ``house.Model.field``."""

    member: Member
    staff: Staff
    redemption: Redemption
    columns: frozenset[str]


def poisoned_world() -> Poisoned:
    world = make_world()
    member, staff = world.delivered.member, world.enterprise.staff.get()
    bring_files(world.enterprise)
    redemption = given(member)
    shown = {"finding": "unknown", "purpose_id": uuid4(), "attempt_id": uuid4(), "sent_at": NOW, "found_at": NOW}
    LostOrder.objects.create(reference=PAYLOAD[:64], supplier_order_id=PAYLOAD[:120], supplier=world.unknown.supplier, **shown)
    lot_id = Lot.objects.latest("id").id
    wanted = Wanted("ops.supply.lot.recall", "ops", "supply.lot", "recall", lot_id, SHORT, {}, [[PAYLOAD, PAYLOAD]], reason=PAYLOAD)
    ask(wanted, by=Person(staff.user_id), at=NOW)
    make_export(staff)
    return Poisoned(member, staff, redemption, frozenset(name for model in _models() for name in _poison(model)))


def given(member: Member) -> Redemption:
    """A code under terms of payloads, shown on a device of that name, with an account bound to receive more."""
    part = make_benefit("code", code="poisoned")
    stock_of(part.product, 1)
    texts = {f"{name}{tongue}": PAYLOAD for name in ("instructions", "details", "rules", "stores") for tongue in ("", "_en")}
    terms = make_terms(part, **texts, use_url="javascript:alert(1)")
    grant = make_grant(member, part, terms=terms, note=PAYLOAD, why=PAYLOAD)
    claim(grant)
    redemption: Redemption = grant.redemptions.get()
    reveal_code(redemption_id=redemption.id, member_id=member.id, by=by_member(member), at=NOW, channel="portal", device=PAYLOAD[:64])
    bind_account(member_id=member.id, brand=make_brand().slug, kind="text", value=SHORT, by=by_member(member), at=NOW)
    mark_use(redemption_id=redemption.id, member_id=member.id, by=by_member(member), at=NOW, number=1)
    return redemption


def bring_files(enterprise: Enterprise) -> None:
    """Files whose names, headers and cells are payloads, at the three doors for spreadsheets; every row is refused, and shown."""
    cell = f'"{PAYLOAD.replace(chr(34), chr(34) * 2)}"'
    text = "工号,姓名,手机号,部门,权益编码,数量,备注,卡号,卡密,有效期".replace(",", f",{cell},", 1) + "\n" + ",".join([cell] * 11) + "\n"
    name, content = f"{SHORT}.csv".replace("/", ""), text.encode()
    batch = upload_grants(GrantsFile(enterprise.id, name, content), by=OPERATOR, at=NOW)
    roster = rosters.bring(enterprise, content=content)
    intake = receive_file(order_line_id=make_card_line().id, file_name=name, content=content, by=OPERATOR, at=NOW)
    for job, subject in (("benefits.check_batch", batch.id), ("supply.check_intake", intake.id)):
        run_job(Job.objects.get(name=job, subject_id=subject).id)
    seen = (Batch.objects.get(id=batch.id).refused_count, roster.refused_count, intake.staged.exclude(reason="").count())
    assert seen == (1, 1, 1)


def _models() -> Iterator[Any]:
    for house in HOUSES:
        yield from apps.get_app_config(house).get_models()


def _poison(model: Any) -> Iterator[str]:
    for field in model._meta.fields:
        is_text = isinstance(field, models.CharField | models.TextField | SealedTextField) and not field.choices
        if (
            is_text
            and not isinstance(field, models.SlugField)
            and not {field.name, f"{model.__name__}.{field.name}"} & OWN
            and not field.primary_key
            and _put(model, field)
        ):
            yield f"{model._meta.label}.{field.name}"


def _put(model: Any, field: Any) -> bool:
    """A payload into this column of every row; False where a constraint, a trigger or an empty table is in the way."""
    text = PAYLOAD if (field.max_length or 1000) >= len(PAYLOAD) + 4 else SHORT
    put = 0
    for number, key in enumerate(model._default_manager.values_list("pk", flat=True)[:20]):
        value = f"{text}{number}" if field.unique or number else text
        try:
            with transaction.atomic():
                sign(OPERATOR, PAYLOAD)
                put += model._default_manager.filter(pk=key).update(**{field.name: value})
        except (DatabaseError, ValueError):
            continue
    return put > 0
