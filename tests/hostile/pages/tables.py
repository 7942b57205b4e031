"""The pages on which a console shows the tables of the platform."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

HOUSES = ("members", "benefits", "redemption", "supply", "common", "analytics")


def lists_at(site: str) -> list[str]:
    """The list of every table that a console shows."""
    return [reverse(f"{name}_changelist") for name, _model in _shown(site)]


def pages_of_rows(site: str, labels: Iterable[str]) -> list[str]:
    """The page of the newest row of each of these tables."""
    shown = {model._meta.label: (name, model) for name, model in _shown(site)}
    return [reverse(f"{name}_change", args=[model._default_manager.latest("pk").pk]) for name, model in map(shown.__getitem__, labels)]


def rows_at(site: str) -> list[str]:
    """The list, searched and whole, and the page of two rows of every table that a console shows."""
    pages = []
    for name, model in _shown(site):
        pages += [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q=%22%3E%3Cimg+src%3Dx%3E"]
        pages += [reverse(f"{name}_change", args=[key]) for key in model._default_manager.values_list("pk", flat=True)[:2]]
    return pages


def _shown(site: str) -> Iterator[tuple[str, type[Model]]]:
    for model in (model for house in HOUSES for model in apps.get_app_config(house).get_models()):
        name = f"{site}:{model._meta.app_label}_{model._meta.model_name}"
        with suppress(NoReverseMatch):
            reverse(f"{name}_changelist")
            yield name, model
