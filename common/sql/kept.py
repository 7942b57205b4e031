"""Queries of the ORM that are compiled once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

from common.sql.prepared import prepared_cursor

M = TypeVar("M", bound=Model)


class Given(Expression):
    """A value that is known only when the query runs: ``filter(id=Given("grant_id", UUIDField()))``."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value_from(self, given: dict[str, Any]) -> Any:
        """What the database is sent for it."""
        return self.output_field.get_db_prep_value(given[self.name], connection)


def among(column: str, name: str, element: Field) -> Func:
    """``filter(among("id", "ids", UUIDField()))``: the column is one of the values of a list that is known only when the query runs."""
    given = Given(name, ArrayField(element))
    return Func(F(column), given, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What is the same each time. ``names`` are the attributes of the row itself; the rest belongs to related rows."""

    sql: str
    values: tuple[Any, ...]
    locks: bool
    model: type[Model]
    names: tuple[str, ...]
    converters: tuple[tuple[int, tuple[Any, ...]], ...]
    related: tuple[Any, ...]


class KeptQuery(Generic[M]):
    """
    A query with ``Given`` values in it, compiled once a process; calling it with them gives its rows.

    For querysets of whole models, with ``select_related`` and ``only``; without annotations and prefetching.
    """

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self._build = build

    def __call__(self, **given: Any) -> list[M]:
        kept = self._compiled
        if kept.locks and not connection.in_atomic_block:
            raise TransactionManagementError("A lock outside of a transaction would be gone at once.")
        values = [value.value_from(given) if isinstance(value, Given) else value for value in kept.values]
        with prepared_cursor() as cursor:
            cursor.execute(kept.sql, values)
            rows = cursor.fetchall()
        return list(_objects(kept, rows))

    @cached_property
    def _compiled(self) -> _Compiled:
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        own = compiler.klass_info["select_fields"]
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Compiled(
            sql=sql,
            values=tuple(values),
            locks=queryset.query.select_for_update,
            model=queryset.model,
            names=tuple(compiler.select[place][0].target.attname for place in own),
            converters=tuple((place, tuple(convert)) for place, (convert, _column) in converters.items()),
            related=tuple(_populators(compiler)),
        )


def _populators(compiler: Any) -> list[Any]:
    # The stubs describe a later Django, which asks for one thing more.
    return get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]


def _objects(kept: _Compiled, rows: list[Any]) -> Iterator[Any]:
    for row in rows:
        columns = list(row)
        for place, converters in kept.converters:
            for convert in converters:
                columns[place] = convert(columns[place], None, connection)
        found = kept.model.from_db(connection.alias, kept.names, columns[: len(kept.names)])
        for populator in kept.related:
            populator.populate(columns, found)
        yield found
