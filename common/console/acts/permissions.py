"""Acts are rights that can be given to groups: each act of the operators' console gets its row in Django's permissions, and the ready groups theirs."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from common.console.acts.registry import all_acts
from common.console.groups import is_last_app, make_groups
from common.console.sites import ops_site


def make_permissions(**kwargs: Any) -> None:
    """Called after migrating: adds what is missing, touches nothing else."""
    autodiscover_modules("admin")
    for registered in all_acts():
        if registered.site == "ops":
            _make(registered.act.permission, registered.model, str(registered.act.label))
    if is_last_app(kwargs.get("app_config")):
        make_groups(ops_site._registry)


def _make(permission: str, model: Any, label: str) -> None:
    app_label, codename = permission.split(".")
    with translation.override(None):
        kind = ContentType.objects.get_for_model(model)
        if not Permission.objects.filter(content_type__app_label=app_label, codename=codename).exists():
            Permission.objects.create(content_type=kind, codename=codename, name=label[:255])
