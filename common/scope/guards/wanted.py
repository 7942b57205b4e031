"""The statements that are missing between what is declared and what stands."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from common.scope.guards.catalogue import Table
from common.scope.guards.declared import guard_of
from common.scope.guards.shapes import Guard
from common.scope.scopes import ENTERPRISE_ROLE, PLATFORM_ROLE, ROLES, VAULT_ROLE


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy as it is to be."""

    name: str
    words: str

    @property
    def mark(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()[:16]


def policies_of(guard: Guard) -> list[Policy]:
    """The policies of a guarded table. Nobody else passes: not the owner either, for row security is forced."""
    if not guard.own:
        return []
    # Asked of each row, and never a way to it: as an index condition the enterprise seems to promise one row while statistics are
    # young, and the statement's own conditions are passed by. They name the enterprise themselves where it is the way.
    own = f"({guard.own}) IS TRUE"
    made = [
        Policy("platform", f"TO {PLATFORM_ROLE} USING ({_asks('platform')}) WITH CHECK ({_asks('platform')})"),
        Policy("enterprise", f"TO {ENTERPRISE_ROLE} USING ({own}) WITH CHECK ({own})"),
    ]
    if guard.shown:
        made.append(Policy("shown", f"FOR SELECT TO {ENTERPRISE_ROLE} USING (({guard.shown}) IS TRUE)"))
    if guard.added:
        made.append(Policy("added", f"FOR INSERT TO {ENTERPRISE_ROLE} WITH CHECK ({guard.added})"))
    if guard.vault:
        made.append(Policy("vault", f"TO {VAULT_ROLE} USING ({_asks('vault')}) WITH CHECK ({_asks('vault')})"))
    return made


def privileges_of(guard: Guard, columns: tuple[str, ...]) -> dict[str, set[str]]:
    """By role, what it may do: whole tables, or ``SELECT(column)`` where some columns are sealed."""
    return {
        PLATFORM_ROLE: _around(guard, guard.platform, columns),
        ENTERPRISE_ROLE: _around(guard, guard.enterprise, columns),
        VAULT_ROLE: set(guard.vault),
    }


def missing(table: Table) -> Iterator[str]:
    """The statements that bring one table to what is declared of it; none when it is there."""
    guard = guard_of(table.name, frozenset(table.columns))
    if guard.own and not table.is_enabled:
        yield f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY'
    if guard.own and not table.is_forced:
        yield f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY'
    if not guard.own and table.is_enabled:  # Without a policy it would be empty for everybody.
        yield f'ALTER TABLE "{table.name}" DISABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table.name}" NO FORCE ROW LEVEL SECURITY'
    yield from _missing_policies(table, policies_of(guard))
    wanted = privileges_of(guard, table.columns)
    for role in ROLES:
        yield from _missing_privileges(table, role, wanted[role])


def _missing_policies(table: Table, wanted: list[Policy]) -> Iterator[str]:
    for name in table.policies.keys() - {policy.name for policy in wanted}:
        yield f'DROP POLICY "{name}" ON "{table.name}"'
    for policy in wanted:
        if table.policies.get(policy.name) == policy.mark:
            continue
        if policy.name in table.policies:
            yield f'DROP POLICY "{policy.name}" ON "{table.name}"'
        yield f'CREATE POLICY "{policy.name}" ON "{table.name}" {policy.words}'
        yield f'COMMENT ON POLICY "{policy.name}" ON "{table.name}" IS \'{policy.mark}\''


def _missing_privileges(table: Table, role: str, wanted: set[str]) -> Iterator[str]:
    has = table.privileges.get(role, set())
    # Taken first: REVOKE of a privilege on the table takes it on each column too.
    for privilege in sorted(has - wanted):
        yield f'REVOKE {privilege} ON "{table.name}" FROM {role}'
    for privilege in sorted(wanted - has if has <= wanted else wanted):
        yield f'GRANT {privilege} ON "{table.name}" TO {role}'


def _asks(name: str) -> str:
    return f"current_setting('app.scope', true) = '{name}'"


def _around(guard: Guard, given: tuple[str, ...], columns: tuple[str, ...]) -> set[str]:
    if not guard.sealed or "SELECT" not in given:
        return set(given)
    return (set(given) - {"SELECT"}) | {f"SELECT({column})" for column in columns if column not in guard.sealed}
