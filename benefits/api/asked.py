"""What programs send: bodies and queries of the enterprise API."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from benefits.operations import GrantWanted
from benefits.operations.behaviour import Reported
from benefits.rules.grant_columns import MOST_A_ROW
from benefits.states import GrantState
from common.api.fields import KEY, LINES, DayField, MomentField, StrictSerializer, TextField, WholeField
from common.api.paging import PageQuery
from members.states import MemberState

MOST_GRANTS, MOST_EVENTS = 10_000, 1_000


class MemberReference(StrictSerializer):
    """Who is meant. What is given must agree on one person."""

    at_least_one = ("staff_no", "phone", "email", "external_id")

    staff_no = TextField(required=False, min_length=1, max_length=64)
    phone = TextField(required=False, min_length=1, max_length=32, help_text=_("A mobile number; one without a country is Chinese."))
    email = TextField(required=False, min_length=1, max_length=254)
    external_id = TextField(required=False, min_length=1, max_length=128)


class GrantMember(MemberReference):
    """Who is meant. With a name and a phone or mail, somebody who isn't known yet is created."""

    name = TextField(required=False, min_length=1, max_length=64)


class GrantBody(StrictSerializer):
    """One grant."""

    member = GrantMember()
    benefit = TextField(min_length=1, max_length=64, help_text=_("The benefit's code."))
    quantity = WholeField(required=False, default=1, min_value=1, max_value=MOST_A_ROW)
    valid_from = DayField(required=False, help_text=_("The first day, in the enterprise's time zone; now when missing."))
    valid_until = DayField(required=False, help_text=_("The last day; by the benefit's terms when missing."))
    note = TextField(required=False, default="", allow_blank=True, max_length=500, pattern=LINES, help_text=_("Shown to the member."))
    reference = TextField(
        required=False, max_length=128, pattern=KEY, help_text=_("Your own id of this grant: it stands for one grant, for ever.")
    )


class BatchBody(StrictSerializer):
    """Up to 10,000 grants that are checked one by one, issued together and undone together."""

    grants = serializers.ListField(child=GrantBody(), min_length=1, max_length=MOST_GRANTS)


class EventBody(StrictSerializer):
    """One thing that a member did in one of your systems."""

    kind = TextField(pattern=r"^[a-z][a-z0-9_.]{0,63}$", help_text=_("Your word for it, such as `page.viewed`."))
    member = MemberReference()
    key = TextField(pattern=KEY, max_length=128, help_text=_("Makes the event unique: sent twice, it is taken once."))
    occurred_at = MomentField()
    data = serializers.DictField(required=False, default=dict)  # type: ignore[assignment]  # The contract's name.


class EventsBody(StrictSerializer):
    """Up to 1,000 events; each is taken or refused on its own."""

    events = serializers.ListField(child=EventBody(), min_length=1, max_length=MOST_EVENTS)


class MemberBody(StrictSerializer):
    """What is said of a member. What is missing stays as it is; a new member needs a name."""

    name = TextField(required=False, min_length=1, max_length=64)
    staff_no = TextField(required=False, allow_blank=True, max_length=64)
    phone = TextField(required=False, min_length=1, max_length=32)
    email = TextField(required=False, min_length=1, max_length=254)
    department = TextField(required=False, allow_blank=True, max_length=400, help_text=_("From the top down: `Research/Platform`."))
    joined_on = DayField(required=False)
    birthday = DayField(required=False)
    region = TextField(required=False, allow_blank=True, max_length=80)
    language = serializers.ChoiceField(["zh-hans", "en"], required=False)
    state = serializers.ChoiceField(MemberState.choices, required=False)


class GrantsQuery(PageQuery):
    """Filters of grants; what nobody has gives an empty list."""

    member = serializers.RegexField(
        r"^[^\u0000-\u001f\u007f]{1,128}$", required=False, help_text=_("The member's id, external id or staff number.")
    )
    state = serializers.ChoiceField(GrantState.choices, required=False)
    benefit = serializers.RegexField(r"^[A-Za-z0-9_-]{1,64}$", required=False, help_text=_("The benefit's code."))
    since = MomentField(required=False, help_text=_("Granted at this moment or later."))


class RowsQuery(PageQuery):
    """Filter of a batch's rows."""

    outcome = serializers.ChoiceField(["pending", "good", "refused", "skipped", "granted"], required=False)


def wanted_of(grant: dict[str, Any]) -> GrantWanted:
    """A checked grant as the operations want it."""
    member = grant["member"]
    return GrantWanted(
        benefit_code=grant["benefit"],
        staff_no=member.get("staff_no", ""),
        external_id=member.get("external_id", ""),
        person={name: member[name] for name in ("phone", "email", "name") if name in member},
        quantity=grant["quantity"],
        valid_from=_day(grant, "valid_from"),
        valid_until=_day(grant, "valid_until"),
        note=grant["note"],
        reference=grant.get("reference", ""),
    )


def reported_of(event: dict[str, Any]) -> Reported:
    """A checked event as the operation takes it."""
    occurred_at: datetime = event["occurred_at"]
    return Reported(event["kind"], event["member"], event["key"], occurred_at, event["data"])


def _day(grant: dict[str, Any], name: str) -> date | None:
    return grant.get(name)
