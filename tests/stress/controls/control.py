"""What a control is: the guard that goes, the scene that is played without it, and who must notice."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a module's source and what stands in its place while the control lasts."""

    module: str
    old: str
    new: str

    @property
    def path(self) -> Path:
        """The module's file."""
        base = ROOT / self.module.replace(".", "/")
        return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")

    def apply(self, source: str) -> str:
        """:raises ImportError: the guard does not stand there once; a control that cuts nothing would prove nothing."""
        if source.count(self.old) != 1:
            raise ImportError(f"{self.module} has {source.count(self.old)} times, not once: {self.old!r}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Drop:
    """A guard of the schema: a constraint, a unique index, or a trigger of the models. It must be there, or nothing was taken away."""

    table: str
    name: str

    @property
    def act(self) -> str:
        """A query for the statement that drops it, whichever of them it is; NULL where it is not there."""
        ours = f"'{self.table}'::regclass"
        return f"""SELECT COALESCE(
            (SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', {ours}, conname) FROM pg_constraint
                WHERE conrelid = {ours} AND conname = '{self.name}'),
            (SELECT format('DROP INDEX %I', c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE i.indrelid = {ours} AND c.relname = '{self.name}'),
            (SELECT format('DROP TRIGGER %I ON %s', tgname, {ours}) FROM pg_trigger
                WHERE tgrelid = {ours} AND starts_with(tgname, 'pgtrigger_{self.name}_')))"""

    @property
    def sql(self) -> str:
        """Drop it."""
        return f"""DO $$ DECLARE act text; BEGIN
            act := ({self.act});
            IF act IS NULL THEN RAISE EXCEPTION '{self.table} has no {self.name}'; END IF;
            EXECUTE act;
        END $$"""


# Where row level security stands behind the code's own filter, one of them alone is seen by nobody.
NO_POLICIES = """DO $$ DECLARE ours regclass; BEGIN
    FOR ours IN SELECT oid::regclass FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p') LOOP
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', ours);
    END LOOP;
END $$"""


@dataclass(frozen=True, slots=True)
class Control:
    """
    One promise without its guards.

    ``scene``   what is played, by its name.
    ``noticed`` the names of the judges' findings, one of which must come.
    ``cuts``    take the guard out of the code, in every process that serves.
    ``drops``   take it out of the schema; ``sql`` does what else must be done there.
    """

    name: str
    scene: str
    noticed: tuple[str, ...]
    cuts: tuple[Cut, ...] = ()
    drops: tuple[Drop, ...] = ()
    sql: tuple[str, ...] = ()

    def environment(self) -> dict[str, str]:
        """What makes a process import the cut source."""
        return {"WITHOUT": self.name, "PYTHONPATH": f"{HERE / 'site'}:{ROOT}"} if self.cuts else {}

    def drop_guards(self, url: str) -> None:
        """Take away what the schema guards by."""
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            for statement in (*(drop.sql for drop in self.drops), *self.sql):
                connection.execute(statement.encode())
