"""A text column that is ciphertext in the database."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable

from common.sealed.crypto import open_sealed, seal


class SealedTextField(models.BinaryField):
    """
    Text in Python, AES-GCM ciphertext in PostgreSQL. ``purpose`` names the column and is bound into each value.

    It can't be searched or ordered by: keep a ``fingerprint`` beside it for exact look-up.
    """

    # What the type checker is told: text goes in, text comes out.
    _pyi_private_set_type: str | Combinable
    _pyi_private_get_type: str  # type: ignore[assignment]  # The base says bytes; the plug-in reads ours.

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs["editable"] = kwargs.get("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return str(name), path, list(args), {**kwargs, "purpose": self.purpose}

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = seal(value, purpose=self.purpose) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        if value is None:
            return None
        return open_sealed(value, purpose=self.purpose) if value else ""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return "***"
