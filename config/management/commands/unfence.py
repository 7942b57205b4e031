"""``manage.py unfence``: after a restore, say what the witness knows and the database has forgotten; with ``--apply``, settle it and open."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.operations import prove_all
from common import clock
from common.actors import Actor, system
from common.refusals import Refused
from common.witness.fence import compare_with_witness, lift_fence
from common.witness.folder import begin_anew, missing_here, place_here
from redemption.operations.unfence import Forgotten, Settled, read_forgotten, settle_forgotten

_SHOWN_OF_EACH = 20
_MISSING = """The witness is not all there:
%s
So nobody can list what was given out in a time that this database has forgotten: what is above may be too little, or nothing. The fence stays.
Bring the whole folder back as it was, by mounting or copying it, and run this again.
If it is lost for good, or this host is new and has a folder of its own: see docs/guides/deployment.md, A witness that is missing;
then manage.py unfence --begin-anew. Without the witness, codes that were shown may be given out again."""


class Command(BaseCommand):
    help = "Lists what was given out and then forgotten by a restore. With --apply: voids those codes, asks suppliers, checks everything, opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="settle it, and take the fence down")
        parser.add_argument(
            "--begin-anew",
            action="store_true",
            help="what is missing of the witness is lost, or was never here: begin it anew in its folder",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        by, at = system("unfence"), clock.now()
        if options["begin_anew"]:
            self._begin_anew(by, at)
        missing = missing_here()
        forgotten = read_forgotten()
        self._list(forgotten)
        if missing:
            raise CommandError(_MISSING % "\n".join(missing))
        if not options["apply"]:
            self.stdout.write("Nothing was settled. To settle this and open: manage.py unfence --apply")
            return
        compare_with_witness(at)  # Until all of it is settled and proven, the fence stands, whoever settles what.
        try:
            self._say(settle_forgotten(forgotten, by=by, at=at))
        except Refused as refused:
            raise CommandError(f"{refused.for_staff()} What was settled so far stays; mend this and run it again.") from refused
        self._prove()
        left = lift_fence(by=by, at=clock.now())
        if left:
            raise CommandError(f"{left} entries of the witness are still unknown. The fence stays; run this again.")
        self.stdout.write("The fence is down. Workers and web may give out again.")

    def _begin_anew(self, by: Actor, at: datetime) -> None:
        missing = missing_here()
        if not missing:
            raise CommandError("Nothing of the witness is missing here: there is nothing to begin anew.")
        place = place_here()
        try:
            begin_anew(place, by=by, at=at)
        except OSError as error:
            raise CommandError(f"{place.path} can't be written: {error.strerror}.") from error
        self.stdout.write("The witness is begun anew. Nobody will ever compare what these said:\n" + "\n".join(missing))

    def _list(self, forgotten: Forgotten) -> None:
        self.stdout.write(f"{forgotten.count} things left the platform that this database does not know.")
        for name, entries in (
            ("codes issued", forgotten.issued),
            ("codes shown to their owner", forgotten.shown),
            ("orders sent to a supplier", forgotten.sent),
        ):
            self.stdout.write(f"  {name}: {len(entries)}")
            for entry in entries[:_SHOWN_OF_EACH]:
                self.stdout.write(f"    {entry.at:%Y-%m-%d %H:%M:%S} {entry.facts.get('reference', entry.subject)}")
            if len(entries) > _SHOWN_OF_EACH:
                self.stdout.write("    …")

    def _say(self, settled: Settled) -> None:
        orders = ", ".join(f"{finding} {count}" for finding, count in sorted(settled.orders.items())) or "none"
        self.stdout.write(f"Voided {settled.voided} codes, set aside {settled.set_aside} grants. Orders: {orders}.")

    def _prove(self) -> None:
        broken = [result.invariant.name for result in prove_all(at=clock.now()) if not result.holds]
        if broken:
            raise CommandError(f"These invariants do not hold: {', '.join(broken)}. See manage.py verify. The fence stays.")
