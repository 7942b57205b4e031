"""``manage.py demo``: make the demo's data once; ``--reset`` drops everything and makes it anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from config.demo import build_demo, drop_demo


class Command(BaseCommand):
    help = "Make the demo's data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="drop all data first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo. Set DEMO=1 to have the demo's data.")
        if options["reset"]:
            drop_demo()
        self.stdout.write("made" if build_demo(at=clock.now()) else "kept")
