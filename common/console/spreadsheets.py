"""The two forms of every upload: the file with its choices, and what must be seen before it is used."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.console.forms import ActForm
from common.console.uploads import refuse_too_large
from common.sheets.sheet import Notice

ENCODINGS = [("", _("Find out")), ("utf-8", "UTF-8"), ("gb18030", "GB18030 / GBK"), ("utf-16", "UTF-16")]


class SpreadsheetForm(ActForm):
    """A spreadsheet, and for the rare file what can't be told from it: the sheet and the encoding."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        max_length=255,
        validators=[refuse_too_large],
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Fill in the template and upload it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    )
    sheet_name = forms.CharField(
        label=_("Sheet"), max_length=120, required=False, help_text=_("Only where several sheets have the columns asked for.")
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=ENCODINGS, required=False, help_text=_("Only for .csv files whose Chinese was not read right.")
    )

    @property
    def choices_open(self) -> bool:
        """Whether the rare choices are shown at once: somebody came to make one, or made one wrong."""
        return any(self.initial.get(name) or self.errors.get(name) for name in ("sheet_name", "encoding"))


class SeenForm(forms.Form):
    """
    Binds a confirmation to the file that was shown, and to a tick for each thing that must have been noticed.

    The hash is checked where the confirmation is carried out.
    """

    file_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, notices: Iterable[Notice], sample: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must = {"required": _("Tick this to go on.")}
        for notice in notices:
            self.fields[f"seen_{notice.code}"] = forms.BooleanField(label=notice.sentence, error_messages=must)
        if sample:
            self.fields["reads_right"] = forms.BooleanField(label=_("The Chinese in the sample reads right."), error_messages=must)

    @property
    def ticks(self) -> list[forms.BoundField]:
        return list(self.visible_fields())
