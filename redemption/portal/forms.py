"""What members type. Forms only clean and name; whether a thing is allowed is decided by the operations."""

from collections.abc import Mapping
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from redemption.rules.complaining import NOTE_LENGTH
from redemption.states import ComplaintReason

Channel = Literal["phone", "email"]


def channel_of(address: str) -> Channel:
    """How somebody is reached at what they typed. The full-width sign is what a Chinese keyboard gives."""
    return "email" if "@" in address or "＠" in address else "phone"


class LoginForm(forms.Form):
    """One field for phone or mail."""

    address = forms.CharField(
        label=_("Mobile number or email"),
        max_length=254,
        error_messages={"required": _("Enter your mobile number or your email.")},
    )


class CodeForm(forms.Form):
    """A one-time code, and the enterprise once it had to be chosen."""

    code = forms.CharField(
        label=pgettext_lazy("one-time", "Code"), max_length=32, error_messages={"required": _("Enter the code from the message.")}
    )
    enterprise = forms.SlugField(required=False)


class AccountForm(forms.Form):
    """
    An account at a brand, of the brand's kind of account: the member's own phone or mail, or one that is typed.

    A name is typed twice: no message can be sent there to prove it, and a top-up to a stranger never comes back.
    """

    brand = forms.SlugField(max_length=80)
    own = forms.BooleanField(required=False)
    value = forms.CharField(max_length=200, required=False)
    again = forms.CharField(max_length=200, required=False)

    def __init__(self, given: Mapping[str, str], *, kinds: Mapping[str, str]) -> None:
        super().__init__(given)
        self.kinds = kinds

    @property
    def kind(self) -> str:
        return self.kinds[self.cleaned_data["brand"]]

    def clean_brand(self) -> str:
        brand = str(self.cleaned_data["brand"])
        if brand not in self.kinds:
            raise forms.ValidationError(_("Choose one of the brands shown."))
        return brand

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("own"):
            return given
        if not given.get("value"):
            self.add_error("value", _("Enter the account."))
        elif self.kinds.get(given.get("brand", "")) == "text" and given["value"] != given.get("again"):
            self.add_error("value", _("The two are not the same. Type the account name twice."))
        return given


class ComplaintForm(forms.Form):
    """What is wrong with a code."""

    reason = forms.ChoiceField(choices=ComplaintReason.choices, error_messages={"required": _("Say what is wrong with it.")})
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)
