"""The two consoles: the operators' at ``/ops/`` and the enterprises' at ``/hr/``."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout as end_session
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.sites import UnfoldAdminSite

from common.console import scope
from common.console.desk import keep_desk
from common.console.guard import within_limits
from common.console.policy import relax
from common.console.sidebar import Group, drawn
from common.scope import NOBODY, PLATFORM, Scope, enterprise, within

View = Callable[..., HttpResponse]

# The role that may act; every other role of an enterprise's staff looks only.
ACTING_ROLE = "hr_admin"


class ConsoleSite(UnfoldAdminSite, ABC):
    """
    What both consoles share: sign-in elsewhere, their own pages, a sidebar, the time zone of whoever looks.

    Houses add pages with ``add_page`` and the front page with ``home``; both get the site's context and guards. ``badges``
    count what waits behind a line of the sidebar, under the name of its page or the label of its model.
    """

    title: Any = _("Quanyi console")
    subtitle: Any = ""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.groups: list[Group] = []
        self.home: View | None = None
        self.badges: dict[str, Callable[[HttpRequest], int]] = {}
        self._pages: list[tuple[str, View, str]] = []

    @abstractmethod
    def may(self, request: HttpRequest, permission: str) -> bool:
        """Whether the person may do what ``permission`` ("supply.void_code") names."""

    def keeps_to_scope(self, request: HttpRequest, page: str) -> bool:
        """Whether a page, by its name, shows the person no row that isn't theirs to see."""
        return True

    @abstractmethod
    def may_view(self, request: HttpRequest, options: Any) -> bool:
        """Whether the person may see rows of a model."""

    def may_open(self, request: HttpRequest, label: str) -> bool:
        """Whether the person may open the pages of a model (``supply.offer``): by right, and by what their scope hides."""
        return any(admin.has_view_permission(request) for model, admin in self._registry.items() if model._meta.label_lower == label)

    @abstractmethod
    def scope(self, request: HttpRequest) -> Scope:
        """Whose rows the page may see."""

    def zone(self, request: HttpRequest) -> ZoneInfo:
        """The time zone in which the person reads times."""
        return ZoneInfo(settings.TIME_ZONE)

    def add_page(self, route: str, view: View, *, name: str) -> None:
        """Serve ``view(request, …)`` under the site as ``<site>:<name>``, for people who may enter."""
        self._pages.append((route, view, name))

    def extra_urls(self) -> list[URLPattern]:
        return [path(route, self.admin_view(view), name=name) for route, view, name in self._pages]

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's signature.
        """As Django's, and rendered here and now: a page is to be drawn in the person's time zone, not after it."""

        @wraps(view)
        def drawn_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.current_app = self.name

            def in_scope() -> HttpResponse:
                with within(self.scope(request)):
                    response = view(request, *args, **kwargs)
                    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                        response.render()
                return response

            with timezone.override(self.zone(request)):
                # What somebody may do in a day is counted by the platform.
                response = within_limits(self, request, in_scope)
                if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                    response.render()
            relax(response)
            keep_desk(request, response)
            return response

        guarded: View = super().admin_view(drawn_here, cacheable)
        return guarded

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.home is not None:
            return self.home(request)
        page: HttpResponse = super().index(request, extra_context)
        return page

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in for all staff. Whoever is signed in and may not enter is told so, not asked again."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse(f"{self.name}:index")
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        if request.user.is_authenticated:
            return render(request, "console/not_yours.html", {"other": self._door_of(request)}, status=403)
        return redirect_to_login(target, settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return _end_session(request)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Unfold caches what it found by person alone, for both sites: the consoles do without."""
        raise Http404

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        return {
            **context,
            "site_title": self.title,
            "site_subheader": self.subtitle_for(request),
            "styles": [static("console/console.css")],
            "scripts": [static("console/console.js")],
            "site_url": None,
            "account_links": _account_links(),
        }

    def subtitle_for(self, request: HttpRequest) -> str:
        return str(self.subtitle)

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        return drawn(self.groups, self, request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The sidebar replaces Django's list of apps, whose making asks every model for four permissions."""
        return []

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.name}:index"))

    def _door_of(self, request: HttpRequest) -> str:
        if getattr(request.user, "staff", None):
            return "/hr/"
        return "/ops/" if request.user.is_staff else ""


def _account_links() -> list[dict[str, Any]]:
    """Where a person looks after their own sign-in: the same pages for both consoles."""
    pages = ((_("Change the password"), "account_change_password"), (_("Two-step sign-in"), "mfa_index"), (_("Sessions"), "staff_sessions"))
    return [{"title": title, "link": reverse(page)} for title, page in pages]


@require_POST
def _end_session(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'signed_out': 1})}")


class OpsSite(ConsoleSite):
    """The operators' console: active staff, by Django's permissions."""

    title = _("Quanyi operations")
    subtitle = _("Operations")

    def scope(self, request: HttpRequest) -> Scope:
        return PLATFORM

    def may(self, request: HttpRequest, permission: str) -> bool:
        return bool(request.user.has_perm(permission))

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's signature.
        """Whoever is limited to some enterprises opens only what keeps to them."""

        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.keeps_to_scope(request, str(request.resolver_match.url_name) if request.resolver_match else ""):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return super().admin_view(kept, cacheable)

    def keeps_to_scope(self, request: HttpRequest, page: str) -> bool:
        if scope.enterprises_of(request) is None:
            return True
        lists = (admin for admin in self._registry.values() if hasattr(admin, "scope_path"))
        return page in scope.SCOPED_PAGES or any(page.startswith(f"{a.opts.app_label}_{a.opts.model_name}_") for a in lists)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "hides": scope.hidden_of(request)}

    def may_view(self, request: HttpRequest, options: Any) -> bool:
        rights = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change"))
        return any(request.user.has_perm(right) for right in rights)


class HrSite(ConsoleSite):
    """
    An enterprise's console: users with a ``staff`` row, each in one enterprise, in its time zone.

    Everything that they may do hangs on their role; rows are cut to the enterprise by ``TenantAdmin``.
    """

    title = _("Quanyi for enterprises")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "staff", None))

    def may(self, request: HttpRequest, permission: str) -> bool:
        return self.has_permission(request) and request.user.staff.role == ACTING_ROLE  # type: ignore[union-attr]

    def may_view(self, request: HttpRequest, options: Any) -> bool:
        return self.has_permission(request)

    def scope(self, request: HttpRequest) -> Scope:
        return enterprise(request.user.staff.enterprise_id) if self.has_permission(request) else NOBODY  # type: ignore[union-attr]

    def zone(self, request: HttpRequest) -> ZoneInfo:
        if not self.has_permission(request):
            return super().zone(request)
        return ZoneInfo(request.user.staff.enterprise.time_zone)  # type: ignore[union-attr]

    def subtitle_for(self, request: HttpRequest) -> str:
        return str(request.user.staff.enterprise) if self.has_permission(request) else ""  # type: ignore[union-attr]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django's, for tenant admins only: a class that forgets the enterprise does not start."""
        from common.console.tenant import TenantAdmin  # noqa: PLC0415 - it is built on the sites of this file.

        if admin_class is None or not issubclass(admin_class, TenantAdmin):
            raise ImproperlyConfigured(f"{admin_class} must be a TenantAdmin to stand on the enterprises' console")
        super().register(model_or_iterable, admin_class, **options)


ops_site = OpsSite("ops")
hr_site = HrSite("hr")
