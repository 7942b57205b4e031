"""The table of controls: which guard goes, and who must notice."""

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
class Control:
    """
    One promise without its guards.

    ``sql``     drops what the schema guards by.
    ``cuts``    take the guard out of the code, in every process that serves.
    ``traps``   hold the web at a failpoint, so that those who race meet where the guard stood.
    ``noticed`` the names of the judges' findings, one of which must come.
    """

    name: str
    noticed: tuple[str, ...]
    cuts: tuple[Cut, ...] = ()
    sql: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()

    def environment(self) -> dict[str, str]:
        """What makes a process import the cut source."""
        return {"WITHOUT": self.name, "PYTHONPATH": f"{HERE / 'site'}:{ROOT}"}

    def drop_guards(self, url: str) -> None:
        """Take away what the schema guards by."""
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            for statement in self.sql:
                connection.execute(statement.encode())


_LOCK = Cut("benefits.operations.grants.lock", 'Grant.objects.select_for_update(of=("self",)).', "Grant.objects.")
_NO_ATTEMPT_FIRST = (
    Cut(
        "supply.operations.topups.submit",
        "filter(rested, id=topup_id, state=TopUpState.CREATED).first()",
        "filter(id=topup_id, state=TopUpState.CREATED).first()",
    ),
    Cut(
        "supply.operations.topups.submit",
        "    attempt = _begin(topup_id, at)\n    if attempt is None:\n        return\n",
        "    if topup.state != TopUpState.CREATED:\n        return\n    connector.submit(request_of(topup))\n"
        "    attempt = _begin(topup_id, at)\n    if attempt is None:\n        return\n",
    ),
)

_MEET_IN_CLAIM = ("claim.after_lock=sleep:0.3",)

CONTROLS = {
    control.name: control
    for control in (
        # The lock alone has the schema behind it: what gets through is refused there, and a member sees an error page.
        Control("grant_row_lock", ("internal error",), cuts=(_LOCK,), traps=_MEET_IN_CLAIM),
        Control(
            "grant_row_lock_and_unique_item",
            ("I01 item delivered once", "one tap, one effect"),
            cuts=(_LOCK,),
            traps=_MEET_IN_CLAIM,
            sql=(
                "DROP INDEX IF EXISTS redemption_item_once",
                "ALTER TABLE redemption_redemption DROP CONSTRAINT IF EXISTS redemption_item_once",
            ),
        ),
        Control("attempt_row_first", ("I17 sent again without asking",), cuts=_NO_ATTEMPT_FIRST),
    )
}
