"""A model as a spreadsheet: titles in two languages, rows numbered as the person sees them, and what may not change kept."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error, ErrorRow, InvalidRow, Result

from common.console.exchange.cells import CURRENCY, StrictCell
from common.feed import note
from common.sheets.shapes import Column

ROW = "__row__"
_places = count()


class SheetField(Field):
    """One column: its titles (English, Chinese), and how its cells are read. A blank cell takes the default."""

    def __init__(self, attribute: str, titles: Sequence[str], cell: StrictCell, *, required: bool = False, default: Any = None) -> None:
        super().__init__(attribute=attribute, column_name=attribute, widget=cell)
        self.titles, self.required, self.blank = tuple(titles), required, default
        self.place = next(_places)

    @property
    def title(self) -> str:
        is_chinese = (get_language() or "").startswith("zh")
        return self.titles[1] if is_chinese and len(self.titles) > 1 else self.titles[0]

    @property
    def column(self) -> Column:
        return Column(self.column_name, self.titles, self.required)

    def clean(self, row: Mapping[str, Any], **kwargs: Any) -> Any:
        value = self.widget.clean(row.get(self.column_name), row=row, **kwargs)
        return self.blank if value is None else value

    def export(self, instance: Any, **kwargs: Any) -> Any:
        return self.widget.render(self.get_value(instance), obj=instance)


class SheetResult(Result):
    """A result that numbers rows as the spreadsheet does."""

    def append_invalid_row(self, number: int, row: Mapping[str, Any], validation_error: ValidationError) -> None:
        self.invalid_rows.append(InvalidRow(row.get(ROW, number), validation_error, ()))

    def append_error_row(self, number: int, row: Mapping[str, Any], errors: list[Error]) -> None:
        self.error_rows.append(ErrorRow(row.get(ROW, number), errors))

    def row_errors(self) -> list[tuple[int, list[Error]]]:
        return [(row.number, row.errors) for row in self.error_rows]


class CatalogueResource(ModelResource):
    """
    Base of the catalogue's spreadsheets.

    A row is created, changed or left as it is; ``frozen`` names what may not change any more. Every row is fully validated.
    """

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def frozen(self, instance: Any) -> Sequence[str]:
        """The attributes of an existing row that a file may repeat but not change."""
        return ()

    def faults(self, instance: Any) -> Mapping[str, Any]:
        """What a rule finds wrong with a row, by attribute."""
        return {}

    @classmethod
    def sheet_fields(cls) -> list[SheetField]:
        """The columns, in the order in which they are declared."""
        return _in_order(cls.fields)

    def get_import_fields(self) -> list[SheetField]:
        """
        The columns declared, and none of those that the base derives from the model.

        This file's own copies: what a column has looked up is true for as long as the file is read.
        """
        return _in_order(self.fields)

    def get_user_visible_fields(self) -> list[SheetField]:
        return _in_order(self.fields)

    @classmethod
    def get_result_class(cls) -> type[Result]:
        return SheetResult

    def get_diff_headers(self) -> list[str]:
        return [field.title for field in self.sheet_fields()]

    def import_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        row[CURRENCY] = str(row.get("currency") or "").strip().upper() or getattr(instance, "currency", "CNY")
        is_kept = not instance._state.adding
        kept = {name: getattr(instance, name) for name in (self.frozen(instance) if is_kept else ())}
        super().import_instance(instance, row, **kwargs)
        changed = {
            name: ValidationError(_("This can't be changed any more.")) for name, value in kept.items() if getattr(instance, name) != value
        }
        if changed:
            raise ValidationError(changed)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True) -> None:  # noqa: FBT001, FBT002 - its signature.
        errors = dict(import_validation_errors or {})
        # A fault stands in place of the constraint that says the same by its name.
        faults = {name: [ValidationError(sentence)] for name, sentence in self.faults(instance).items() if name not in errors}
        super().validate_instance(instance, {**errors, **faults}, validate_unique)

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        note(f"{self.noun()}.edited", subject=(self.noun(), instance.pk), data={"by_file": True, "row": row.get(ROW)})

    def noun(self) -> str:
        return str(self._meta.model._meta.model_name)


def _in_order(fields: Mapping[str, Field]) -> list[SheetField]:
    return sorted((field for field in fields.values() if isinstance(field, SheetField)), key=lambda field: field.place)
