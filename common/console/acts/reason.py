"""The reason that every act asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonField(forms.CharField):
    """One or two sentences; they stand in the trail for ever."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Reason"),
            max_length=500,
            min_length=2,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("It is kept in the trail, beside your name."),
        )
