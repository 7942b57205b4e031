"""What members' apps send."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from benefits.states import GrantState
from common.api.fields import StrictSerializer, TextField, WholeField
from common.api.paging import PageQuery
from redemption.rules.complaining import NOTE_LENGTH
from redemption.states import ComplaintReason


class LoginCodeBody(StrictSerializer):
    """Where the one-time code goes."""

    exactly_one = ("phone", "email")

    phone = TextField(required=False, min_length=1, max_length=32)
    email = TextField(required=False, min_length=1, max_length=254)


class LoginTokenBody(LoginCodeBody):
    """The code that was sent there."""

    code = TextField(min_length=1, max_length=16)
    enterprise = TextField(required=False, min_length=1, max_length=64, help_text=_("The slug of the company, where there are several."))


class ChallengeBody(StrictSerializer):
    """The one-time code of a challenge."""

    code = TextField(min_length=1, max_length=16)


class ClaimBody(StrictSerializer):
    """What a claim may name."""

    account = TextField(
        required=False, min_length=1, max_length=254, help_text=_("Where a top-up goes; the account bound to the brand when missing.")
    )
    choices = serializers.ListField(
        child=TextField(min_length=1, max_length=64),
        required=False,
        default=list,
        max_length=50,
        help_text=_("Benefit codes chosen from a bundle's optional parts."),
    )


class ComplaintBody(StrictSerializer):
    """What is wrong with a code."""

    reason = serializers.ChoiceField(ComplaintReason.choices)
    note = TextField(
        required=False, default="", max_length=NOTE_LENGTH, allow_blank=True, help_text=_("In the member's words; never the code itself.")
    )


class UseBody(StrictSerializer):
    """Which use is meant."""

    number = WholeField(
        min_value=1,
        max_value=1000,
        help_text=_("``used_count`` and one more to mark a use, ``used_count`` to take it back: so that a repeat counts once."),
    )


class MemberGrantsQuery(PageQuery):
    """Filter of grants."""

    state = serializers.ChoiceField(GrantState.choices, required=False)
