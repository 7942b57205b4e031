"""Django's ``migrate``, tried again while the work that goes on holds what it needs."""

from typing import Any

from django.core.management.commands import migrate

from common.scope.backend.altering import patiently


class Command(migrate.Command):
    """A migration in a transaction left nothing behind when it gave way: it is the first of those that are still to be done."""

    def handle(self, *words: Any, **options: Any) -> None:
        patiently(lambda: super(Command, self).handle(*words, **options), say=self.stderr.write)
