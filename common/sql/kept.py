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
    """What is the same each time. ``compiler`` knows what the columns belong to."""

    sql: str
    values: tuple[Any, ...]
    locks: bool
    converters: tuple[tuple[int, tuple[Any, ...]], ...]
    compiler: Any


class _Kept:
    """A query with ``Given`` values in it, compiled once a process."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    def _rows(self, given: dict[str, Any]) -> Iterator[list[Any]]:
        kept = self._compiled
        if kept.locks and not connection.in_atomic_block:
            raise TransactionManagementError("A lock outside of a transaction would be gone at once.")
        values = [value.value_from(given) if isinstance(value, Given) else value for value in kept.values]
        with prepared_cursor() as cursor:
            cursor.execute(kept.sql, values)
            rows = cursor.fetchall()
        for row in rows:
            columns = list(row)
            for place, converters in kept.converters:
                for convert in converters:
                    columns[place] = convert(columns[place], None, connection)
            yield columns

    @cached_property
    def _compiled(self) -> _Compiled:
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Compiled(
            sql=sql,
            values=tuple(values),
            locks=queryset.query.select_for_update,
            converters=tuple((place, tuple(convert)) for place, (convert, _column) in converters.items()),
            compiler=compiler,
        )


class KeptQuery(_Kept, Generic[M]):
    """
    Calling it with the given values gives the rows as objects.

    For querysets of whole models, with ``select_related`` and ``only``; without annotations and prefetching.
    """

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        super().__init__(build)

    def __call__(self, **given: Any) -> list[M]:
        model, names, related = self._shape
        found = []
        for columns in self._rows(given):
            row = model.from_db(connection.alias, names, columns[: len(names)])
            for populator in related:
                populator.populate(columns, row)
            found.append(row)
        return found

    @cached_property
    def _shape(self) -> tuple[type[M], tuple[str, ...], list[Any]]:
        """The model, which attributes of the row itself come first, and what fills the rows that are related to it."""
        compiler = self._compiled.compiler
        own = compiler.klass_info["select_fields"]
        # The stubs describe a later Django, which asks for one thing more.
        related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
        return compiler.query.model, tuple(compiler.select[place][0].target.attname for place in own), related


class KeptValues(_Kept):
    """Calling it gives the columns of each row in their order, for querysets that end in ``values_list``: no object is made of a row."""

    def __call__(self, **given: Any) -> list[list[Any]]:
        return list(self._rows(given))
