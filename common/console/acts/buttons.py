"""Where acts appear: buttons on a row's page and above a list, entries for ticked rows, and their addresses."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from unfold.enums import ActionVariant

from common.console.acts.act import Act
from common.console.acts.bulk import bulk_page
from common.console.acts.page import Scene, act_page
from common.console.acts.registry import record

_VARIANTS = {"default": ActionVariant.DEFAULT, "primary": ActionVariant.PRIMARY, "danger": ActionVariant.DEFAULT}


class ActButtons:
    """Mixed into an admin: reads its ``acts``."""

    acts: Sequence[Act] = ()
    model: Any
    opts: Any
    admin_site: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in self.acts:
            record(self, act)

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("act/<slug:name>/", guard(self.list_act_view), name=self._address("list_act")),
            path("acts/<slug:name>/", guard(self.bulk_act_view), name=self._address("bulk_act")),
            path("<uuid:pk>/act/<slug:name>/", guard(self.act_view), name=self._address("act")),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def act_view(self, request: HttpRequest, pk: Any, name: str) -> HttpResponse:
        obj = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if obj is None or not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise Http404
        return act_page(Scene(self, request, self._act(name, "row", "rows"), obj))

    def list_act_view(self, request: HttpRequest, name: str) -> HttpResponse:
        return act_page(Scene(self, request, self._act(name, "list")))

    def bulk_act_view(self, request: HttpRequest, name: str) -> HttpResponse:
        return bulk_page(self, request, self._act(name, "rows"))

    def act_home(self, obj: Any) -> str:
        """Where an act leads back to: the row's page, or the list."""
        if obj is None:
            return reverse(f"{self.admin_site.name}:{self._address('changelist')}")
        return reverse(f"{self.admin_site.name}:{self._address('change')}", args=[obj.pk])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Acts on ticked rows stand in the list's menu and lead to a page of their own."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        offered = {act.name: (partial(_to_bulk_page, name=act.name), act.name, act.label) for act in self._open(request, "rows")}
        return {**actions, **offered}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["actions_detail"] = [self._button(act, obj) for act in self._open(request, "row", "rows") if act.when(obj)]
        response: HttpResponse = super().render_change_form(request, context, **kwargs)  # type: ignore[misc]
        return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: Any = super().changelist_view(request, extra_context)  # type: ignore[misc]
        if getattr(response, "context_data", None) is not None:
            response.context_data["actions_list"] = self.list_buttons(request)
        return response

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What stands above the list."""
        return [self._button(act, None) for act in self._open(request, "list")]

    def _act(self, name: str, *places: str) -> Act:
        for act in self.acts:
            if act.name == name and act.on in places:
                return act
        raise Http404

    def _open(self, request: HttpRequest, *places: str) -> list[Act]:
        return [act for act in self.acts if act.on in places and self.admin_site.may(request, act.permission)]

    def _button(self, act: Act, obj: Any) -> dict[str, Any]:
        page, ids = ("list_act", []) if obj is None else ("act", [obj.pk])
        address = reverse(f"{self.admin_site.name}:{self._address(page)}", args=[*ids, act.name])
        attrs = {"data-tone": act.tone}
        return {"title": act.label, "icon": act.icon, "variant": _VARIANTS[act.tone], "attrs": attrs, "path": address, "dialog": None}

    def _address(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


def _to_bulk_page(admin: Any, request: HttpRequest, queryset: Any, *, name: str) -> HttpResponse:
    ids = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[: admin.list_per_page])
    address = reverse(f"{admin.admin_site.name}:{admin._address('bulk_act')}", args=[name])
    return HttpResponseRedirect(f"{address}?{urlencode({'ids': ids})}")
