"""A row's page drawn by a template of its own, in place of Django's form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst


class OwnPage:
    """
    Mixed into an admin, left of its base: the page of a row is ``page_template``, filled by ``page_context``.

    Whoever may see the row sees the page; a row that is missing or foreign looks like every missing page.
    """

    page_template = ""
    admin_site: Any
    opts: Any

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the template shows of the row, beside the row itself (``original``) and its open acts (``acts``)."""
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if obj is None or not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "original": obj,
            "model_title": capfirst(str(self.opts.verbose_name)),
            "acts": [self._button(act, obj) for act in self._open(request, "row", "rows") if act.when(obj)],  # type: ignore[attr-defined]
            **self.page_context(request, obj),
        }
        return TemplateResponse(request, self.page_template, context)
