"""What members' apps are told. A code is only in the answer to a reveal."""

from typing import get_args

from rest_framework import serializers

from benefits.queries.api.catalogue import BENEFIT_KINDS
from benefits.queries.openings.shown import Remaining, Shown
from benefits.states import GrantState
from common.api.fields import Shape
from redemption.states import ComplaintReason, ComplaintState, RedemptionState

OPENING_SHOWN, OPENING_REMAINING = get_args(Shown), get_args(Remaining)


class ChallengeShape(Shape):
    """Where the one-time code of a challenge went, masked."""

    to = serializers.CharField()


class EnterpriseShape(Shape):
    """The company of a member."""

    slug = serializers.CharField(source="enterprise_slug")
    name = serializers.CharField(source="enterprise_name")


class TierShape(Shape):
    """A tier, and how far it is to the next one."""

    code = serializers.CharField()
    name = serializers.CharField()


class MeShape(Shape):
    """The member themselves. Where an enterprise has no tiers and points, they are ``null`` and 0."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    enterprise = EnterpriseShape(source="*")
    tier = TierShape(allow_null=True, default=None)
    progress = serializers.DictField(allow_null=True, default=None)
    points = serializers.IntegerField(default=0)


class TokenShape(Shape):
    """A session. Whoever holds the token is the member."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    member = MeShape()


class BenefitInShortShape(Shape):
    """The benefit of a grant."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(BENEFIT_KINDS)
    face_value_minor = serializers.IntegerField()
    currency = serializers.CharField()


class OpeningShape(Shape):
    """
    An opening: so many pieces for whoever comes first. ``state`` and ``remaining`` are as the member stands now.

    ``taken`` counts the member's own pieces; ``grant`` is the latest of them.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(OPENING_SHOWN, source="shown")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    remaining = serializers.ChoiceField(OPENING_REMAINING)
    limit_per_member = serializers.IntegerField()
    taken = serializers.IntegerField()
    grant = serializers.UUIDField(source="grant_id", allow_null=True)


class BenefitShape(Shape):
    """One benefit that the member may have, and the way to it."""

    code = serializers.CharField(source="face.code")
    name = serializers.CharField(source="face.name")
    summary = serializers.CharField(source="face.summary", allow_blank=True)
    kind = serializers.ChoiceField(BENEFIT_KINDS, source="face.kind")
    face_value_minor = serializers.IntegerField(source="face.face_value_minor")
    currency = serializers.CharField(source="face.currency")
    brand = serializers.CharField(source="face.brand", allow_blank=True)
    account_kind = serializers.CharField(source="face.account_kind", allow_blank=True)
    how_to_get = serializers.CharField()
    claimable_grants = serializers.ListField(child=serializers.UUIDField(), source="claimable")
    openings = OpeningShape(many=True)


class PartShape(Shape):
    """One part of a bundle; of the optional ones ``choose_count`` are chosen in the claim."""

    benefit = BenefitInShortShape()
    quantity = serializers.IntegerField()
    is_optional = serializers.BooleanField()


class TermsShape(Shape):
    """The terms as they stand. ``weekdays`` are ISO numbers; none means every day."""

    version = serializers.IntegerField()
    instructions = serializers.CharField(allow_blank=True)
    details = serializers.CharField(allow_blank=True)
    rules = serializers.CharField(allow_blank=True)
    use_url = serializers.CharField(allow_blank=True)
    use_days = serializers.IntegerField(allow_null=True)
    use_until = serializers.DateField(allow_null=True)
    stores = serializers.CharField(allow_blank=True)
    weekdays = serializers.ListField(child=serializers.IntegerField())
    minimum_spend_minor = serializers.IntegerField(allow_null=True)
    limit_per_member = serializers.IntegerField(allow_null=True)
    limit_period_days = serializers.IntegerField(allow_null=True)


class BenefitDetailShape(BenefitShape):
    """One benefit in full: the parts of a bundle, the present terms, and in ``specifics`` what only this kind has."""

    choose_count = serializers.IntegerField(source="face.choose_count")
    seats = serializers.IntegerField(source="face.seats", allow_null=True)
    specifics = serializers.DictField()
    parts = PartShape(many=True)
    terms = TermsShape(allow_null=True)


class GrantShape(Shape):
    """One grant of the member. ``why`` says who gave it, and on what occasion."""

    id = serializers.UUIDField()
    serial = serializers.CharField()
    benefit = BenefitInShortShape()
    state = serializers.ChoiceField(GrantState.choices)
    quantity = serializers.IntegerField()
    claimable_from = serializers.DateTimeField()
    claimable_until = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    why = serializers.CharField()


class ComplaintShape(Shape):
    """
    The member said that the code doesn't work, and what came of it.

    ``answer`` is why it was rejected; ``replaced_by`` the redemption with another code, once there is one.
    """

    state = serializers.ChoiceField(ComplaintState.choices)
    reason = serializers.ChoiceField(ComplaintReason.choices)
    note = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    replaced_by = serializers.UUIDField(allow_null=True)


class RedemptionShape(Shape):
    """
    One item of a claimed grant, from tap to delivered, how often its member said that they used it, and that its code doesn't work.

    ``serial`` is a coupon's own code; ``specifics`` is what only this kind of benefit has, such as the ``venue`` of an event.
    """

    id = serializers.UUIDField(source="face.id")
    grant = serializers.UUIDField(source="face.grant_id")
    benefit = BenefitInShortShape(source="face.benefit")
    state = serializers.ChoiceField(RedemptionState.choices, source="face.state")
    kind = serializers.ChoiceField(BENEFIT_KINDS, source="face.kind")
    quantity = serializers.IntegerField(source="face.quantity")
    created_at = serializers.DateTimeField(source="face.created_at")
    fulfilled_at = serializers.DateTimeField(source="face.fulfilled_at", allow_null=True)
    account = serializers.CharField(allow_null=True)
    masked_code = serializers.CharField(allow_null=True)
    expires_on = serializers.DateField(source="face.expires_on", allow_null=True)
    instructions = serializers.CharField(allow_blank=True)
    serial = serializers.CharField(source="face.serial", allow_blank=True)
    seat = serializers.IntegerField(source="face.seat_no", allow_null=True)
    usable_until = serializers.DateTimeField(source="face.usable_until", allow_null=True)
    uses = serializers.IntegerField(source="face.uses")
    used_count = serializers.IntegerField(source="face.used_count")
    used_at = serializers.DateTimeField(source="face.used_at", allow_null=True)
    specifics = serializers.DictField()
    complaint = ComplaintShape(allow_null=True)


class ClaimShape(RedemptionShape):
    """The first redemption of a claim, and all of them as ``parts`` where a claim makes several."""

    parts = RedemptionShape(many=True, required=False)


class RevealShape(Shape):
    """The code itself. Never keep this answer."""

    card_no = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    expires_on = serializers.DateField(allow_null=True)
