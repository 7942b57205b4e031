"""A fake supplier that speaks ``quanyi-http``, with its own book and every kind of trouble. Needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from supply.sandbox import command_line


class Command(BaseCommand):
    help = "Serve a fake supplier that can be slow, wrong or silent."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        command_line.add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            command_line.serve(options, say=self._say)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
