"""How a table is guarded."""

from dataclasses import dataclass

# As the policies write it.
CURRENT = "NULLIF(current_setting('app.enterprise', true), '')::uuid"

EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPEND = ("SELECT", "INSERT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """
    One table's rules.

    ``own``         SQL over a row: does it belong to the enterprise of the scope? Empty: the table has no enterprise in it.
    ``shown``       SQL over a row: may the enterprise read it although it is not its own?
    ``added``       SQL over a new row that the enterprise may write although it will not read it.
    ``enterprise``  what the enterprise's role may do, ``UPDATE(name)`` for single columns; likewise ``platform`` and ``vault``.
    ``sealed``      columns that only the vault reads.
    """

    own: str = ""
    shown: str = ""
    added: str = ""
    enterprise: tuple[str, ...] = ()
    platform: tuple[str, ...] = EVERYTHING
    vault: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


def owned(
    column: str = "enterprise_id",
    *,
    enterprise: tuple[str, ...] = EVERYTHING,
    platform: tuple[str, ...] = EVERYTHING,
    shown: str = "",
) -> Guard:
    """A table with the enterprise in a column of its own."""
    return Guard(own=f"{column} = {CURRENT}", shown=shown, enterprise=enterprise, platform=platform)


def through(
    parent: str,
    column: str,
    *,
    enterprise: tuple[str, ...] = EVERYTHING,
    platform: tuple[str, ...] = EVERYTHING,
) -> Guard:
    """A table whose rows belong to whom their parent belongs, for example ``through("benefits_batch", "batch_id")``."""
    own = f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.id = {column} AND parent.enterprise_id = {CURRENT})"
    return Guard(own=own, enterprise=enterprise, platform=platform)


def shared(*, enterprise: tuple[str, ...] = ("SELECT",), platform: tuple[str, ...] = EVERYTHING) -> Guard:
    """A table without an enterprise, read by all: the catalogue."""
    return Guard(enterprise=enterprise, platform=platform)


def platform_only(*, platform: tuple[str, ...] = EVERYTHING) -> Guard:
    """A table that is no enterprise's business."""
    return Guard(platform=platform)
