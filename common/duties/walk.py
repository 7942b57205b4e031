"""Everything on the platform by which something is changed or taken away, found where it stands: what the registry must know."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

# What every admin has: its pages are covered by what may be added, changed and deleted, or by its acts.
_USUAL = ("changelist", "add", "change", "delete", "history", "act", "list_act", "bulk_act")
_SAFE = {"get", "head", "options", "trace"}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that somebody may do. ``right`` and ``asks_reason`` are known for acts alone."""

    name: str
    right: str = ""
    asks_reason: bool | None = None


def walk(sites: Iterator[Any] | tuple[Any, ...], acts: Iterator[Any]) -> Iterator[Found]:
    """
    Every act, page and form of the consoles, every write of the APIs, every command of ours.

    ``sites`` are the consoles and ``acts`` what is registered on them: this package stands below both.
    """
    for registered in acts:
        name = f"{registered.site}.{registered.admin.opts.label_lower}.{registered.act.name}"
        yield Found(name, registered.act.permission, registered.act.reason)
    for site in sites:
        yield from (Found(f"{site.name}.{page}") for _route, _view, page in site._pages)
        for admin in site._registry.values():
            yield from _of_admin(site, admin)
    yield from _of_apis(get_resolver().url_patterns, "")
    yield from _commands()


def _of_admin(site: Any, admin: Any) -> Iterator[Found]:
    label = admin.opts.label_lower
    is_ours = hasattr(admin, "creatable")
    if not is_ours or admin.creatable:
        yield Found(f"{site.name}.{label}.add")
    if not is_ours or admin.editable or any(getattr(inline, "editable", ()) for inline in admin.inlines):
        yield Found(f"{site.name}.{label}.change")
    if not is_ours:
        yield Found(f"{site.name}.{label}.delete")
    prefix = f"{admin.opts.app_label}_{admin.opts.model_name}_"
    for pattern in admin.get_urls():
        name = str(getattr(pattern, "name", None) or "").removeprefix(prefix)
        if name and name not in _USUAL:
            yield Found(f"{site.name}.{label}.{name}")


def _of_apis(patterns: list[Any], before: str) -> Iterator[Found]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route or "api/".startswith(route[:4]):
                yield from _of_apis(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and (view := getattr(pattern.callback, "cls", None)) is not None:
            methods = {name for name in view.http_method_names if hasattr(view, name)} - _SAFE
            yield from (Found(f"api.{method.upper()} /{route}") for method in sorted(methods))


def _commands() -> Iterator[Found]:
    ours = Path(__file__).resolve().parents[2]
    for app in apps.get_app_configs():
        folder = Path(app.path) / "management" / "commands"
        if folder.is_relative_to(ours) and ".venv" not in folder.parts and folder.is_dir():
            yield from (Found(f"command.{file.stem}") for file in sorted(folder.glob("[a-z]*.py")))
