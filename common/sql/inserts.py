"""Writing one new row of a model."""

from functools import cache

from django.db import connection
from django.db.models import Field, Model

from common.sql.prepared import execute


def insert(row: Model) -> None:
    """
    Insert a row as ``save(force_insert=True)`` does, with a statement that is put together once.

    :raises IntegrityError: as ``save`` does.
    """
    sql, fields = _statement(type(row))
    execute(sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Model]) -> tuple[str, tuple[Field, ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.generated)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', fields
