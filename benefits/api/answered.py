"""What programs are told: the shapes of the enterprise API's answers. A code is in none of them."""

from rest_framework import serializers

from benefits.models.benefit import BenefitKind
from benefits.states import BatchState, BudgetState, GrantState
from common.api.fields import Shape
from members.states import MemberState


class GrantedBenefitShape(Shape):
    """The benefit of a grant."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(BenefitKind.choices)
    face_value_minor = serializers.IntegerField()
    currency = serializers.CharField()


class GranteeShape(Shape):
    """The member of a grant."""

    id = serializers.UUIDField()
    staff_no = serializers.CharField(allow_null=True)
    external_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class IssuedGrantShape(Shape):
    """One grant: its state, and the time of each state that it reached."""

    id = serializers.UUIDField(source="grant.id")
    serial = serializers.CharField(source="grant.serial")
    member = GranteeShape()
    benefit = GrantedBenefitShape(source="grant.benefit")
    state = serializers.ChoiceField(GrantState.choices, source="grant.state")
    quantity = serializers.IntegerField(source="grant.quantity")
    claimable_from = serializers.DateTimeField(source="grant.claimable_from")
    claimable_until = serializers.DateTimeField(source="grant.claimable_until")
    note = serializers.CharField(source="grant.note", allow_blank=True)
    why = serializers.CharField(source="grant.why")
    reference = serializers.CharField(allow_null=True)
    batch = serializers.UUIDField(source="batch_id")
    budget = serializers.UUIDField(source="budget_id")
    budget_name = serializers.CharField()
    created_at = serializers.DateTimeField()
    claimed_at = serializers.DateTimeField(allow_null=True)
    fulfilled_at = serializers.DateTimeField(allow_null=True)
    activated_at = serializers.DateTimeField(allow_null=True)
    used_at = serializers.DateTimeField(allow_null=True)
    used_said_by = serializers.ChoiceField(["member", "staff"], allow_null=True)
    expired_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class BatchShape(Shape):
    """One batch: how many rows came to what. ``committed`` is in minor units of ``unit``, or in pieces."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source = serializers.ChoiceField(["import", "api", "manual"])  # type: ignore[assignment]  # A field named as DRF names an attribute.
    state = serializers.ChoiceField(BatchState.choices)
    rows = serializers.IntegerField(source="row_count")
    good = serializers.IntegerField(source="good_count")
    refused = serializers.IntegerField(source="refused_count")
    skipped = serializers.IntegerField(source="skipped_count")
    issued = serializers.IntegerField(source="issued_count")
    committed = serializers.IntegerField()
    unit = serializers.CharField(source="budget.unit", default=None, allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    reversed = serializers.IntegerField(source="reversed_count")
    kept = serializers.IntegerField(source="kept_count")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class RowReasonShape(Shape):
    """Why a row was refused or skipped."""

    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class RowShape(Shape):
    """One row of a batch; the first grant sent is row 1."""

    number = serializers.IntegerField()
    outcome = serializers.ChoiceField(["pending", "good", "refused", "skipped", "granted"])
    reference = serializers.CharField(allow_blank=True)
    serial = serializers.CharField(allow_null=True)
    grant_state = serializers.ChoiceField(GrantState.choices, allow_null=True)
    reasons = RowReasonShape(many=True)


class UndoShape(Shape):
    """What undoing came to: grants that somebody had claimed are kept and named."""

    reversed = serializers.IntegerField()
    kept = serializers.IntegerField()
    kept_serials = serializers.ListField(child=serializers.CharField())


class MemberShape(Shape):
    """One member. Phone and mail are masked."""

    id = serializers.UUIDField(source="line.id")
    external_id = serializers.CharField(source="line.external_id")
    staff_no = serializers.CharField(source="line.staff_no", allow_blank=True)
    name = serializers.CharField(source="line.name")
    phone = serializers.CharField(source="line.phone", allow_blank=True)
    email = serializers.CharField(source="line.email", allow_blank=True)
    department = serializers.CharField(source="line.department", allow_blank=True)
    state = serializers.ChoiceField(MemberState.choices, source="line.state")
    joined_on = serializers.DateField(allow_null=True)
    region = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class NotTakenShape(Shape):
    """One event that was refused; ``index`` counts from 0."""

    index = serializers.IntegerField()
    key = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class TakenShape(Shape):
    """What became of the events."""

    accepted = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    refused = NotTakenShape(many=True)


class BudgetShape(Shape):
    """One budget. Figures are in minor units of ``currency``, or in pieces where that is null."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField()
    currency = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(BudgetState.choices)
    is_default = serializers.BooleanField()
    amount = serializers.IntegerField()
    reserved = serializers.IntegerField()
    spent = serializers.IntegerField()
    available = serializers.IntegerField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
