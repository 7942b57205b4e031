"""The organisation's tree, made as it is named."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from common.ids import new_id
from members.models.enterprise import Department
from members.rules.departments import LONGEST_NAME, DepartmentInvalid, ancestors_of, path_of

__all__ = ["LONGEST_NAME", "DepartmentInvalid", "departments_at", "path_of", "put_department"]


@transaction.atomic
def put_department(*, enterprise_id: UUID, path: str, cost_center: str | None = None) -> UUID:
    """
    The id of the department at this path, made with its parents where they are missing.

    :raises DepartmentInvalid: the path is empty or too long.
    """
    path = path_of(path)
    department_id = departments_at(enterprise_id, [path])[path]
    if cost_center is not None:
        Department.objects.filter(id=department_id).update(cost_center=cost_center)
    return department_id


def departments_at(enterprise_id: UUID, paths: Iterable[str]) -> dict[str, UUID]:
    """The ids of departments by path, in the caller's transaction: those that are missing are made, parents first."""
    wanted = {ancestor for path in paths for ancestor in ancestors_of(path)}
    known = _known(enterprise_id, wanted)
    missing = wanted - known.keys()
    for depth in sorted({path.count("/") for path in missing}):
        made = [_department(enterprise_id, path, known) for path in sorted(missing) if path.count("/") == depth]
        # Another transaction may make the same one: whoever is first made it.
        Department.objects.bulk_create(made, ignore_conflicts=True)
        known |= _known(enterprise_id, {department.path for department in made})
    return known


def _known(enterprise_id: UUID, paths: set[str]) -> dict[str, UUID]:
    return dict(Department.objects.filter(enterprise_id=enterprise_id, path__in=paths).values_list("path", "id"))


def _department(enterprise_id: UUID, path: str, known: dict[str, UUID]) -> Department:
    above, _slash, name = path.rpartition("/")
    return Department(id=new_id(), enterprise_id=enterprise_id, parent_id=known.get(above), name=name, path=path)
