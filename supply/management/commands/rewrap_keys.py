"""``manage.py rewrap_keys``: after a change of the master key, wrap by the new one what the old one wrapped."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.actors import system
from common.refusals import Refused
from supply.operations.rewrap import rewrap_keys


class Command(BaseCommand):
    help = "Wraps every lot's key, and the root key, by VAULT_KEY. What VAULT_KEYS_KNOWN wrapped is opened with those. Run it again at any time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            done = rewrap_keys(by=system("command"), progress=self._progress)
        except Refused as refused:
            raise CommandError(f"{refused.for_staff()} Add it to VAULT_KEYS_KNOWN and run this again.") from refused
        self.stdout.write(f"Done: {done} lots, and the root key, are wrapped by VAULT_KEY.")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} lots", ending="\r")
        self.stdout.flush()
