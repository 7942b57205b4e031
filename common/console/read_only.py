"""The base of every list and page of the consoles: read-only by birth, cheap at a million rows."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.decorators import display

from common.console import columns, scope
from common.console.acts.buttons import ActButtons
from common.console.changelist import CheapChangeList, checkbox_of
from common.console.fieldsets import arranged, more_of, typed_as_people_do
from common.console.forms import ConsoleModelForm
from common.console.paginator import CheapPaginator
from common.console.search import Look, find
from common.console.signed import SignedChanges
from common.sealed import SealedTextField


class ReadOnlyAdmin(ActButtons, SignedChanges, ModelAdmin):
    """
    Nothing can be added, changed or deleted, except what a subclass names.

    ``editable``    fields that a person may change, for as long as ``may_edit`` says so; never a state or an owner.
    ``creatable``   fields that are set once, when a row is made; naming any allows rows to be made.
    ``search_fields`` are ``Look``s: see ``common.console.search``.
    ``acts``        what can be done with a row: see ``common.console.acts``.
    ``scope_path``  from a row to its enterprise's id, where it can't be found out; ``None`` for nouns of the whole platform.
    """

    editable: Sequence[str] = ()
    creatable: Sequence[str] = ()
    search_fields: Sequence[Look] = ()
    scope_path: str | None = ""
    form = ConsoleModelForm
    paginator = CheapPaginator
    ordering: Sequence[str] = ("-pk",)
    sortable_by: Sequence[str] = ()
    list_per_page = 50
    list_max_show_all = 0
    list_filter_submit = True
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    warn_unsaved_form = True

    # Who may do what.

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.admin_site.may_view(request, self.opts)) and scope.may_see_noun(request, self.opts.label_lower)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.creatable) and self.admin_site.may(request, self._right("add"))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not self.editable or not self.admin_site.may(request, self._right("change")):
            return False
        if not scope.may_see_noun(request, self.opts.label_lower):
            return False
        return obj is None or self.may_edit(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def may_edit(self, obj: Model) -> bool:
        """Whether this row may still be changed; a draft, for example."""
        return True

    def editable_of(self, obj: Any) -> Sequence[str]:
        """The editable fields of this row, where they depend on its state."""
        return self.editable

    def _right(self, verb: str) -> str:
        return f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """A row about to be changed is held first, then looked at: whether it may still be changed is seen under the lock."""
        is_changeable = bool(self.editable or self.acts)
        if is_changeable and request.method == "POST" and transaction.get_connection().in_atomic_block:
            with suppress(ValueError, ValidationError):
                list(self.model._base_manager.select_for_update(no_key=True).filter(pk=object_id).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    # What is shown.

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Sealed and binary columns stay in the database unless the page shows them."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if self.admin_site.name == "ops":
            rows = scope.cut(rows, request, path=scope.path_of(self.model, self.scope_path))
        own = (field.name for field in self.opts.concrete_fields if self._is_unseen(field))
        return rows.defer(*own, *(name for relation in self._relations() for name in _binary_of(self.model, relation)))

    def _relations(self) -> Sequence[str]:
        return self.list_select_related if isinstance(self.list_select_related, list | tuple) else ()

    def _is_unseen(self, field: models.Field) -> bool:
        shown = {*self.list_display, *(flatten_fieldsets(self.fieldsets) if self.fieldsets else ())}
        return isinstance(field, models.BinaryField) and not (isinstance(field, SealedTextField) and field.name in shown)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[Any]:
        return [field.name for field in self.opts.concrete_fields if not isinstance(field, models.BinaryField)]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        open_fields = self._open_fields(request, obj)
        fieldsets = self._seen_fieldsets(request, super().get_fieldsets(request, obj))
        return arranged(
            fieldsets, lambda name: columns.readable(name, self.opts, open_fields) if obj is not None or name in open_fields else None
        )

    def _seen_fieldsets(self, request: HttpRequest, fieldsets: Any) -> Any:
        """Without the kinds of fields that this person is not shown."""
        seen = [(title, {**options, "fields": scope.without_hidden(options["fields"], request)}) for title, options in fieldsets]
        return [(title, options) for title, options in seen if options["fields"]]

    def get_field_queryset(self, db: str | None, db_field: models.Field, request: HttpRequest) -> QuerySet[Any] | None:
        """What may be chosen is what may be seen."""
        related: Any = db_field.related_model
        rows: QuerySet[Any] | None = super().get_field_queryset(db, db_field, request)
        if scope.enterprises_of(request) is None or related is None:
            return rows
        return scope.cut(related._default_manager.all() if rows is None else rows, request, path=scope.path_of(related))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[Any]:
        open_fields = self._open_fields(request, obj)
        return [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if name not in open_fields]

    def _open_fields(self, request: HttpRequest, obj: Model | None) -> set[str]:
        """The fields that this person may type now."""
        if obj is None:
            return {*self.editable, *self.creatable}
        return set(self.editable_of(obj)) if self.has_change_permission(request, obj) else set()

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        return [name for name in (*self.editable, *self.creatable) if self._can_complete(name)]

    def _can_complete(self, name: str) -> bool:
        try:
            related = self.opts.get_field(name).related_model
        except FieldDoesNotExist:
            return False
        return related in self.admin_site._registry and bool(self.admin_site._registry[related].search_fields)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        return typed_as_people_do(db_field, super().formfield_for_dbfield(db_field, request, **kwargs, **more_of(db_field)))

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page's own templates (``change_form_outer_before_template`` and its kin) need besides the row."""
        return {}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if kwargs.get("obj") is not None:
            context.update(self.page_context(request, kwargs["obj"]))
        # One button that saves: three of them ask a question that nobody has.
        context.update(show_save_and_add_another=False, show_save_and_continue=False)
        response: HttpResponse = super().render_change_form(request, context, **kwargs)
        return response

    # Lists.

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        shown = scope.without_hidden(super().get_list_display(request), request)
        return [columns.readable(name, self.opts) for name in shown]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CheapChangeList]:
        return CheapChangeList

    @display(description=ModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj: Model) -> str:
        return checkbox_of(obj.pk)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip()
        return (find(queryset, self.search_fields, text) if text else queryset), False

    @property
    def search_help_text(self) -> str:
        return ", ".join(str(look.label) for look in self.search_fields)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Missing and foreign look the same, and like every other missing page."""
        raise Http404


def _binary_of(model: type[models.Model], relation: str) -> list[str]:
    """The binary columns of a related model, as ``defer`` names them. Sealed texts stay: a name is how a row is called."""
    for step in relation.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    fields = model._meta.concrete_fields
    return [f"{relation}__{f.name}" for f in fields if isinstance(f, models.BinaryField) and not isinstance(f, SealedTextField)]
