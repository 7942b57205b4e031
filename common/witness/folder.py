"""
Which folder this is, and what of the log should be in it and is not.

Its name, a UUID, is a file in it, and the database knows the folders in which its log was begun. So an empty folder, where the log
should be, is not taken for a log that has nothing to say.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from common.actors import Actor
from common.ids import new_id
from common.witness.book import folder_of_book
from common.witness.models import WitnessFolder, WitnessMark
from common.witness.reading import size_of

_NAME = "folder.id"
_DAY = slice(-len("2026-11-23.log"), -len(".log"))


@dataclass(frozen=True, slots=True)
class Place:
    """
    The folder of the log on this host, and what the database knows of it.

    ``name`` is None where nothing was begun, or nothing can be read. ``marks`` are of the files in it, by their names.
    """

    path: Path
    name: UUID | None
    known: frozenset[UUID]
    marks: Mapping[str, int]

    @property
    def book(self) -> UUID:
        """Whose log it is."""
        return UUID(self.path.name)

    def mark_of(self, file: str) -> str:
        """What the mark of a file is called. Before any folder had a name there was one, and its files stood for themselves."""
        return f"{self.name}/{file}" if self.known else file

    def all_marks(self) -> QuerySet[WitnessMark]:
        """Of this folder."""
        marks = WitnessMark.objects.all()
        return marks.filter(name__startswith=f"{self.name}/") if self.known else marks.exclude(name__contains="/")


def place_here() -> Place:
    """The marks are read before anybody looks at the files: those only grow."""
    path = folder_of_book()
    known = frozenset(WitnessFolder.objects.filter(book=path.name).values_list("id", flat=True))
    place = Place(path, _read_name(path), known, {})
    marks = place.all_marks().values_list("name", "size")
    return replace(place, marks={name.rpartition("/")[2]: size for name, size in marks})


def missing_here() -> list[str]:
    """``missing_of`` this host's folder; nothing where ``WITNESS_LOG`` is unset."""
    return missing_of(place_here()) if settings.WITNESS_LOG else []


def missing_of(place: Place) -> list[str]:
    """
    What was compared once and is not here now, a line each.

    Old files may go: what was compared of them was known. Those of the newest day must be here, since only beside them are the
    lines that a restored database has never seen. A database that knows of no folder yet misses nothing.
    """
    if place.known and place.name is None:
        return [f"{place.path}: the folder in which the log was begun is not here, or can't be read"]
    return list(_missing_files(place))


def take_up_folder(place: Place, *, by: Actor, at: datetime) -> Place:
    """
    Know this folder from now on; the first of all is given its name.

    :raises OSError: it can't be written.
    """
    if place.name in place.known:
        return place
    name = place.name or _begin(place.path)
    with transaction.atomic():
        WitnessFolder.objects.bulk_create([WitnessFolder(id=name, book=place.book, begun_at=at, begun_by=str(by))], ignore_conflicts=True)
        if not place.known:
            place.all_marks().delete()
            WitnessMark.objects.bulk_create(WitnessMark(name=f"{name}/{file}", size=size) for file, size in place.marks.items())
    return place_here()


@transaction.atomic
def begin_anew(place: Place, *, by: Actor, at: datetime) -> None:
    """
    Somebody decided that what is missing is lost: the folder gets another name, and whatever is in it is compared from its start.

    :raises OSError: it can't be written.
    """
    place.all_marks().delete()
    name = _begin(place.path, anew=True)
    WitnessFolder.objects.create(id=name, book=place.book, begun_at=at, begun_by=str(by))


def _missing_files(place: Place) -> Iterator[str]:
    newest = max((file[_DAY] for file in place.marks), default="")
    for file, mark in sorted(place.marks.items()):
        size = size_of(place.path / file)
        if size is not None and size < mark:
            yield f"{place.path / file}: {size} bytes are left of {mark} that were compared"
        elif size is None and file[_DAY] == newest:
            yield f"{place.path / file}: is not here, or can't be read"


def _read_name(path: Path) -> UUID | None:
    try:
        return UUID((path / _NAME).read_text().strip())
    except (OSError, ValueError):
        return None


def _begin(path: Path, *, anew: bool = False) -> UUID:
    path.mkdir(parents=True, exist_ok=True)
    name = new_id()
    draft = path / f"{_NAME}.{socket.gethostname()}.{os.getpid()}"
    with draft.open("w") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if anew:
            draft.replace(path / _NAME)
            return name
        with suppress(FileExistsError):  # Unlike a rename, this never replaces what another host has just written.
            (path / _NAME).hardlink_to(draft)
        return _read_name(path) or name
    finally:
        draft.unlink(missing_ok=True)
