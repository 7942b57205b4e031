"""Models with columns that only the vault's role may read."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class WithoutSecrets(models.Manager[M]):
    """
    Reads rows without the columns that the model names in ``SEALED``: whoever asked for them would be refused.

    Relations read through it too (``base_manager_name``); a ``select_related`` names them in ``defer`` by itself.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        sealed: tuple[str, ...] = self.model.SEALED  # type: ignore[attr-defined]
        return super().get_queryset().defer(*sealed)
